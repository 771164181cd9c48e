using System.Diagnostics.Metrics;

namespace OmoBroadcast.Webhooks.Condition;

/// <summary>The same as in <c>/health/ready</c>, for a graph and an alarm.</summary>
internal static class ConditionMetrics
{
    private static readonly Meter Meter = new("OmoBroadcast.Condition");
    private static IReadOnlyList<EngineFault> faults = [];
    private static long quarantined;
    private static double free = 100;

    static ConditionMetrics()
    {
        Meter.CreateObservableGauge(
            "omo.engine.unwritable",
            () =>
                EngineFaults.Engines.Select(engine => new Measurement<int>(
                    faults.Any(fault => fault.Engine == engine) ? 1 : 0,
                    new KeyValuePair<string, object?>("engine", engine)
                )),
            "{engine}",
            "1: cannot be written to"
        );
        Meter.CreateObservableGauge("omo.inbox.quarantined", () => Volatile.Read(ref quarantined), "{body}");
        Meter.CreateObservableGauge("omo.disk.free", () => Volatile.Read(ref free), "%");
    }

    public static void Show(IReadOnlyList<EngineFault> now) => faults = now;

    /// <summary>Bodies, or parts of such, that could not be applied and wait for a person.</summary>
    public static void QuarantineHolds(long bodies) => Volatile.Write(ref quarantined, bodies);

    /// <summary>Of the fullest of the folders that are watched.</summary>
    public static void DiskHas(double percent) => Volatile.Write(ref free, percent);
}

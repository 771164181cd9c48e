using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace OmoBroadcast.Storage.Rounds;

/// <summary>What the operator sees of rounds and jobs, by <c>round</c>.</summary>
internal static class RoundMetrics
{
    private static readonly Meter Meter = new("OmoBroadcast.Rounds");
    private static readonly ConcurrentDictionary<string, double> LastRun = new();

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "omo.round.duration",
        "s",
        "How long a look took",
        null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.05, 0.25, 1, 5, 30, 300] }
    );

    private static readonly Counter<long> Failures = Meter.CreateCounter<long>("omo.round.failures", "{look}", "Looks that failed");

    static RoundMetrics() =>
        Meter.CreateObservableGauge(
            "omo.round.last_run",
            () => LastRun.Select(run => new Measurement<double>(run.Value, Tag(run.Key))),
            "s",
            "Unix time of the last look that did not fail"
        );

    public static void Took(string round, TimeSpan time) => Duration.Record(time.TotalSeconds, Tag(round));

    public static void Failed(string round) => Failures.Add(1, Tag(round));

    public static void Succeeded(string round) => LastRun[round] = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;

    private static KeyValuePair<string, object?> Tag(string round) => new("round", round);
}

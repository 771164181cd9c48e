using System.Diagnostics.Metrics;

namespace OmoBroadcast.Teams;

internal static class StaffMetrics
{
    private static readonly Meter Meter = new("OmoBroadcast.Teams");

    /// <summary>Activities let in, by <c>type</c>.</summary>
    public static readonly Counter<long> Activities = Meter.CreateCounter<long>("omo.teams.activities", "{activity}");

    /// <summary>Activities turned away at the door, by <c>reason</c>.</summary>
    public static readonly Counter<long> TurnedAway = Meter.CreateCounter<long>("omo.teams.refusals", "{activity}");

    /// <summary>Commands and card actions that ended in an error of ours.</summary>
    public static readonly Counter<long> Failures = Meter.CreateCounter<long>("omo.teams.failures", "{activity}");

    /// <summary>Calls to the Connector, by <c>outcome</c>.</summary>
    public static readonly Counter<long> ConnectorCalls = Meter.CreateCounter<long>("omo.teams.connector.calls", "{call}");

    /// <summary>From the arrival of a button or of what is typed into a field to its answer.</summary>
    public static readonly Histogram<double> InvokeSeconds = Meter.CreateHistogram<double>("omo.teams.invoke.duration", "s");
}

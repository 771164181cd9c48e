using Microsoft.Extensions.Logging;
using OmoBroadcast.Storage.Condition;

namespace OmoBroadcast.Storage.Outages;

/// <summary>
/// Says in the log when some work begins to fail and when it goes on again, once each however often it is tried and by however many. An
/// engine that is away is told by its reason; what else goes wrong is a mistake of ours, and each kind is told with its trace. Any thread
/// may tell it.
/// </summary>
/// <param name="log">Where.</param>
/// <param name="work">What it is that pauses, as the log is to name it.</param>
/// <param name="time">By which "for a while" is judged.</param>
/// <param name="away">How loudly it is said that an engine is away.</param>
public sealed partial class OutageLog(ILogger log, string work, TimeProvider time, LogLevel away = LogLevel.Warning)
{
    /// <summary>Work that fails at one step succeeds at others meanwhile: only so long without a failure is it well.</summary>
    public static readonly TimeSpan Calm = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly HashSet<string> told = [];
    private long begun,
        failed;
    private volatile bool fails;

    public void Failed(Exception wrong)
    {
        var outage = Outage.Is(wrong);
        lock (gate)
        {
            failed = time.GetTimestamp();
            if (!fails)
                begun = failed;
            fails = true;
            if (!told.Add(outage ? "" : wrong.GetType().FullName ?? ""))
                return;
        }

        if (outage)
            LogAway(away, work, Faults.Of(wrong));
        else
            LogFails(wrong, work);
    }

    /// <summary>It has done something without failing. Costs nothing while all is well.</summary>
    public void Worked()
    {
        if (fails)
            End(Calm);
    }

    /// <summary>All of it is done: nothing is left that could fail.</summary>
    public void Ended()
    {
        if (fails)
            End(TimeSpan.Zero);
    }

    private void End(TimeSpan calm)
    {
        TimeSpan lasted;
        lock (gate)
        {
            if (!fails || time.GetElapsedTime(failed) < calm)
                return;
            lasted = time.GetElapsedTime(begun);
            fails = false;
            told.Clear();
        }

        LogGoesOn(work, lasted.TotalSeconds);
    }

    [LoggerMessage("{Work} pauses: {Reason}")]
    private partial void LogAway(LogLevel level, string work, FaultReason reason);

    [LoggerMessage(LogLevel.Warning, "{Work} pauses")]
    private partial void LogFails(Exception wrong, string work);

    [LoggerMessage(LogLevel.Information, "{Work} goes on, after {Seconds:0} s")]
    private partial void LogGoesOn(string work, double seconds);
}

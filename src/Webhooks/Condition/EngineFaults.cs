using OmoBroadcast.Storage.Condition;

namespace OmoBroadcast.Webhooks.Condition;

/// <summary>What cannot be written to at present, why and since when. Kept in memory, so that asking costs nothing; says each change
/// once.</summary>
internal sealed partial class EngineFaults
{
    public const string Redis = "redis",
        Database = "database",
        Clock = "clock";

    public static readonly IReadOnlyList<string> Engines = [Redis, Database, Clock];

    private readonly Lock gate = new();
    private readonly Dictionary<string, EngineFault> faults = [];
    private readonly HashSet<string> told = [];
    private readonly TimeProvider time;
    private readonly ILogger<EngineFaults> logger;

    /// <summary>Until it has been looked at, nothing counts as well.</summary>
    public EngineFaults(TimeProvider time, ILogger<EngineFaults> logger)
    {
        (this.time, this.logger) = (time, logger);
        foreach (var engine in Engines)
            faults[engine] = new(engine, FaultReason.NotReady, time.GetUtcNow());
    }

    public IReadOnlyList<EngineFault> All
    {
        get
        {
            lock (gate)
                return [.. faults.Values.OrderBy(fault => fault.Engine, StringComparer.Ordinal)];
        }
    }

    /// <summary>Takes in what was seen.</summary>
    /// <param name="engine">One of <see cref="Engines"/>.</param>
    /// <param name="key">Where an operator would mend it.</param>
    /// <param name="reason">Null when it is well.</param>
    public void See(string engine, string key, FaultReason? reason)
    {
        lock (gate)
        {
            var known = faults.GetValueOrDefault(engine);
            if (known?.Reason == reason)
                return;
            if (reason is not { } now)
            {
                faults.Remove(engine);
                // That it starts, and is there a moment later, is no news.
                if (told.Remove(engine))
                    LogWell(key, engine, (time.GetUtcNow() - known!.Since).TotalSeconds);
                return;
            }

            faults[engine] = new(engine, now, known?.Since ?? time.GetUtcNow());
            if (now == FaultReason.NotReady)
                return;
            told.Add(engine);
            LogFault(key, engine, now);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Key}: the {Engine} cannot be written to: {Reason}")]
    private partial void LogFault(string key, string engine, FaultReason reason);

    [LoggerMessage(LogLevel.Information, "{Key}: the {Engine} can be written to again, after {Seconds:0} s")]
    private partial void LogWell(string key, string engine, double seconds);
}

/// <param name="Since">When it was first seen to be unwell; another reason does not begin it anew.</param>
internal sealed record EngineFault(string Engine, FaultReason Reason, DateTimeOffset Since);

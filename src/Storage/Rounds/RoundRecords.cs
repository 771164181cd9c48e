using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Storage.Outages;

namespace OmoBroadcast.Storage.Rounds;

/// <summary>How the rounds and jobs of this process fare.</summary>
public sealed class RoundRecords(TimeProvider time, ILoggerFactory logs)
{
    private readonly ConcurrentDictionary<string, RoundRecord> all = new();

    /// <summary>Those that fail now.</summary>
    public IReadOnlyList<RoundFault> Failing =>
        [.. all.Values.Select(record => record.Fault).OfType<RoundFault>().OrderBy(fault => fault.Round, StringComparer.Ordinal)];

    public RoundRecord Of(Round round) => Of(round.Name, round.GetType(), round.Work, round.AwayLevel);

    public RoundRecord Of(CalendarJob job) => Of(job.Name, job.GetType(), job.Work, LogLevel.Warning);

    private RoundRecord Of(string name, Type type, string work, LogLevel away) =>
        all.GetOrAdd(name, _ => new(name, new OutageLog(logs.CreateLogger(type), work, time, away), time));
}

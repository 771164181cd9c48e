using OmoBroadcast.Broadcast;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Space;

namespace OmoBroadcast.Webhooks.Condition;

/// <summary>What can be written to at this moment, as the watch saw it last: asking costs no engine anything.</summary>
internal sealed class Readiness(EngineFaults faults, Backlog backlog, FreeSpace space, RoundRecords rounds, BroadcastOptions options)
{
    public Report Look()
    {
        var all = faults.All;
        // A node that only takes webhooks and serves Teams does without the clock.
        List<string> away = [.. all.Where(fault => fault.Engine != EngineFaults.Clock || options.Sends).Select(fault => fault.Engine)];
        var counts = backlog.Now;
        List<Fault> told = [.. all.Select(fault => new Fault(fault.Engine, Name(fault.Reason), fault.Since))];
        return new(away.Count == 0 ? "ready" : "not ready", Name(Role), away)
        {
            Faults = told,
            Replication = Name(counts.Replication),
            Inbox = new(counts.Waiting, counts.Quarantined),
            Journal = new(backlog.Journal.Entries, backlog.Journal.Owed, backlog.Rebuild),
            Disk = new(Name(space.Level), [.. space.Folders.Select(folder => new Disk(folder.Folder, Math.Round(folder.FreePercent, 1)))]),
            Rounds = rounds.Failing,
            Holds = [.. counts.Holds.Select(hold => new HeldAccount(hold.Account.ToString(), hold.Reason.ToString(), hold.Until))],
        };
    }

    private ServiceRole Role =>
        options.IsWeb
            ? options.Sends
                ? ServiceRole.All
                : ServiceRole.Web
            : ServiceRole.Worker;

    private static string Name<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}

/// <param name="Role">What this node does: all, web or worker.</param>
/// <param name="Away">Of redis, database and clock those that this node needs and that cannot be written to.</param>
internal sealed record Report(string Status, string Role, IReadOnlyList<string> Away)
{
    public required IReadOnlyList<Fault> Faults { get; init; }

    /// <summary>Of the database: none, synchronous or asynchronous (a failover can send twice).</summary>
    public required string Replication { get; init; }

    public required Inbox Inbox { get; init; }

    public required JournalState Journal { get; init; }

    public required DiskRoom Disk { get; init; }

    /// <summary>Rounds and jobs that fail, why and since when; the service is ready all the same.</summary>
    public required IReadOnlyList<RoundFault> Rounds { get; init; }

    /// <summary>Accounts that may not send for now; the service is ready all the same.</summary>
    public required IReadOnlyList<HeldAccount> Holds { get; init; }
}

internal sealed record Fault(string Engine, string Reason, DateTimeOffset Since);

/// <param name="Waiting">Bodies that are replayed as soon as Redis takes them.</param>
/// <param name="Quarantined">Those that cannot be applied and wait for a person.</param>
internal sealed record Inbox(long Waiting, long Quarantined);

/// <param name="Waiting">Entries that are written to the journal as soon as the database takes them.</param>
/// <param name="Owed">Customers of whom more was done than may wait: they are written down as they stand.</param>
/// <param name="Rebuilds">What Redis had lost and is put together again; until then Redis counts as away.</param>
internal sealed record JournalState(long Waiting, long Owed, RebuildProgress? Rebuilds);

/// <param name="Level">ample, low (no new broadcasts) or critical (nothing is sent).</param>
internal sealed record DiskRoom(string Level, IReadOnlyList<Disk> Folders);

internal sealed record Disk(string Folder, double FreePercent);

internal sealed record HeldAccount(string Account, string Reason, DateTimeOffset Until);

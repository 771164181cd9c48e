using OmoBroadcast.Storage.Condition;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Space;
using StackExchange.Redis;

namespace OmoBroadcast.Webhooks.Condition;

/// <summary>Counts the <see cref="Backlog"/>. While it cannot be counted, what was counted last stands.</summary>
internal sealed partial class BacklogRound(BacklogCounter counter, FreeSpace space, Backlog backlog, ILogger<BacklogRound> logger)
    : Round("Counting the backlog", TimeSpan.FromSeconds(2))
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public override TimeProvider Clock => TimeProvider.System;

    public override async Task LookAsync(CancellationToken cancellationToken)
    {
        if (space.Folders.Count > 0)
            ConditionMetrics.DiskHas(space.Folders.Min(folder => folder.FreePercent));
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(Patience);
        // Before the database is asked: it is while that is away that most waits.
        try
        {
            backlog.SeeJournal(await counter.JournalAsync(bounded.Token));
        }
        catch (Exception away) when (away is RedisException or TimeoutException)
        {
            // As last counted.
        }

        var counts = await counter.CountAsync(bounded.Token);
        if (counts.Replication == Replication.Asynchronous && backlog.Now.Replication != counts.Replication)
            LogStandbyNotWaitedFor();
        backlog.See(counts);
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Omo:Database has a standby that commits do not wait for: after a failover messages can be sent twice (synchronous_standby_names)"
    )]
    private partial void LogStandbyNotWaitedFor();
}

using OmoBroadcast.Storage.Condition;
using OmoBroadcast.Storage.Space;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Webhooks.Condition;

/// <summary>What waits and what stands still although the engines are well: the inbox, what was set aside, accounts that are held. Counted
/// in the background.</summary>
internal sealed class Backlog(WebhookInbox inbox, Ledger ledger, Database database, FreeSpace space, ILogger<Backlog> logger) : Worker
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2),
        Patience = TimeSpan.FromSeconds(5);

    private volatile Counts counts = new(0, 0, [], Replication.None);

    public Counts Now => counts;

    internal sealed record Counts(long Waiting, long Quarantined, IReadOnlyList<Hold> Holds, Replication Replication);

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, TimeProvider.System);
        try
        {
            do await CountAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private async Task CountAsync(CancellationToken cancellationToken)
    {
        if (space.Folders.Count > 0)
            ConditionMetrics.DiskHas(space.Folders.Min(folder => folder.FreePercent));
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(Patience);
        try
        {
            var replication = await database.ReplicationAsync(bounded.Token);
            if (replication == Replication.Asynchronous && counts.Replication != replication)
                logger.LogWarning(
                    "Omo:Database has a standby that commits do not wait for: after a failover messages can be sent twice (synchronous_standby_names)"
                );
            counts = new(
                await inbox.CountAsync(bounded.Token),
                await inbox.QuarantinedCountAsync(bounded.Token),
                await ledger.HoldsAsync(bounded.Token),
                replication
            );
            ConditionMetrics.QuarantineHolds(counts.Quarantined);
        }
        catch (Exception wrong) when (!cancellationToken.IsCancellationRequested)
        {
            // What was counted last stands; that the database is away is told elsewhere.
            logger.LogDebug("The backlog cannot be counted: {Reason}", wrong.GetType().Name);
        }
    }
}

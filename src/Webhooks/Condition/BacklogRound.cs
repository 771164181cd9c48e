using OmoBroadcast.Storage.Condition;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Space;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Webhooks.Condition;

/// <summary>Counts the <see cref="Backlog"/>. While it cannot be counted, what was counted last stands.</summary>
internal sealed class BacklogRound(
    WebhookInbox inbox,
    Holds holds,
    Database database,
    FreeSpace space,
    Backlog backlog,
    ILogger<BacklogRound> logger
) : Round("Counting the backlog", TimeSpan.FromSeconds(2))
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public override TimeProvider Clock => TimeProvider.System;

    public override async Task LookAsync(CancellationToken cancellationToken)
    {
        if (space.Folders.Count > 0)
            ConditionMetrics.DiskHas(space.Folders.Min(folder => folder.FreePercent));
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(Patience);
        var replication = await database.ReplicationAsync(bounded.Token);
        if (replication == Replication.Asynchronous && backlog.Now.Replication != replication)
            logger.LogWarning(
                "Omo:Database has a standby that commits do not wait for: after a failover messages can be sent twice (synchronous_standby_names)"
            );
        backlog.See(
            new(
                await inbox.CountAsync(bounded.Token),
                await inbox.QuarantinedCountAsync(bounded.Token),
                await holds.HoldsAsync(bounded.Token),
                replication
            )
        );
    }
}

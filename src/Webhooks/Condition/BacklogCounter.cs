using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Webhooks.Condition;

/// <summary>What the database holds of the <see cref="Backlog"/>.</summary>
internal sealed class BacklogCounter(WebhookInbox inbox, Holds holds, Database database)
{
    /// <summary>Throws what the database throws when it is away.</summary>
    public async Task<Backlog.Counts> CountAsync(CancellationToken cancellationToken)
    {
        var replication = await database.ReplicationAsync(cancellationToken);
        return new(
            await inbox.CountAsync(cancellationToken),
            await inbox.QuarantinedCountAsync(cancellationToken),
            await holds.HoldsAsync(cancellationToken),
            replication
        );
    }
}

using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Webhooks.Condition;

/// <summary>What the database holds of the <see cref="Backlog"/>.</summary>
internal sealed class BacklogCounter(WebhookInbox inbox, Holds holds, Database database, JournalLists lists, Roster roster)
{
    /// <summary>What waits in Redis for the journal. Throws what Redis throws when it is away.</summary>
    public Task<JournalWait> JournalAsync(CancellationToken cancellationToken) =>
        lists.CountAsync([.. roster.Accounts.Select(account => account.Key)], cancellationToken);

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

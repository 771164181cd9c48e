using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Storage.Condition;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Webhooks.Condition;

/// <summary>What waits and what stands still although the engines are well: the inbox, what was set aside, accounts that are held. As last
/// counted.</summary>
internal sealed class Backlog
{
    private volatile Counts counts = new(0, 0, [], Replication.None);

    public Counts Now => counts;

    public void See(Counts now)
    {
        counts = now;
        ConditionMetrics.QuarantineHolds(now.Quarantined);
    }

    internal sealed record Counts(long Waiting, long Quarantined, IReadOnlyList<Hold> Holds, Replication Replication);
}

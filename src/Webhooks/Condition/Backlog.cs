using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Storage.Condition;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Webhooks.Condition;

/// <summary>What waits and what stands still although the engines are well: the inbox, what was set aside, accounts that are held. As last
/// counted.</summary>
internal sealed class Backlog
{
    private volatile Counts counts = new(0, 0, [], Replication.None);

    private volatile RebuildProgress? rebuild;
    private volatile JournalWait journal = new(0, 0);

    public Counts Now => counts;

    /// <summary>What Redis holds and the journal does not yet.</summary>
    public JournalWait Journal => journal;

    public void See(Counts now)
    {
        counts = now;
        ConditionMetrics.QuarantineHolds(now.Quarantined);
    }

    /// <summary>What is put together again from the journal just now.</summary>
    public RebuildProgress? Rebuild => rebuild;

    public void SeeRebuild(RebuildProgress? now) => rebuild = now;

    public void SeeJournal(JournalWait now)
    {
        journal = now;
        WebhookMetrics.JournalWaits(now.Entries, now.Owed);
    }

    internal sealed record Counts(long Waiting, long Quarantined, IReadOnlyList<Hold> Holds, Replication Replication);
}

/// <summary>How far an account is put together again from the journal.</summary>
internal sealed record RebuildProgress(string Account, long Customers);

using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Webhooks.Condition;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>
/// Puts together again from the journal what Redis has lost. Until it is whole Redis counts as away on every node: what customers send is
/// acknowledged and waits in SQL, and nothing is sent. One node does it; begun twice, it comes to the same.
/// </summary>
internal sealed partial class PresentRebuild(
    JournalPlaces places,
    JournalRedo redo,
    Journal journal,
    Backlog backlog,
    ILogger<PresentRebuild> logger
)
{
    private const int CustomersAtOnce = 100,
        EntriesAtOnce = 2_000;

    private readonly Dictionary<AccountKey, Work> works = [];
    private bool lacking;

    /// <summary>Whether anything was lost while no node looked is known before anybody writes. Where it cannot be known yet, the next look
    /// decides.</summary>
    public async Task BeginAsync(List<AccountKey> accounts, CancellationToken cancellationToken)
    {
        try
        {
            if ((await places.LostAsync(accounts, makeKnown: false, cancellationToken)).Count > 0)
                places.Hold();
            else
                places.Release();
        }
        catch (Exception)
        {
            // The next look says it, if there is one. Held meanwhile, if there was a doubt.
        }
    }

    /// <param name="drain">Writes down what has been done since it was lost.</param>
    public async Task CheckAsync(List<AccountKey> accounts, Func<Task> drain, CancellationToken cancellationToken)
    {
        var lost = await places.LostAsync(accounts, makeKnown: true, cancellationToken);
        if (lost.Count > 0)
        {
            places.Hold();
            if (!lacking)
                LogLost(lost.Count);
            lacking = true;
            // What was done since comes after what was done before.
            await drain();
            var whole = true;
            foreach (var account in lost.GroupBy(bucket => bucket.Account))
                whole &= await RestoreAsync(account.Key, [.. account.Select(bucket => bucket.Number)], cancellationToken);
            // Another node is at it, or it is to be begun anew.
            if (!whole)
                return;
        }

        if (!places.IsHeld)
            return;
        places.Release();
        if (lacking)
            LogWhole();
        lacking = false;
        backlog.SeeRebuild(null);
    }

    /// <summary>Where a store was away for a moment, it goes on from there at the next look. True: all of these are whole.</summary>
    private async Task<bool> RestoreAsync(AccountKey account, List<int> buckets, CancellationToken cancellationToken)
    {
        if (!works.TryGetValue(account, out var work) || !await places.KeepAsync(work.Restoration, cancellationToken))
            works[account] = work = new(await places.TakeAsync(account, buckets, cancellationToken));
        if (work.Restoration.Buckets.Count > 0)
        {
            while (await places.KeepAsync(work.Restoration, cancellationToken))
            {
                backlog.SeeRebuild(new(account.ToString(), work.Done));
                if (await StepAsync(account, work, cancellationToken))
                    continue;
                if (!await places.RestoredAsync(work.Restoration, cancellationToken))
                    break;
                LogRestored(account, work.Done);
                works.Remove(account);
                return buckets.TrueForAll(work.Restoration.Buckets.Contains);
            }
        }

        works.Remove(account);
        return false;
    }

    /// <summary>False: there is no more.</summary>
    private async Task<bool> StepAsync(AccountKey account, Work work, CancellationToken cancellationToken)
    {
        if (work.Ahead is not [.., var last])
        {
            work.Ahead = await journal.CustomersAsync(account, work.After.UserId, CustomersAtOnce, cancellationToken);
            if (work.Ahead is not [.., var next])
                return false;
            last = next;
        }

        var page = await journal.EntriesAsync(account, work.After, last, EntriesAtOnce, cancellationToken);
        await redo.ReplayAsync(
            [.. page.Entries.Where(entry => work.Restoration.Buckets.Contains(JournalPlaces.Of(entry.Customer).Number))],
            cancellationToken
        );
        if (page.Next is { } after)
        {
            work.After = after;
            return true;
        }

        work.Done += work.Ahead.Count;
        (work.After, work.Ahead) = (new(last, long.MaxValue), []);
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "Redis has lost conversations ({Parts} parts): they are put together again from the journal")]
    private partial void LogLost(int parts);

    [LoggerMessage(LogLevel.Information, "{Customers} customers of {Account} are put together again")]
    private partial void LogRestored(AccountKey account, long customers);

    [LoggerMessage(LogLevel.Information, "Redis holds all conversations again")]
    private partial void LogWhole();

    /// <summary>How far an account is.</summary>
    private sealed class Work(Restoration restoration)
    {
        public Restoration Restoration => restoration;

        public JournalPosition After { get; set; } = JournalPosition.Start;

        /// <summary>The customers it is at.</summary>
        public IReadOnlyList<string> Ahead { get; set; } = [];

        public long Done { get; set; }
    }
}

using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>
/// Of whom something that matters has changed: an opt-out, a block, a binding, a conversation closed or handed over. Followed from a
/// campaign's marks on, and only what is new is read each time: by the marks of the database and of Redis, and by no clock. All lanes of an
/// account share one.
/// </summary>
public sealed class ChangeFeed(AccountKey account, Changes changes, Conversations conversations, TimeProvider clock) : IDisposable
{
    private const int MostRemembered = 200_000;

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly Lock guard = new();
    private Dictionary<string, Change> seen = [];
    private LaunchMarks from = new(long.MaxValue, long.MaxValue, "");
    private long[] moments = [];
    private long mark,
        kept,
        readAt,
        remembered;
    private int revision,
        floor;

    /// <summary>Counts how often news came. What was looked at under an earlier one is looked at again.</summary>
    public int Revision => Volatile.Read(ref revision);

    /// <summary>How old what is known is: a change that was committed longer ago is known of.</summary>
    public TimeSpan Age => Volatile.Read(ref readAt) is > 0 and var at ? clock.GetElapsedTime(at) : TimeSpan.MaxValue;

    /// <summary>Reads on, and back to these marks where it does not reach so far yet. Throws what the stores throw when they are
    /// away.</summary>
    /// <param name="since">Null: from now on is enough.</param>
    public async Task ReadAsync(LaunchMarks? since, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var begun = clock.GetTimestamp();
            if (
                moments.Length == 0
                || (since is not null && (since.Seen < from.Seen || since.Moment < from.Moment))
                || seen.Count > Math.Max(MostRemembered, 2 * remembered)
            )
                await BeginAsync(since, cancellationToken);
            var written = changes.SinceAsync(account, mark, ChannelCatalog.Of(account.Channel).Bindable, cancellationToken);
            var reached = (long[])moments.Clone();
            var moved = await conversations.ChangedSinceAsync(account, reached, cancellationToken);
            var news = await written;
            Note(news, moved);
            (mark, moments) = (news.Mark, reached);
            Volatile.Write(ref readAt, begun);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Whether something changed of one of these since a campaign's marks; also where nobody can say any more.</summary>
    public bool Touches(string user, LaunchMarks since)
    {
        lock (guard)
            return since.Moment < kept
                || (seen.TryGetValue(user, out var change) && (change.Mark > since.Seen || change.Moment > since.Moment));
    }

    /// <summary>Whether something changed of one of these after what was known under that <see cref="Revision"/>.</summary>
    public bool Touches(IReadOnlyList<string> users, int after)
    {
        if (Revision == after)
            return false;
        lock (guard)
        {
            if (after < floor)
                return true;
            foreach (var user in users)
                if (seen.TryGetValue(user, out var change) && change.Revision > after)
                    return true;
            return false;
        }
    }

    public void Dispose() => turn.Dispose();

    private async Task BeginAsync(LaunchMarks? since, CancellationToken cancellationToken)
    {
        var present = await conversations.MarkAsync([account], cancellationToken);
        var begin = since ?? new(await changes.MarkAsync(cancellationToken), present.Moment, "");
        lock (guard)
        {
            seen = [];
            // What was looked at before knows nothing of what is forgotten here.
            floor = revision + 1;
            Volatile.Write(ref revision, floor);
            kept = present.Latest - (long)Conversations.ChangesKept.TotalMilliseconds;
        }

        (from, mark, moments, remembered) = (begin, begin.Seen, [.. Enumerable.Repeat(begin.Moment, Conversations.Buckets)], 0);
    }

    private void Note(ChangesSince written, IReadOnlyList<(string UserId, long Moment)> moved)
    {
        lock (guard)
        {
            var next = revision + 1;
            var news = false;
            foreach (var (user, at) in written.Users)
            {
                var known = seen.GetValueOrDefault(user);
                // The mark goes back to whatever was under way, so that some are read more than once.
                if (known.Mark >= at)
                    continue;
                seen[user] = known with { Mark = at, Revision = next };
                news = true;
            }

            foreach (var (user, at) in moved)
            {
                var known = seen.GetValueOrDefault(user);
                if (known.Moment >= at)
                    continue;
                seen[user] = known with { Moment = at, Revision = next };
                news = true;
            }

            if (remembered == 0)
                remembered = seen.Count;
            if (news)
                Volatile.Write(ref revision, next);
        }
    }

    private readonly record struct Change(long Mark, long Moment, int Revision);
}

using OmoBroadcast.Domain.Channels;
using StackExchange.Redis;

namespace OmoBroadcast.Store.Present;

/// <summary>Customers whom their platform calls by another id from now on.</summary>
internal sealed class Renames(Present present)
{
    private const int Tries = 5;

    /// <summary>
    /// Adds all that is known of the former id to the new one, then takes the former away. The two may lie on two servers of a cluster, so it is done in two
    /// steps, each of which may be repeated. Throws what Redis throws when it is away.
    /// </summary>
    public async Task MergeAsync(CustomerKey former, CustomerKey now, DateTimeOffset at, CancellationToken cancellation)
    {
        if (former == now) return;
        for (var tried = 0; tried < Tries; tried++)
        {
            var (account, from, to) = (former.Account, Keys.Bucket(former.UserId), Keys.Bucket(now.UserId));
            var packed = await present.AskAsync(database => database.HashGetAsync(Keys.Customers(account, from), former.UserId), cancellation);
            if (packed.IsNull) return;
            var known = CustomerRecord.Read(former, ((ReadOnlyMemory<byte>)packed).Span);
            var (assignee, owner) = (known.Assignee ?? "", known.LastOwner ?? "");
            var said = Keys.Transcript(account, from, Keys.Encode(former.UserId));
            var lines = await present.AskAsync(database => database.SortedSetRangeByRankWithScoresAsync(said), cancellation);
            await present.WriteAsync(new Call(
                Script.Rename,
                [
                    Keys.Customers(account, to), Keys.Transcript(account, to, Keys.Encode(now.UserId)), Keys.Pending(account, to), Keys.Mine(account, to, assignee),
                    Keys.Nameless(account, to), Keys.Changed(account, to), Keys.Open(account, to), Keys.Unread(account, to), Keys.Closed(account, to, owner),
                ],
                [now.UserId, packed, at.ToUnixTimeMilliseconds(), .. lines.SelectMany(line => new RedisValue[] { (long)line.Score, line.Element })]), cancellation);
            var gone = await present.WriteAsync(new Call(
                Script.Forget,
                [
                    Keys.Customers(account, from), said, Keys.Pending(account, from), Keys.Mine(account, from, assignee), Keys.Nameless(account, from),
                    Keys.Amendments(account, from, Keys.Encode(former.UserId)), Keys.Open(account, from), Keys.Unread(account, from), Keys.Closed(account, from, owner),
                ],
                [former.UserId, packed]), cancellation);
            if ((int)gone == 1) return;
        }
    }
}

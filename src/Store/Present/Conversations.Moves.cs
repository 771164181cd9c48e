using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using StackExchange.Redis;

namespace OmoBroadcast.Store.Present;

/// <summary>What staff do to a conversation's state.</summary>
public sealed partial class Conversations
{
    /// <summary>How long it is remembered that staff changed a conversation.</summary>
    public static readonly TimeSpan ChangesKept = TimeSpan.FromDays(3);

    /// <summary>跟進: Pending becomes InProgress. Of several at once exactly one gets <see cref="Transition.Done"/>.</summary>
    public Task<Transition> TakeAsync(CustomerKey key, string staffId, DateTimeOffset at) => MoveAsync("take", key, staffId, at);

    /// <summary>結束: one's own InProgress, or Pending, becomes Closed and has no owner.</summary>
    public Task<Transition> CloseAsync(CustomerKey key, string staffId, DateTimeOffset at) => MoveAsync("close", key, staffId, at);

    /// <summary>重啟: Closed becomes InProgress.</summary>
    public Task<Transition> ReopenAsync(CustomerKey key, string staffId, DateTimeOffset at) => MoveAsync("reopen", key, staffId, at);

    /// <summary>移轉: one that is <paramref name="from"/>'s becomes <paramref name="to"/>'s. Of several at once exactly one gets <see cref="Transition.Done"/>.</summary>
    public Task<Transition> PassAsync(CustomerKey key, string from, string to, DateTimeOffset at) =>
        MoveAsync("pass", key, from, at, Keys.Mine(key.Account, Keys.Bucket(key.UserId), to), to);

    /// <summary>
    /// The user ids of customers whose conversation staff took, closed or reopened since then, by our clock. Looks back <see cref="ChangesKept"/> at most:
    /// for an earlier time the answer would not be whole.
    /// </summary>
    public async Task<IReadOnlyCollection<string>> ChangedSinceAsync(AccountKey account, DateTimeOffset since, CancellationToken cancellation)
    {
        var changed = await present.AskAsync(database => Task.WhenAll(Enumerable.Range(0, Buckets).Select(bucket =>
            database.SortedSetRangeByScoreAsync(Keys.Changed(account, bucket), since.ToUnixTimeMilliseconds()))), cancellation);
        return [.. changed.SelectMany(bucket => bucket).Select(user => (string)user!)];
    }

    private async Task<Transition> MoveAsync(string what, CustomerKey key, string staffId, DateTimeOffset at, RedisKey? theirs = null, RedisValue? rest = null)
    {
        var bucket = Keys.Bucket(key.UserId);
        return (Transition)(int)await present.WriteAsync(new Call(
            Script.Move,
            [
                Keys.Customers(key.Account, bucket), Keys.Pending(key.Account, bucket), Keys.Mine(key.Account, bucket, staffId),
                Keys.Transcript(key.Account, bucket, Keys.Encode(key.UserId)), Keys.Changed(key.Account, bucket), Keys.Open(key.Account, bucket),
                Keys.Unread(key.Account, bucket), Keys.Closed(key.Account, bucket, staffId), .. theirs is { } other ? [other] : (RedisKey[])[],
            ],
            [what, key.UserId, staffId, at.ToUnixTimeMilliseconds(), (long)ChangesKept.TotalMilliseconds, ClosedKept, .. rest is { } more ? [more] : (RedisValue[])[]]));
    }
}

using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using StackExchange.Redis;

namespace OmoBroadcast.Storage.Redis;

/// <summary>What staff do to a conversation's state.</summary>
public sealed partial class Conversations
{
    /// <summary>How long it is remembered that staff changed a conversation.</summary>
    public static readonly TimeSpan ChangesKept = TimeSpan.FromDays(3);

    /// <summary>跟進: Pending becomes InProgress. Of several at once exactly one gets <see cref="Transition.Done"/>.</summary>
    public Task<Transition> TakeAsync(CustomerKey key, string staffId, DateTimeOffset at) =>
        MoveAsync(ConversationChange.Take, key, staffId, at);

    /// <summary>結束: one's own InProgress, or Pending, becomes Closed and has no owner.</summary>
    public Task<Transition> CloseAsync(CustomerKey key, string staffId, DateTimeOffset at) =>
        MoveAsync(ConversationChange.Close, key, staffId, at);

    /// <summary>重啟: Closed becomes InProgress.</summary>
    public Task<Transition> ReopenAsync(CustomerKey key, string staffId, DateTimeOffset at) =>
        MoveAsync(ConversationChange.Reopen, key, staffId, at);

    /// <summary>移轉: one that is <paramref name="from"/>'s becomes <paramref name="to"/>'s. Of several at once exactly one gets
    /// <see cref="Transition.Done"/>.</summary>
    public Task<Transition> PassAsync(CustomerKey key, string from, string to, DateTimeOffset at) =>
        MoveAsync(ConversationChange.Pass, key, from, at, to);

    /// <summary>放回: one's own InProgress that was taken at <paramref name="takenAt"/> and not answered since becomes Pending.</summary>
    public async Task<Transition> GiveBackAsync(CustomerKey key, string staffId, DateTimeOffset takenAt, DateTimeOffset at)
    {
        var call = Noted.In(MoveOf(ConversationChange.GiveBack, key, staffId, at, null), NotedAt);
        var done = await redis.WriteAsync(call with { Values = [.. call.Values, takenAt.ToUnixTimeMilliseconds()] });
        Acted?.Invoke();
        return (Transition)(int)done;
    }

    /// <summary>Where a move and an answer say when they are noted.</summary>
    internal const int NotedAt = 6;

    private async Task<Transition> MoveAsync(
        ConversationChange change,
        CustomerKey key,
        string staffId,
        DateTimeOffset at,
        string? to = null
    )
    {
        var done = (Transition)(int)await redis.WriteAsync(Noted.In(MoveOf(change, key, staffId, at, to), NotedAt));
        if (done == Transition.NotFound && await ElsewhereAsync(key) is { } now)
            done = (Transition)(int)await redis.WriteAsync(Noted.In(MoveOf(change, now, staffId, at, to), NotedAt));
        Acted?.Invoke();
        return done;
    }

    internal static Call MoveOf(ConversationChange change, CustomerKey key, string staffId, DateTimeOffset at, string? to)
    {
        var (account, bucket) = (key.Account, Keys.Bucket(key.UserId));
        return new(
            Script.Move,
            [
                Keys.Customers(account, bucket),
                Keys.Pending(account, bucket),
                Keys.Mine(account, bucket, staffId),
                Keys.Transcript(account, bucket, Keys.Encode(key.UserId)),
                Keys.Changed(account, bucket),
                Keys.Open(account, bucket),
                Keys.Unread(account, bucket),
                Keys.Closed(account, bucket, staffId),
                Keys.Journal(account, bucket),
                Keys.Owed(account, bucket),
                .. to is null ? (RedisKey[])[] : [Keys.Mine(account, bucket, to)],
            ],
            [
                change.Word(),
                key.UserId,
                staffId,
                at.ToUnixTimeMilliseconds(),
                (long)ChangesKept.TotalMilliseconds,
                ClosedKept,
                .. default(Noting).OfAct,
                .. to is null ? (RedisValue[])[] : [to],
            ]
        );
    }
}

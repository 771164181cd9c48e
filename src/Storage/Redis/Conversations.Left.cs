using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using StackExchange.Redis;

namespace OmoBroadcast.Storage.Redis;

/// <summary>Customers who have left, and are brought back when they are asked for.</summary>
public sealed partial class Conversations
{
    /// <summary>Raised when somebody wrote who had left, on any thread: the journal has more of them.</summary>
    public event Action? Returned;

    /// <summary>Those there are, where also those are wanted who had left.</summary>
    public async Task<IReadOnlyDictionary<CustomerKey, Customer>> FindWithLeftAsync(
        IReadOnlyCollection<CustomerKey> keys,
        CancellationToken cancellationToken
    )
    {
        var found = await FindAsync(keys, cancellationToken);
        CustomerKey[] missing = [.. keys.Where(key => !found.ContainsKey(key))];
        var left = departures is null ? [] : await departures.LeftAsync(missing, cancellationToken);
        if (left.Count == 0)
            return found;
        foreach (var key in left)
            await departures!.RecallAsync(key, cancellationToken);
        return found.Concat(await FindAsync([.. left], cancellationToken)).ToDictionary();
    }

    /// <summary>Those of whom anything was ever heard.</summary>
    public async Task<IReadOnlyCollection<CustomerKey>> KnownAsync(
        IReadOnlyCollection<CustomerKey> keys,
        CancellationToken cancellationToken
    )
    {
        var found = await FindAsync(keys, cancellationToken);
        CustomerKey[] missing = [.. keys.Where(key => !found.ContainsKey(key))];
        return [.. found.Keys, .. departures is null ? [] : await departures.LeftAsync(missing, cancellationToken)];
    }

    /// <summary>Whoever is to be joined with another is there, if they had left.</summary>
    private async Task RenameAsync(CustomerKey former, CustomerKey now, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await RecallAsync(former, cancellationToken);
        await RecallAsync(now, cancellationToken);
        await renames.MergeAsync(former, now, at, cancellationToken);
    }

    /// <summary>Who a customer is that is not there: the same, who had left and is there again, or by what other id they are
    /// known.</summary>
    private async Task<CustomerKey?> ElsewhereAsync(CustomerKey key) =>
        await RecallAsync(key) ? key : await renames.FollowAsync(key, time.GetUtcNow());

    private async Task<bool> RecallAsync(CustomerKey key, CancellationToken cancellationToken = default) =>
        departures is not null && await departures.RecallAsync(key, cancellationToken);

    private async Task ForgetLeftAsync(CustomerKey key, CancellationToken cancellationToken)
    {
        var bucket = Keys.Bucket(key.UserId);
        foreach (var set in (RedisKey[])[Keys.Left(key.Account, bucket), Keys.Returning(key.Account, bucket)])
            await redis.AskAsync(database => database.SetRemoveAsync(set, key.UserId), cancellationToken);
    }
}

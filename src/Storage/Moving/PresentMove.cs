using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Redis;
using StackExchange.Redis;

namespace OmoBroadcast.Storage.Moving;

/// <summary>What of Redis does not follow from the journal, and whether the rest has followed. Throws what Redis throws when it is
/// away.</summary>
public sealed class PresentMove(RedisConnection from, RedisConnection to)
{
    /// <summary>Of an account, here and there.</summary>
    public async Task<(long Here, long There)> CustomersAsync(AccountKey account, CancellationToken cancellationToken) =>
        (await CountAsync(from, account, cancellationToken), await CountAsync(to, account, cancellationToken));

    /// <summary>Carries content that could not be interpreted, where there is none yet.</summary>
    public async Task CopyRawAsync(AccountKey account, CancellationToken cancellationToken)
    {
        for (var bucket = 0; bucket < Conversations.Buckets; bucket++)
        {
            var raw = Keys.Raw(account, bucket);
            if (await to.AskAsync(redis => redis.KeyExistsAsync(raw), cancellationToken))
                continue;
            // A hundred at most.
            var all = await from.AskAsync(redis => redis.ListRangeAsync(raw), cancellationToken);
            if (all.Length > 0)
                await to.AskAsync(redis => redis.ListRightPushAsync(raw, all), cancellationToken);
        }
    }

    private static async Task<long> CountAsync(RedisConnection present, AccountKey account, CancellationToken cancellationToken) =>
        (
            await present.AskAsync(
                redis =>
                    Task.WhenAll(
                        Enumerable.Range(0, Conversations.Buckets).Select(bucket => redis.HashLengthAsync(Keys.Customers(account, bucket)))
                    ),
                cancellationToken
            )
        ).Sum();
}

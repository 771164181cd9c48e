using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;

namespace OmoBroadcast.Storage.Redis;

/// <summary>How many messages one customer may be sent by one account, where the platform limits that; shared by all nodes and kept on
/// Redis's clock.</summary>
public sealed class RecipientRate(RedisConnection redis)
{
    /// <summary>
    /// Takes <paramref name="wanted"/> messages for each customer, all in one round trip. Answers in their order: zero, they are taken
    /// (also when the answer is lost); else how long until they can be, and nothing is taken. Throws what Redis throws when it is away.
    /// </summary>
    public async Task<IReadOnlyList<TimeSpan>> TakeAsync(
        PairLimit limit,
        IReadOnlyList<(CustomerKey Customer, int Wanted)> wanted,
        CancellationToken cancellationToken
    )
    {
        var every = (long)Math.Ceiling(limit.Every.TotalMilliseconds);
        var answers = await Task.WhenAll(
            wanted.Select(one =>
                redis.RunAsync(
                    new Call(
                        Script.Pair,
                        [Keys.Pair(one.Customer.Account, Keys.Bucket(one.Customer.UserId), Keys.Encode(one.Customer.UserId))],
                        // More than can ever be had at once would wait for ever.
                        [every, limit.Burst, Math.Min(one.Wanted, limit.Burst)]
                    ),
                    cancellationToken
                )
            )
        );
        return Array.ConvertAll(answers, answer => TimeSpan.FromMilliseconds((long)answer));
    }
}

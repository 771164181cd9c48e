using System.Collections.Concurrent;
using System.Globalization;
using StackExchange.Redis;

namespace OmoBroadcast.Storage.Redis;

/// <summary>
/// The pace of each account, shared by all nodes and kept on Redis's clock. A caller uses each slot within [slot, slot +
/// <see cref="Jitter"/>) and throws late ones away; then no sliding second sees more than the limit, and 97.5 % of it can be used.
/// </summary>
public sealed class AccountRate(RedisConnection redis)
{
    public static readonly TimeSpan Jitter = TimeSpan.FromMilliseconds(25);

    /// <summary>How far ahead a slot may lie.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<string, int> seenConnections = new();

    /// <summary>
    /// Reserves up to <paramref name="most"/> slots. They are spent with the answer, and also when the answer is lost.
    /// <paramref name="perSecond"/> 0 is no limit. Throws <see cref="RedisException"/> or <see cref="TimeoutException"/> when Redis is
    /// away.
    /// </summary>
    public async Task<PaceGrant> ReserveAsync(string key, int perSecond, int most, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(perSecond);
        if (perSecond == 0 || most <= 0)
            return new(TimeSpan.Zero, TimeSpan.Zero, Math.Max(most, 0));
        // Ten microseconds more than needed and whole ticks, so that no rounding brings one slot too many into a second.
        var interval = TimeSpan.FromTicks(
            (long)Math.Ceiling((TimeSpan.FromSeconds(1) + Jitter + TimeSpan.FromMicroseconds(10)).Ticks / (double)perSecond)
        );
        // A server that was away may have come back with an older state, or none, while slots given out before still lie ahead.
        var connections = redis.Connections;
        var anew = !seenConnections.TryGetValue(key, out var seen) || seen != connections;
        var answer = await redis.RunAsync(
            new Call(
                Script.Reserve,
                [Keys.Pace(key)],
                [
                    interval.TotalMicroseconds.ToString("R", CultureInfo.InvariantCulture),
                    most,
                    (long)Reach.TotalMicroseconds,
                    anew ? "1" : "0",
                ]
            ),
            cancellationToken
        );
        seenConnections[key] = connections;
        var parts = (RedisResult[])answer!;
        return new(TimeSpan.FromTicks((long)parts[0]), interval, (int)parts[1]) { ServerMicroseconds = (long)parts[2] };
    }

    /// <summary>The platform asked for a rest: no slot before now + <paramref name="wait"/>. Never moves an earlier wish forward. Slots
    /// already reserved are the caller's to throw away.</summary>
    public Task PushBackAsync(string key, TimeSpan wait) =>
        redis.RunAsync(new Call(Script.PushBack, [Keys.Pace(key)], [(long)wait.TotalMicroseconds, (long)Reach.TotalMicroseconds]));
}

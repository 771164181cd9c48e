using StackExchange.Redis;

namespace OmoBroadcast.Storage.Redis;

/// <summary>What a script is told so that it lists for the journal what it does; by default nothing is listed.</summary>
/// <param name="At">When we noted it, in ms.</param>
/// <param name="Most">So many entries may wait in a list.</param>
internal readonly record struct Noting(long At, int Most)
{
    private const int DigestBytes = 12;

    /// <summary>Out of the journal.</summary>
    public static Noting Again => new(0, -1);

    public static Noting Of(RedisConnection redis, TimeProvider time) => new(time.GetUtcNow().ToUnixTimeMilliseconds(), redis.MostListed);

    public RedisValue[] Values => [At == 0 ? RedisValue.EmptyString : At, Most];

    /// <summary>Also what it is known by, where it has no id of its own.</summary>
    public RedisValue[] OfAct => [.. Values, NewDigest()];

    /// <summary>A call that lists nothing lists from now on what it does.</summary>
    /// <param name="at">Where <see cref="Values"/> stand in it.</param>
    public Call In(Call call, int at)
    {
        Values.CopyTo(call.Values, at);
        return call;
    }

    public static byte[] NewDigest() => Guid.NewGuid().ToByteArray()[..DigestBytes];
}

using System.Globalization;
using OmoBroadcast.Domain.Channels;
using StackExchange.Redis;

namespace OmoBroadcast.Storage.Redis;

/// <summary>One staff member's part of the list of conversations in progress. Its entries are written by <c>place</c> in
/// <c>customer.lua</c>; all have the score 0.</summary>
internal sealed class OpenPlaces(string staffId)
{
    /// <summary>The digits of the time and a line feed.</summary>
    private const int TimeLength = 15;

    // As Lua folds: only Latin letters.
    private readonly string front =
        string.Concat(staffId.Select(letter => char.IsAsciiLetterUpper(letter) ? char.ToLowerInvariant(letter) : letter)) + "\n";

    private string Least => front + "0";

    private string Beyond => front + ":";

    /// <summary>User ids, the newest message first.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(
        RedisConnection redis,
        AccountKey account,
        int most,
        CancellationToken cancellationToken
    )
    {
        var lists = await redis.AskAsync(
            database =>
                Task.WhenAll(
                    Enumerable
                        .Range(0, Conversations.Buckets)
                        .Select(bucket =>
                            database.SortedSetRangeByValueAsync(
                                Keys.Open(account, bucket),
                                Least,
                                Beyond,
                                Exclude.Stop,
                                Order.Ascending,
                                0,
                                most
                            )
                        )
                ),
            cancellationToken
        );
        return
        [
            .. lists
                .SelectMany(list => list)
                .Select(entry => ((string)entry!)[front.Length..])
                .Order(StringComparer.Ordinal)
                .Select(entry => entry[TimeLength..]),
        ];
    }

    /// <summary>User ids of those whose newest message is of between, the oldest of each part.</summary>
    public async Task<IReadOnlyList<string>> BetweenAsync(
        RedisConnection redis,
        AccountKey account,
        (DateTimeOffset First, DateTimeOffset Last) said,
        int most,
        CancellationToken cancellationToken
    )
    {
        var lists = await redis.AskAsync(
            database =>
                Task.WhenAll(
                    Enumerable
                        .Range(0, Conversations.Buckets)
                        .Select(bucket =>
                            database.SortedSetRangeByValueAsync(
                                Keys.Open(account, bucket),
                                front + Inverse(said.Last),
                                front + Inverse(said.First) + ":",
                                Exclude.None,
                                Order.Descending,
                                0,
                                most
                            )
                        )
                ),
            cancellationToken
        );
        return [.. lists.SelectMany(list => list).Select(entry => ((string)entry!)[(front.Length + TimeLength)..])];
    }

    // As place in customer.lua writes it.
    private static string Inverse(DateTimeOffset at) =>
        (99_999_999_999_999 - at.ToUnixTimeMilliseconds()).ToString("00000000000000", CultureInfo.InvariantCulture);

    public async Task<long> CountAsync(RedisConnection redis, AccountKey account, CancellationToken cancellationToken)
    {
        var counts = await redis.AskAsync(
            database =>
                Task.WhenAll(
                    Enumerable
                        .Range(0, Conversations.Buckets)
                        .Select(bucket => database.SortedSetLengthByValueAsync(Keys.Open(account, bucket), Least, Beyond, Exclude.Stop))
                ),
            cancellationToken
        );
        return counts.Sum();
    }

    public Call Mend(AccountKey account, int bucket) =>
        new(
            Script.Mend,
            [Keys.Customers(account, bucket), Keys.Mine(account, bucket, staffId), Keys.Open(account, bucket)],
            ["[" + Least, "(" + Beyond]
        );
}

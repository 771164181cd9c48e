using System.Security.Cryptography;
using System.Text;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Condition;
using StackExchange.Redis;

namespace OmoBroadcast.Storage.Redis;

/// <summary>Whose conversation staff changed since somebody looked, in the order of the changes and by no clock but each bucket's
/// own.</summary>
public sealed partial class Conversations
{
    /// <summary>
    /// Where the conversations of these accounts stand. Writes, so that what is asked for since is little; to be asked once a run and not
    /// for each block.
    /// </summary>
    public async Task<RedisMark> MarkAsync(IEnumerable<AccountKey> accounts, CancellationToken cancellationToken)
    {
        var places = Everywhere(accounts).ToList();
        var calls = places.ConvertAll(place => new Call(
            Script.Moment,
            [Keys.Changed(place.Account, place.Bucket), Keys.Born(place.Account, place.Bucket)],
            [Guid.NewGuid().ToString("N")]
        ));
        if (calls.Count == 0)
            return new(0, 0, "", Lives(places, []));
        var answers = Array.ConvertAll(await redis.WriteAsync(calls, cancellationToken), answer => (RedisResult[])answer!);
        var moments = Array.ConvertAll(answers, answer => (long)answer[0]);
        var born = Array.ConvertAll(answers, answer => (string?)answer[1]);
        return new(moments.Min(), moments.Max(), Identity(born), Lives(places, born));
    }

    /// <summary>As <see cref="RedisMark.Identity"/> of <see cref="MarkAsync"/>, only read. Another one, or none: Redis has lost what it
    /// held.</summary>
    public async Task<string> IdentityAsync(IEnumerable<AccountKey> accounts, CancellationToken cancellationToken)
    {
        var places = Everywhere(accounts).ToList();
        return places.Count == 0 ? "" : Identity(await BornAsync(places, cancellationToken));
    }

    /// <summary>As <see cref="RedisMark.Lives"/> of <see cref="MarkAsync"/>, only read: an account that was never marked is not in
    /// it.</summary>
    public async Task<RedisLives> LivesAsync(IEnumerable<AccountKey> accounts, CancellationToken cancellationToken)
    {
        var places = Everywhere(accounts).ToList();
        return Lives(places, await BornAsync(places, cancellationToken));
    }

    /// <summary>
    /// The user ids of customers whose conversation staff took, closed, reopened or passed on, or who got another id, after the moment
    /// given for their bucket, each with its own moment. Looks back <see cref="ChangesKept"/> at most: for an earlier one the answer would
    /// not be whole.
    /// </summary>
    /// <param name="since">One for each bucket; moved on to the last that was found.</param>
    public async Task<IReadOnlyList<(string UserId, long Moment)>> ChangedSinceAsync(
        AccountKey account,
        long[] since,
        CancellationToken cancellationToken
    )
    {
        var changed = await redis.AskAsync(
            database =>
                Task.WhenAll(
                    Enumerable
                        .Range(0, Buckets)
                        .Select(bucket =>
                            database.SortedSetRangeByScoreWithScoresAsync(
                                Keys.Changed(account, bucket),
                                since[bucket],
                                exclude: Exclude.Start
                            )
                        )
                ),
            cancellationToken
        );
        var found = new List<(string, long)>();
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            foreach (var entry in changed[bucket])
            {
                since[bucket] = Math.Max(since[bucket], (long)entry.Score);
                if (entry.Element.Length() > 0)
                    found.Add((entry.Element!, (long)entry.Score));
            }
        }

        return found;
    }

    private static IEnumerable<(AccountKey Account, int Bucket)> Everywhere(IEnumerable<AccountKey> accounts) =>
        from account in accounts.Distinct().OrderBy(account => account.ToString(), StringComparer.Ordinal)
        from bucket in Enumerable.Range(0, Buckets)
        select (account, bucket);

    private async Task<string?[]> BornAsync(IReadOnlyList<(AccountKey Account, int Bucket)> places, CancellationToken cancellationToken) =>
        Array.ConvertAll(
            await redis.AskAsync(
                database => Task.WhenAll(places.Select(place => database.StringGetAsync(Keys.Born(place.Account, place.Bucket)))),
                cancellationToken
            ),
            mark => (string?)mark
        );

    private static RedisLives Lives(IEnumerable<(AccountKey Account, int Bucket)> places, IEnumerable<string?> born) =>
        new(
            places
                .Zip(born)
                .GroupBy(mark => mark.First.Account, mark => mark.Second)
                .Where(marks => marks.All(mark => mark is not null))
                .ToDictionary(marks => marks.Key.ToString(), Identity, StringComparer.Ordinal)
        );

    private static string Identity(IEnumerable<string?> marks) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', marks))))[..32];
}

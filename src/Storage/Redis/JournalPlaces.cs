using System.Globalization;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;
using StackExchange.Redis;

namespace OmoBroadcast.Storage.Redis;

/// <summary>
/// Whether Redis holds what the journal knows. Each bucket has a life, a mark that is gone with whatever the bucket held: without it, it
/// has lost everything. Redis also stands at the entry up to which the journal was written from there: a journal that is not so far, or
/// knows another life, is another or an older one, and whoever is there is owed to it. Throws what the stores throw when they are away.
/// </summary>
public sealed class JournalPlaces(RedisConnection redis, Journal journal)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private readonly string node = Guid.NewGuid().ToString("N");
    private readonly HashSet<JournalBucket> living = [];
    private bool looked;

    /// <summary>The buckets that have lost everything.</summary>
    /// <param name="makeKnown">Those that the journal does not know, or not so far, are made known to it. It takes the longer, the more
    /// customers are there.</param>
    public async Task<IReadOnlyList<JournalBucket>> LostAsync(
        IReadOnlyCollection<AccountKey> accounts,
        bool makeKnown,
        CancellationToken cancellationToken
    )
    {
        var places = await StandingAsync(Buckets(accounts), cancellationToken);
        // Before SQL is asked: it may be away, and whoever wrote meanwhile would be taken for new.
        if (places.Any(place => place.Life.Length == 0 && (!looked || living.Contains(place.Bucket))))
            Hold();
        // SQL after Redis: what stands in Redis was in SQL before.
        var known = await journal.PlacesAsync(accounts, cancellationToken);
        var (lost, unknown) = (new List<JournalBucket>(), new List<JournalBucket>());
        foreach (var place in places)
        {
            var (life, seq) = known.GetValueOrDefault(place.Bucket, ("", 0));
            if (place.Life.Length == 0 && life.Length > 0)
                lost.Add(place.Bucket);
            else if (place.Life != life || life.Length == 0 || place.Listed > seq)
                unknown.Add(place.Bucket);
        }

        foreach (var account in makeKnown ? unknown.GroupBy(bucket => bucket.Account) : [])
            await BeginAsync(account.Key, [.. account.Select(bucket => bucket.Number)], cancellationToken);
        living.UnionWith(places.Where(place => place.Life.Length > 0).Select(place => place.Bucket));
        looked = true;
        // Another node may have begun or put them right in between.
        return [.. (await StandingAsync(lost, cancellationToken)).Where(place => place.Life.Length == 0).Select(place => place.Bucket)];
    }

    /// <summary>Where a customer is.</summary>
    public static JournalBucket Of(CustomerKey customer) => new(customer.Account, Keys.Bucket(customer.UserId));

    /// <summary>Nobody sees anything of Redis until <see cref="Release"/>.</summary>
    public void Hold() => redis.Hold();

    public void Release() => redis.Release();

    public bool IsHeld => redis.IsHeld;

    /// <summary>Takes those of the buckets for this node, for a minute, that no other puts together. Whoever is in them already is owed to
    /// the journal, which may lack something of them.</summary>
    public async Task<Restoration> TakeAsync(AccountKey account, IReadOnlyList<int> buckets, CancellationToken cancellationToken)
    {
        var connections = redis.Connections;
        var taken = await redis.AskBeneathAsync(
            database =>
                Task.WhenAll(
                    buckets.Select(async bucket =>
                    {
                        var key = Keys.Restoring(account, bucket);
                        return await database.StringSetAsync(key, node, Lease, When.NotExists)
                            || (await database.StringGetAsync(key) == node && await database.KeyExpireAsync(key, Lease));
                    })
                ),
            cancellationToken
        );
        var ours = buckets.Where((_, at) => taken[at]).ToHashSet();
        foreach (var bucket in ours)
            await OweAsync(account, bucket, cancellationToken);
        return new(account, ours, connections);
    }

    /// <summary>Whether what this node has put there is there still, as far as Redis knows, for another minute. Whoever has been away since
    /// may be back without the last of it.</summary>
    public async Task<bool> KeepAsync(Restoration restoration, CancellationToken cancellationToken)
    {
        if (redis.Connections != restoration.Connections)
            return false;
        var kept = await redis.AskBeneathAsync(
            database =>
                Task.WhenAll(
                    restoration.Buckets.Select(async bucket =>
                    {
                        var key = Keys.Restoring(restoration.Account, bucket);
                        return await database.StringGetAsync(key) == node && await database.KeyExpireAsync(key, Lease);
                    })
                ),
            cancellationToken
        );
        return Array.TrueForAll(kept, yes => yes);
    }

    /// <summary>They hold what the journal says. False: something of it is lost once more.</summary>
    public async Task<bool> RestoredAsync(Restoration restoration, CancellationToken cancellationToken)
    {
        var account = restoration.Account;
        var known = await journal.PlacesAsync([account], cancellationToken);
        var lives = restoration.Buckets.ToDictionary(
            bucket => bucket,
            bucket => known.GetValueOrDefault(new(account, bucket), ("", 0)).Life
        );
        if (lives.ContainsValue("") || !await KeepAsync(restoration, cancellationToken))
            return false;
        var told = await redis.WriteBeneathAsync(
            [
                .. lives.Select(bucket => new Call(
                    Script.Restored,
                    [Keys.Life(account, bucket.Key), Keys.Restoring(account, bucket.Key), Keys.Unread(account, bucket.Key)],
                    [bucket.Value, node, Unread.Rebuilt]
                )),
            ],
            cancellationToken
        );
        return Array.TrueForAll(told, done => (int)done == 1);
    }

    /// <summary>Everybody is written down as they stand, whatever the journal has of them.</summary>
    public async Task OweAsync(IReadOnlyCollection<AccountKey> accounts, CancellationToken cancellationToken)
    {
        foreach (var bucket in Buckets(accounts))
            await OweAsync(bucket.Account, bucket.Number, cancellationToken);
    }

    private static List<JournalBucket> Buckets(IEnumerable<AccountKey> accounts) =>
        [
            .. accounts.SelectMany(account =>
                Enumerable.Range(0, Conversations.Buckets).Select(number => new JournalBucket(account, number))
            ),
        ];

    private async Task<IReadOnlyList<Standing>> StandingAsync(List<JournalBucket> buckets, CancellationToken cancellationToken)
    {
        if (buckets.Count == 0)
            return [];
        var answers = await redis.WriteBeneathAsync(
            buckets.ConvertAll(place => new Call(
                Script.Standing,
                [Keys.Life(place.Account, place.Number), Keys.Listed(place.Account, place.Number)],
                []
            )),
            cancellationToken
        );
        return [.. buckets.Zip(answers, (place, answer) =>
            {
                var parts = (RedisResult[])answer!;
                return new Standing(place, (string)parts[0]!, long.Parse((string)parts[1]!, CultureInfo.InvariantCulture));
            })];
    }

    /// <summary>The journal does not know them, or not so far: whoever is there already is owed to it.</summary>
    private async Task BeginAsync(AccountKey account, int[] buckets, CancellationToken cancellationToken)
    {
        foreach (var bucket in buckets)
            await OweAsync(account, bucket, cancellationToken);
        var fresh = Guid.NewGuid().ToString("N");
        var lives = await redis.AskBeneathAsync(
            database =>
                Task.WhenAll(
                    buckets.Select(async bucket =>
                    {
                        await database.StringSetAsync(Keys.Life(account, bucket), fresh, when: When.NotExists);
                        return (Bucket: bucket, Life: (string?)await database.StringGetAsync(Keys.Life(account, bucket)) ?? "");
                    })
                ),
            cancellationToken
        );
        foreach (var life in lives.GroupBy(one => one.Life, one => one.Bucket))
        {
            var known = await journal.LiveAsync(account, [.. life], life.Key, cancellationToken);
            await redis.AskBeneathAsync(
                database => Task.WhenAll(known.Select(one => database.StringSetAsync(Keys.Listed(account, one.Bucket), one.Seq))),
                cancellationToken
            );
        }
    }

    private async Task OweAsync(AccountKey account, int bucket, CancellationToken cancellationToken)
    {
        foreach (var hash in (RedisKey[])[Keys.Customers(account, bucket), Keys.Aliases(account, bucket), Keys.Moved(account, bucket)])
            await OweAsync(Keys.Owed(account, bucket), hash, cancellationToken);
    }

    private async Task OweAsync(RedisKey owed, RedisKey hash, CancellationToken cancellationToken)
    {
        const int AtOnce = 1_000;
        var some = new List<RedisValue>(AtOnce);
        var users = await redis.AskBeneathAsync(
            database => Task.FromResult(database.HashScanAsync(hash, pageSize: AtOnce)),
            cancellationToken
        );
        await foreach (var entry in users.WithCancellation(cancellationToken))
        {
            some.Add(entry.Name);
            if (some.Count == AtOnce)
                await AddAsync();
        }

        if (some.Count > 0)
            await AddAsync();

        async Task AddAsync()
        {
            await redis.AskBeneathAsync(database => database.SetAddAsync(owed, [.. some]), cancellationToken);
            some.Clear();
        }
    }

    private sealed record Standing(JournalBucket Bucket, string Life, long Listed);
}

/// <summary>What one node puts together of an account.</summary>
/// <param name="Connections">How often Redis had been connected to when it began.</param>
public sealed record Restoration(AccountKey Account, IReadOnlySet<int> Buckets, int Connections);

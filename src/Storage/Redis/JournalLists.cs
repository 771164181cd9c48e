using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;
using StackExchange.Redis;

namespace OmoBroadcast.Storage.Redis;

/// <summary>
/// What was done to customers and does not stand in the journal yet: one list in each bucket, filled by the scripts that do it. Any number
/// of nodes may read at once, since what is written is known by its digest, and each takes off the front only what still stands there.
/// Throws what Redis throws when it is away.
/// </summary>
public sealed class JournalLists(RedisConnection redis, TimeProvider time)
{
    /// <summary>Of all lists together: each is read whole, and while that lasts nobody else is answered.</summary>
    private const int OwedAtOnce = 50;

    public int Connections => redis.Connections;

    public bool IsHeld => redis.IsHeld;

    /// <summary>How many entries wait, and how many customers are owed to the journal.</summary>
    public async Task<JournalWait> CountAsync(IReadOnlyCollection<AccountKey> accounts, CancellationToken cancellationToken)
    {
        var places = Places(accounts);
        var counts = await redis.AskBeneathAsync(
            async database =>
            {
                var waiting = Task.WhenAll(places.Select(place => database.ListLengthAsync(ListOf(place))));
                var owed = Task.WhenAll(places.Select(place => database.SetLengthAsync(OwedOf(place))));
                return (Waiting: await waiting, Owed: await owed);
            },
            cancellationToken
        );
        return new(counts.Waiting.Sum(), counts.Owed.Sum());
    }

    /// <summary>The fronts of the lists that hold something.</summary>
    /// <param name="most">So many entries of all together; the last may be a customer as they stood, which counts as several.</param>
    public async Task<IReadOnlyList<JournalBlock>> ReadAsync(
        IReadOnlyCollection<AccountKey> accounts,
        int most,
        CancellationToken cancellationToken
    )
    {
        var places = await ShareAsync(accounts, most, (database, place) => database.ListLengthAsync(ListOf(place)), cancellationToken);
        var fronts = await redis.AskBeneathAsync(
            database => Task.WhenAll(places.Select(one => database.ListRangeAsync(ListOf(one.Place), 0, one.Share - 1))),
            cancellationToken
        );
        var (blocks, left) = (new List<JournalBlock>(), most);
        foreach (var ((place, _), front) in places.Zip(fronts))
        {
            // Another node may have taken it off.
            if (left <= 0 || front.Length == 0)
                continue;
            blocks.Add(JournalBlock.Of(place, front, left));
            left -= blocks[^1].Size;
        }

        return blocks;
    }

    /// <summary>Takes off what is written.</summary>
    /// <param name="upTo">The number of the last entry of each in the journal, where it has one.</param>
    public Task TrimAsync(IReadOnlyList<JournalBlock> blocks, IReadOnlyList<long?> upTo, CancellationToken cancellationToken) =>
        redis.WriteBeneathAsync(
            [
                .. blocks.Select(
                    (block, at) =>
                        new Call(
                            Script.Listed,
                            [Keys.Journal(block.Account, block.Bucket), Keys.Listed(block.Account, block.Bucket)],
                            [block.Count, block.First, block.Last, upTo[at] is { } number ? number : RedisValue.EmptyString]
                        )
                ),
            ],
            cancellationToken
        );

    /// <summary>Lists some of those who are owed to the journal as they stand, where there is room. Returns how many.</summary>
    public async Task<int> ListOwedAsync(IReadOnlyCollection<AccountKey> accounts, CancellationToken cancellationToken)
    {
        var places = await ShareAsync(accounts, OwedAtOnce, (database, place) => database.SetLengthAsync(OwedOf(place)), cancellationToken);
        var owed = await redis.AskBeneathAsync(
            database => Task.WhenAll(places.Select(one => database.SetRandomMembersAsync(OwedOf(one.Place), one.Share))),
            cancellationToken
        );
        foreach (var (one, users) in places.Zip(owed))
        foreach (var user in users)
            await OweMovedAsync(new(one.Place.Account, user!), cancellationToken);
        var noted = Noting.Of(redis, time);
        var calls = places.Zip(owed).SelectMany(one => one.Second.Select(user => Stood(one.First.Place.Account, user!, noted))).ToList();
        if (calls.Count == 0)
            return 0;
        return (await redis.WriteBeneathAsync(calls, cancellationToken)).Count(done => (int)done == 1);
    }

    /// <summary>Has a customer listed as they stand. False: nothing is known of them any more.</summary>
    public Task<bool> OweAsync(CustomerKey customer, CancellationToken cancellationToken) =>
        redis.AskBeneathAsync(
            async database =>
            {
                var (account, bucket) = (customer.Account, Keys.Bucket(customer.UserId));
                if (
                    !await database.HashExistsAsync(Keys.Customers(account, bucket), customer.UserId)
                    && !await database.HashExistsAsync(Keys.Aliases(account, bucket), customer.UserId)
                )
                    return false;
                await database.SetAddAsync(Keys.Owed(account, bucket), customer.UserId);
                return true;
            },
            cancellationToken
        );

    /// <summary>Whether nothing is left here of a customer, so that the journal alone knows them.</summary>
    public Task<bool> HasLeftAsync(CustomerKey customer, CancellationToken cancellationToken) =>
        redis.AskBeneathAsync(
            database => database.SetContainsAsync(Keys.Left(customer.Account, Keys.Bucket(customer.UserId)), customer.UserId),
            cancellationToken
        );

    /// <summary>Has a customer listed as they stand, where their bucket lives the life that the journal knows. Null: it does not, so that
    /// nobody can say who is known there.</summary>
    public async Task<bool?> OweAsync(CustomerKey customer, string life, CancellationToken cancellationToken)
    {
        var known = await OweAsync(customer, cancellationToken);
        // Afterwards: what is lost in between knew nobody.
        var lives = await redis.AskBeneathAsync(
            database => database.StringGetAsync(Keys.Life(customer.Account, Keys.Bucket(customer.UserId))),
            cancellationToken
        );
        return life.Length > 0 && lives == life && !redis.IsHeld ? known : null;
    }

    /// <summary>What found no room under a former id is missing of whoever that has become.</summary>
    private async Task OweMovedAsync(CustomerKey former, CancellationToken cancellationToken)
    {
        var (account, bucket) = (former.Account, Keys.Bucket(former.UserId));
        var to = await redis.AskBeneathAsync(
            async database =>
                await database.HashExistsAsync(Keys.Customers(account, bucket), former.UserId)
                    ? RedisValue.Null
                    : await database.HashGetAsync(Keys.Moved(account, bucket), former.UserId),
            cancellationToken
        );
        // Since when, and to what id.
        if (!to.IsNull)
            await OweAsync(former with { UserId = ((string)to!).Split('\n', 2)[^1] }, cancellationToken);
    }

    internal static Call Stood(AccountKey account, string user, Noting noted)
    {
        var (bucket, encoded) = (Keys.Bucket(user), Keys.Encode(user));
        return new(
            Script.Stood,
            [
                Keys.Customers(account, bucket),
                Keys.Transcript(account, bucket, encoded),
                Keys.Amendments(account, bucket, encoded),
                Keys.Moved(account, bucket),
                Keys.Aliases(account, bucket),
                Keys.Journal(account, bucket),
                Keys.Owed(account, bucket),
            ],
            [user, .. noted.OfAct, Noting.NewDigest(), Noting.NewDigest()]
        );
    }

    /// <summary>Of which lists how much is taken so that it is no more than so much of all together. What is left by the short ones goes
    /// to the long ones.</summary>
    private async Task<IReadOnlyList<(JournalBucket Place, int Share)>> ShareAsync(
        IReadOnlyCollection<AccountKey> accounts,
        int most,
        Func<IDatabase, JournalBucket, Task<long>> length,
        CancellationToken cancellationToken
    )
    {
        var places = Places(accounts);
        var lengths = await redis.AskBeneathAsync(
            database => Task.WhenAll(places.Select(place => length(database, place))),
            cancellationToken
        );
        List<(JournalBucket Place, long Length)> filled = [.. places.Zip(lengths).Where(one => one.Second > 0).OrderBy(one => one.Second)];
        var shares = new List<(JournalBucket, int)>(filled.Count);
        for (var (at, left) = (0, most); at < filled.Count && left > 0; at++)
        {
            var share = (int)Math.Min(filled[at].Length, Math.Max(left / (filled.Count - at), 1));
            shares.Add((filled[at].Place, share));
            left -= share;
        }

        return shares;
    }

    private static RedisKey ListOf(JournalBucket place) => Keys.Journal(place.Account, place.Number);

    private static RedisKey OwedOf(JournalBucket place) => Keys.Owed(place.Account, place.Number);

    private static List<JournalBucket> Places(IReadOnlyCollection<AccountKey> accounts) =>
        [
            .. accounts.SelectMany(account =>
                Enumerable.Range(0, Conversations.Buckets).Select(bucket => new JournalBucket(account, bucket))
            ),
        ];
}

/// <param name="Entries">Listed, and not in the journal yet.</param>
/// <param name="Owed">Customers of whom entries are missing, because there was no room.</param>
public sealed record JournalWait(long Entries, long Owed);

/// <summary>The front of one list as it was read.</summary>
/// <param name="Unreadable">Those that no version of ours wrote.</param>
public sealed record JournalBlock(AccountKey Account, int Bucket, int Count, IReadOnlyList<JournalEntry> Entries, int Unreadable)
{
    internal RedisValue First { get; private init; }

    internal RedisValue Last { get; private init; }

    /// <summary>Entries, also those that cannot be read.</summary>
    public int Size => Entries.Count + Unreadable;

    /// <param name="most">Once there are so many entries, what stands behind them is left for later.</param>
    internal static JournalBlock Of(JournalBucket place, RedisValue[] front, int most)
    {
        var (entries, unreadable, count) = (new List<JournalEntry>(Math.Min(front.Length, most)), 0, 0);
        for (; count < front.Length && entries.Count + unreadable < most; count++)
            unreadable += Read(place.Account, front[count], entries);
        return new(place.Account, place.Number, count, entries, unreadable) { First = front[0], Last = front[count - 1] };
    }

    internal static (List<JournalEntry> Entries, int Unreadable) Read(AccountKey account, RedisValue[] front)
    {
        var entries = new List<JournalEntry>(front.Length);
        return (entries, front.Sum(packed => Read(account, packed, entries)));
    }

    /// <summary>Returns how many cannot be read.</summary>
    private static int Read(AccountKey account, RedisValue packed, List<JournalEntry> entries)
    {
        try
        {
            JournalReader.Read(account, ((ReadOnlyMemory<byte>)packed).Span, entries);
            return 0;
        }
        catch (FormatException)
        {
            return 1;
        }
    }
}

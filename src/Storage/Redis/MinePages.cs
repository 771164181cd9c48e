using System.Globalization;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using StackExchange.Redis;

namespace OmoBroadcast.Storage.Redis;

/// <summary>Reads one staff member's conversations in progress, bucket by bucket and by user id within each.</summary>
internal sealed class MinePages(RedisConnection redis, AccountKey account, string staffId)
{
    public async Task<CustomerPage> ReadAsync(string? cursor, int size, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        var (first, after) = Parse(cursor);
        // One more than asked for tells whether there is a next page.
        var open = size + 1;
        var head = redis.AskAsync(database => IdsAsync(database, first, after, open), cancellationToken);
        // What the other buckets hold decides which of them this page needs.
        var counts = CountsAsync(first, cancellationToken);
        var users = (await head).Select(found => (Bucket: first, User: found)).ToList();
        var needed = Needed(first, open - users.Count, await counts);
        var lists = await redis.AskAsync(
            database => Task.WhenAll(needed.Select(part => IdsAsync(database, part.Bucket, "", part.Most))),
            cancellationToken
        );
        users.AddRange(needed.Zip(lists, (part, list) => list.Select(found => (part.Bucket, found))).SelectMany(some => some));
        if (users.Count < open)
            return new(await CustomersAsync(users, cancellationToken), null);
        users.RemoveRange(size, users.Count - size);
        var (last, user) = users[^1];
        return new(
            await CustomersAsync(users, cancellationToken),
            string.Create(CultureInfo.InvariantCulture, $"{last:00}:{(string)user!}")
        );
    }

    private Task<long[]> CountsAsync(int first, CancellationToken cancellationToken) =>
        redis.AskAsync(
            database =>
                Task.WhenAll(
                    Enumerable
                        .Range(0, Conversations.Buckets)
                        .Select(bucket => bucket > first ? database.SortedSetLengthAsync(Key(bucket)) : Task.FromResult(0L))
                ),
            cancellationToken
        );

    /// <summary>How much of which buckets behind the first is asked for.</summary>
    private static List<(int Bucket, int Most)> Needed(int first, int missing, long[] held)
    {
        var needed = new List<(int Bucket, int Most)>();
        for (var bucket = first + 1; bucket < Conversations.Buckets && missing > 0; bucket++)
        {
            if (held[bucket] == 0)
                continue;
            needed.Add((bucket, missing));
            missing -= (int)Math.Min(held[bucket], missing);
        }

        return needed;
    }

    private async Task<IReadOnlyList<Customer>> CustomersAsync(
        List<(int Bucket, RedisValue User)> users,
        CancellationToken cancellationToken
    )
    {
        var parts = users
            .GroupBy(entry => entry.Bucket, entry => entry.User)
            .Select(part => (Bucket: part.Key, Users: part.ToArray()))
            .ToArray();
        var answers = await redis.AskAsync(
            database => Task.WhenAll(parts.Select(part => database.HashGetAsync(Keys.Customers(account, part.Bucket), part.Users))),
            cancellationToken
        );
        var customers = new List<Customer>(users.Count);
        for (var part = 0; part < answers.Length; part++)
        {
            for (var at = 0; at < answers[part].Length; at++)
            {
                var packed = answers[part][at];
                if (packed.IsNull)
                    continue;
                var customer = CustomerRecord.Read(new(account, (string)parts[part].Users[at]!), ((ReadOnlyMemory<byte>)packed).Span);
                // Else it changed between the two reads.
                if (
                    customer.State == ConversationState.InProgress
                    && string.Equals(customer.Assignee, staffId, StringComparison.OrdinalIgnoreCase)
                )
                    customers.Add(customer);
            }
        }

        return customers;
    }

    private Task<RedisValue[]> IdsAsync(IDatabase database, int bucket, string after, int most) =>
        database.SortedSetRangeByValueAsync(
            Key(bucket),
            after.Length == 0 ? default : (RedisValue)after,
            default,
            Exclude.Start,
            Order.Ascending,
            0,
            most
        );

    private RedisKey Key(int bucket) => Keys.Mine(account, bucket, staffId);

    private static (int Bucket, string After) Parse(string? cursor)
    {
        if (cursor is null)
            return (0, "");
        if (
            cursor.Length > 3
            && cursor[2] == ':'
            && int.TryParse(cursor.AsSpan(0, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var bucket)
            && bucket < Conversations.Buckets
        )
        {
            return (bucket, cursor[3..]);
        }

        throw new FormatException("Not a cursor of this list");
    }
}

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
        var users = new List<(int Bucket, RedisValue User)>();
        var head = redis.AskAsync(database => IdsAsync(database, first, after, open), cancellationToken);
        // What the other buckets hold decides which of them this page needs.
        var counts = redis.AskAsync(
            database =>
                Task.WhenAll(
                    Enumerable
                        .Range(0, Conversations.Buckets)
                        .Select(bucket => bucket > first ? database.SortedSetLengthAsync(Key(bucket)) : Task.FromResult(0L))
                ),
            cancellationToken
        );
        Add(first, await head);
        var needed = new List<(int Bucket, int Most)>();
        for (var (bucket, missing, held) = (first + 1, open, await counts); bucket < Conversations.Buckets && missing > 0; bucket++)
        {
            if (held[bucket] == 0)
                continue;
            needed.Add((bucket, missing));
            missing -= (int)Math.Min(held[bucket], missing);
        }

        var lists = await redis.AskAsync(
            database => Task.WhenAll(needed.Select(part => IdsAsync(database, part.Bucket, "", part.Most))),
            cancellationToken
        );
        for (var at = 0; at < lists.Length; at++)
            Add(needed[at].Bucket, lists[at]);

        if (open > 0)
            return new(await CustomersAsync(users, cancellationToken), null);
        users.RemoveAt(users.Count - 1);
        var (last, user) = users[^1];
        return new(
            await CustomersAsync(users, cancellationToken),
            string.Create(CultureInfo.InvariantCulture, $"{last:00}:{(string)user!}")
        );

        void Add(int bucket, RedisValue[] found)
        {
            for (var at = 0; at < found.Length && open > 0; at++, open--)
                users.Add((bucket, found[at]));
        }
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

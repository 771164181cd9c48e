using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using StackExchange.Redis;

namespace OmoBroadcast.Storage.Redis;

/// <summary>The lists of conversations: those that wait, one's own, those one has closed.</summary>
public sealed partial class Conversations
{
    /// <summary>So many conversations that one member of staff closed are remembered in each bucket, the latest.</summary>
    public const int ClosedKept = 100;

    private const int TidiedAtMost = 20;

    /// <summary>A page of the conversations that are this staff member's and in progress, in an order that changes between pages do not
    /// disturb.</summary>
    /// <param name="cursor">Null for the first page, else <see cref="CustomerPage.Next"/>.</param>
    public Task<CustomerPage> PageMineAsync(
        AccountKey account,
        string staffId,
        string? cursor,
        int size,
        CancellationToken cancellationToken
    ) => new MinePages(redis, account, staffId).ReadAsync(cursor, size, cancellationToken);

    /// <summary>The conversations that wait, longest waiting first.</summary>
    public async Task<IReadOnlyList<Customer>> PendingAsync(AccountKey account, int most, CancellationToken cancellationToken)
    {
        if (most <= 0)
            return [];
        var waiting = await redis.AskAsync(
            database =>
                Task.WhenAll(
                    Enumerable
                        .Range(0, Buckets)
                        .Select(bucket => database.SortedSetRangeByRankWithScoresAsync(Keys.Pending(account, bucket), 0, most - 1))
                ),
            cancellationToken
        );
        var first = waiting
            .SelectMany(bucket => bucket)
            .OrderBy(entry => entry.Score)
            .ThenBy(entry => (string)entry.Element!, StringComparer.Ordinal)
            .Take(most)
            .Select(entry => new CustomerKey(account, (string)entry.Element!))
            .ToArray();
        var customers = await FindAsync(first, cancellationToken);
        return
        [
            .. first
                .Where(customers.ContainsKey)
                .Select(key => customers[key])
                .Where(customer => customer.State == ConversationState.Pending),
        ];
    }

    public Task<long> CountMineAsync(AccountKey account, string staffId, CancellationToken cancellationToken) =>
        CountAsync(bucket => Keys.Mine(account, bucket, staffId), cancellationToken);

    public Task<long> CountPendingAsync(AccountKey account, CancellationToken cancellationToken) =>
        CountAsync(bucket => Keys.Pending(account, bucket), cancellationToken);

    /// <summary>Of this staff member's conversations in progress, the <paramref name="most"/> with the newest message, newest first. Reads
    /// only these.</summary>
    public async Task<IReadOnlyList<Customer>> NewestMineAsync(
        AccountKey account,
        string staffId,
        int most,
        CancellationToken cancellationToken
    )
    {
        if (most <= 0)
            return [];
        var own = new OpenPlaces(staffId);
        var found = await own.ReadAsync(redis, account, most, cancellationToken);
        if (await own.CountAsync(redis, account, cancellationToken) != await CountMineAsync(account, staffId, cancellationToken))
        {
            await redis.WriteAsync([.. Enumerable.Range(0, Buckets).Select(bucket => own.Mend(account, bucket))], cancellationToken);
            found = await own.ReadAsync(redis, account, most, cancellationToken);
        }

        return await OfAsync(account, staffId, found.Distinct(StringComparer.Ordinal).Take(most), cancellationToken);
    }

    /// <summary>Of this staff member's conversations in progress, those whose newest message is of between, and of each of an account's
    /// parts no more than <paramref name="most"/>, the oldest. Reads only these.</summary>
    public async Task<IReadOnlyList<Customer>> SaidBetweenAsync(
        AccountKey account,
        string staffId,
        (DateTimeOffset First, DateTimeOffset Last) said,
        int most,
        CancellationToken cancellationToken
    )
    {
        var found = await new OpenPlaces(staffId).BetweenAsync(redis, account, said, most, cancellationToken);
        return await OfAsync(account, staffId, found.Distinct(StringComparer.Ordinal), cancellationToken);
    }

    private async Task<IReadOnlyList<Customer>> OfAsync(
        AccountKey account,
        string staffId,
        IEnumerable<string> users,
        CancellationToken cancellationToken
    )
    {
        var keys = users.Select(user => new CustomerKey(account, user)).ToArray();
        var customers = await FindAsync(keys, cancellationToken);
        return [.. keys.Where(customers.ContainsKey).Select(key => customers[key]).Where(customer => customer.IsOf(staffId))];
    }

    /// <summary>The conversations that this staff member closed and that are so still, the latest first. Of very many the oldest are
    /// forgotten.</summary>
    public async Task<IReadOnlyList<Customer>> ClosedAsync(
        AccountKey account,
        string staffId,
        int most,
        CancellationToken cancellationToken
    )
    {
        for (var round = 0; most > 0; round++)
        {
            var first = await LastClosedAsync(account, staffId, most, cancellationToken);
            var customers = await FindAsync(first, cancellationToken);
            var gone = first
                .Where(key =>
                    !(
                        customers.GetValueOrDefault(key) is { State: ConversationState.Closed } closed
                        && string.Equals(closed.LastOwner, staffId, StringComparison.OrdinalIgnoreCase)
                    )
                )
                .ToArray();
            if (gone.Length == 0 || round == TidiedAtMost)
                return [.. first.Except(gone).Select(key => customers[key])];
            // Those who wrote again or were closed by somebody else since leave the list when it is read: their message has no time for it.
            await redis.WriteAsync(
                [
                    .. gone.GroupBy(key => Keys.Bucket(key.UserId))
                        .Select(some => new Call(
                            Script.Tidy,
                            [Keys.Customers(account, some.Key), Keys.Closed(account, some.Key, staffId)],
                            [staffId, .. some.Select(key => (RedisValue)key.UserId)]
                        )),
                ],
                cancellationToken
            );
        }

        return [];
    }

    private async Task<CustomerKey[]> LastClosedAsync(AccountKey account, string staffId, int most, CancellationToken cancellationToken)
    {
        var lists = await redis.AskAsync(
            database =>
                Task.WhenAll(
                    Enumerable
                        .Range(0, Buckets)
                        .Select(bucket => Keys.Closed(account, bucket, staffId))
                        .Select(list => database.SortedSetRangeByRankWithScoresAsync(list, 0, most - 1, Order.Descending))
                ),
            cancellationToken
        );
        return
        [
            .. lists
                .SelectMany(list => list)
                .OrderByDescending(entry => entry.Score)
                .ThenBy(entry => (string)entry.Element!, StringComparer.Ordinal)
                .Take(most)
                .Select(entry => new CustomerKey(account, (string)entry.Element!)),
        ];
    }

    private async Task<long> CountAsync(Func<int, RedisKey> key, CancellationToken cancellationToken)
    {
        var counts = await redis.AskAsync(
            database => Task.WhenAll(Enumerable.Range(0, Buckets).Select(bucket => database.SortedSetLengthAsync(key(bucket)))),
            cancellationToken
        );
        return counts.Sum();
    }
}

using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using StackExchange.Redis;

namespace OmoBroadcast.Store.Present;

/// <summary>The lists of conversations: those that wait, one's own, those one has closed.</summary>
public sealed partial class Conversations
{
    /// <summary>So many conversations that one member of staff closed are remembered in each bucket, the latest.</summary>
    public const int ClosedKept = 100;

    private const int TidiedAtMost = 20;

    /// <summary>A page of the conversations that are this staff member's and in progress, in an order that changes between pages do not disturb.</summary>
    /// <param name="cursor">Null for the first page, else <see cref="CustomerPage.Next"/>.</param>
    public Task<CustomerPage> PageMineAsync(AccountKey account, string staffId, string? cursor, int size, CancellationToken cancellation) =>
        new MinePages(present, account, staffId).ReadAsync(cursor, size, cancellation);

    /// <summary>The conversations that wait, longest waiting first.</summary>
    public async Task<IReadOnlyList<Customer>> PendingAsync(AccountKey account, int most, CancellationToken cancellation)
    {
        if (most <= 0) return [];
        var waiting = await present.AskAsync(database => Task.WhenAll(Enumerable.Range(0, Buckets).Select(bucket =>
            database.SortedSetRangeByRankWithScoresAsync(Keys.Pending(account, bucket), 0, most - 1))), cancellation);
        var first = waiting.SelectMany(bucket => bucket).OrderBy(entry => entry.Score).ThenBy(entry => (string)entry.Element!, StringComparer.Ordinal)
            .Take(most).Select(entry => new CustomerKey(account, (string)entry.Element!)).ToArray();
        var customers = await FindAsync(first, cancellation);
        return [.. first.Where(customers.ContainsKey).Select(key => customers[key]).Where(customer => customer.State == ConversationState.Pending)];
    }

    public Task<long> CountMineAsync(AccountKey account, string staffId, CancellationToken cancellation) =>
        CountAsync(bucket => Keys.Mine(account, bucket, staffId), cancellation);

    public Task<long> CountPendingAsync(AccountKey account, CancellationToken cancellation) => CountAsync(bucket => Keys.Pending(account, bucket), cancellation);

    /// <summary>Of this staff member's conversations in progress, the <paramref name="most"/> with the newest message, newest first. Reads only these.</summary>
    public async Task<IReadOnlyList<Customer>> NewestMineAsync(AccountKey account, string staffId, int most, CancellationToken cancellation)
    {
        if (most <= 0) return [];
        var own = new OpenPlaces(staffId);
        var found = await own.ReadAsync(present, account, most, cancellation);
        if (await own.CountAsync(present, account, cancellation) != await CountMineAsync(account, staffId, cancellation))
        {
            await present.WriteAsync([.. Enumerable.Range(0, Buckets).Select(bucket => own.Mend(account, bucket))], cancellation);
            found = await own.ReadAsync(present, account, most, cancellation);
        }

        var keys = found.Distinct(StringComparer.Ordinal).Take(most).Select(user => new CustomerKey(account, user)).ToArray();
        var customers = await FindAsync(keys, cancellation);
        return [.. keys.Where(customers.ContainsKey).Select(key => customers[key])
            .Where(customer => customer.State == ConversationState.InProgress && string.Equals(customer.Assignee, staffId, StringComparison.OrdinalIgnoreCase))];
    }

    /// <summary>The conversations that this staff member closed and that are so still, the latest first. Of very many the oldest are forgotten.</summary>
    public async Task<IReadOnlyList<Customer>> ClosedAsync(AccountKey account, string staffId, int most, CancellationToken cancellation)
    {
        for (var round = 0; most > 0; round++)
        {
            var lists = await present.AskAsync(database => Task.WhenAll(Enumerable.Range(0, Buckets).Select(bucket =>
                database.SortedSetRangeByRankWithScoresAsync(Keys.Closed(account, bucket, staffId), 0, most - 1, Order.Descending))), cancellation);
            var first = lists.SelectMany(list => list).OrderByDescending(entry => entry.Score).ThenBy(entry => (string)entry.Element!, StringComparer.Ordinal)
                .Take(most).Select(entry => new CustomerKey(account, (string)entry.Element!)).ToArray();
            var customers = await FindAsync(first, cancellation);
            var gone = first.Where(key => !(customers.GetValueOrDefault(key) is { State: ConversationState.Closed } closed
                && string.Equals(closed.LastOwner, staffId, StringComparison.OrdinalIgnoreCase))).ToArray();
            if (gone.Length == 0 || round == TidiedAtMost) return [.. first.Except(gone).Select(key => customers[key])];
            // Those who wrote again or were closed by somebody else since leave the list when it is read: their message has no time for it.
            await present.WriteAsync([.. gone.GroupBy(key => Keys.Bucket(key.UserId)).Select(some => new Call(
                Script.Tidy, [Keys.Customers(account, some.Key), Keys.Closed(account, some.Key, staffId)],
                [staffId, .. some.Select(key => (RedisValue)key.UserId)]))], cancellation);
        }

        return [];
    }

    private async Task<long> CountAsync(Func<int, RedisKey> key, CancellationToken cancellation)
    {
        var counts = await present.AskAsync(database => Task.WhenAll(Enumerable.Range(0, Buckets).Select(bucket => database.SortedSetLengthAsync(key(bucket)))), cancellation);
        return counts.Sum();
    }
}

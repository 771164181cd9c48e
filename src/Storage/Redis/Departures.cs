using System.Runtime.CompilerServices;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Sql;
using StackExchange.Redis;

namespace OmoBroadcast.Storage.Redis;

/// <summary>
/// Customers of whom nothing was heard for long, and whom nobody has. Nothing but their id is left of them in Redis; the journal has how
/// they stood, and brings them back. Throws what the stores throw when they are away.
/// </summary>
public sealed class Departures(RedisConnection redis, Journal journal, Bindings bindings, JournalReplay replay, TimeProvider time)
{
    private const int ScannedAtOnce = 1_000,
        EntriesAtOnce = 2_000,
        ReturningAtOnce = 50;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Those of a bucket who may leave, so many at a time. That they may is judged once more when they do.</summary>
    public async IAsyncEnumerable<IReadOnlyList<Quiet>> QuietAsync(
        AccountKey account,
        int bucket,
        (DateTimeOffset Before, int AtOnce) which,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var some = new List<Quiet>(which.AtOnce);
        var all = await redis.AskAsync(
            database => Task.FromResult(database.HashScanAsync(Keys.Customers(account, bucket), pageSize: ScannedAtOnce)),
            cancellationToken
        );
        await foreach (var entry in all.WithCancellation(cancellationToken))
        {
            var customer = CustomerRecord.Read(new(account, entry.Name!), ((ReadOnlyMemory<byte>)entry.Value).Span);
            if (!IsQuiet(customer, which.Before))
                continue;
            some.Add(new(customer) { Record = entry.Value });
            if (some.Count < which.AtOnce)
                continue;
            yield return some;
            some = new(which.AtOnce);
        }

        if (some.Count > 0)
            yield return some;
    }

    /// <summary>Has them leave of whom nothing was heard since then, and who are linked to nobody. Returns how many did.</summary>
    public async Task<int> LeaveAsync(IReadOnlyList<Quiet> customers, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var (bound, noted) = (
            await bindings.FindAsync([.. customers.Select(one => one.Customer.Key)], cancellationToken),
            Noting.Of(redis, time)
        );
        List<Call> calls = [.. customers.Where(one => !bound.ContainsKey(one.Customer.Key)).Select(one => LeaveOf(one, before, noted))];
        return calls.Count == 0 ? 0 : (await redis.WriteAsync(calls, cancellationToken)).Count(told => (int)told == 1);
    }

    /// <summary>Whoever wrote after having left is whole again.</summary>
    public async Task RecallAsync(AccountKey account, CancellationToken cancellationToken)
    {
        var returning = await redis.AskAsync(
            database =>
                Task.WhenAll(
                    Enumerable
                        .Range(0, Conversations.Buckets)
                        .Select(bucket => database.SetRandomMembersAsync(Keys.Returning(account, bucket), ReturningAtOnce))
                ),
            cancellationToken
        );
        foreach (var user in returning.SelectMany(users => users))
            await RecallAsync(new CustomerKey(account, (string)user!), cancellationToken);
    }

    /// <summary>Brings a customer back who has left. False: they have not.</summary>
    public async Task<bool> RecallAsync(CustomerKey customer, CancellationToken cancellationToken)
    {
        var (account, bucket) = (customer.Account, Keys.Bucket(customer.UserId));
        var left = await redis.AskAsync(
            database => database.SetContainsAsync(Keys.Left(account, bucket), customer.UserId),
            cancellationToken
        );
        if (left)
        {
            // Nobody lets them go meanwhile.
            await redis.AskAsync(database => database.SetAddAsync(Keys.Returning(account, bucket), customer.UserId), cancellationToken);
            await ReplayAsync(customer, cancellationToken);
        }

        var there = await redis.WriteAsync(
            new Call(
                Script.Returned,
                [Keys.Customers(account, bucket), Keys.Left(account, bucket), Keys.Returning(account, bucket)],
                [customer.UserId]
            ),
            cancellationToken
        );
        return left && (int)there == 1;
    }

    /// <summary>Those of them who have left.</summary>
    public async Task<IReadOnlyList<CustomerKey>> LeftAsync(IReadOnlyCollection<CustomerKey> customers, CancellationToken cancellationToken)
    {
        if (customers.Count == 0)
            return [];
        var left = await redis.AskAsync(
            database =>
                Task.WhenAll(
                    customers.Select(one => database.SetContainsAsync(Keys.Left(one.Account, Keys.Bucket(one.UserId)), one.UserId))
                ),
            cancellationToken
        );
        return [.. customers.Where((_, at) => left[at])];
    }

    /// <summary>Those who left and whom <paramref name="which"/> picks by id and name; who has come back since is among them.</summary>
    public IAsyncEnumerable<CustomerKey> SearchAsync(AccountKey account, Func<Customer, bool> which, CancellationToken cancellationToken) =>
        journal.LeftAsync(account, cancellationToken).Where(which).Select(customer => customer.Key);

    internal static Call LeaveOf(Quiet one, DateTimeOffset before, Noting noted)
    {
        var (account, user) = (one.Customer.Key.Account, one.Customer.Key.UserId);
        var (bucket, encoded) = (Keys.Bucket(user), Keys.Encode(user));
        return new(
            Script.Leave,
            [
                Keys.Customers(account, bucket),
                Keys.Transcript(account, bucket, encoded),
                Keys.Amendments(account, bucket, encoded),
                Keys.Pending(account, bucket),
                Keys.Nameless(account, bucket),
                Keys.Closed(account, bucket, one.Customer.LastOwner ?? ""),
                Keys.Journal(account, bucket),
                Keys.Owed(account, bucket),
                Keys.Left(account, bucket),
                Keys.Returning(account, bucket),
            ],
            [user, one.Record, before.ToUnixTimeMilliseconds(), .. noted.OfAct, Noting.NewDigest()]
        );
    }

    /// <summary>What waits for the journal is read before it: it may get there meanwhile.</summary>
    private async Task ReplayAsync(CustomerKey customer, CancellationToken cancellationToken)
    {
        var list = Keys.Journal(customer.Account, Keys.Bucket(customer.UserId));
        var waiting = await redis.AskAsync(database => database.ListRangeAsync(list), cancellationToken);
        var from = await journal.StoodAsync(customer, cancellationToken);
        for (JournalPosition? next = from; next is { } after; )
        {
            var page = await journal.EntriesAsync(customer.Account, after, from.UserId, EntriesAtOnce, cancellationToken);
            await ReplayAsync(page.Entries, cancellationToken);
            next = page.Next;
        }

        var (entries, _) = JournalBlock.Read(customer.Account, waiting);
        await ReplayAsync(entries.Where(entry => entry.Customer == customer), cancellationToken);
    }

    private async Task ReplayAsync(IEnumerable<JournalEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var unit in JournalReplay.Units([.. entries.Where(entry => entry.What != JournalWords.Left)]))
        {
            try
            {
                await replay.ReplayAsync(unit, cancellationToken);
            }
            catch (FormatException)
            {
                // As when all is put together: what cannot be done again keeps nothing else from it.
            }
        }
    }

    private static bool IsQuiet(Customer customer, DateTimeOffset before) =>
        customer.State == ConversationState.Closed
        && !(customer.LastMessageAt >= before)
        && !(customer.LastAnsweredAt >= before)
        && !(customer.ClosedAt >= before)
        && !(customer.DecidedAt >= before);
}

/// <summary>Somebody who may leave.</summary>
public sealed record Quiet(Customer Customer)
{
    /// <summary>As it was read.</summary>
    internal RedisValue Record { get; init; }
}

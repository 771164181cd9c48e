using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using StackExchange.Redis;

namespace OmoBroadcast.Storage.Redis;

/// <summary>
/// Conversations in progress with a message that their assignee is to be told of. A message marks its conversation as it is applied; an
/// answer takes the mark away. Each mark is given to one node at a time, by the server's clock, and again when that node does not say
/// within its lease that somebody was told.
/// </summary>
public sealed class Unread(RedisConnection redis)
{
    /// <summary>For how long nobody else is given what was taken.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private const string TakenBack = "\n",
        Edited = "\n\n",
        Missed = "\n\n\n";

    /// <summary>Of whom staff may have been told before Redis was put together again.</summary>
    internal const string Rebuilt = "\n\n\n\n";

    /// <summary>All by which somebody may stand there: unread, taken back, edited, edited while whoever is to be told was off duty, unread
    /// as far as the journal knows.</summary>
    internal static IReadOnlyList<RedisValue> Marks(string userId) =>
        [userId, TakenBack + userId, Edited + userId, Missed + userId, Rebuilt + userId];

    /// <summary>Whom a taken mark is of that was made when Redis was put together again: staff may have been told already. Null for every
    /// other.</summary>
    public static CustomerKey? Doubtful(CustomerKey taken) =>
        taken.UserId.StartsWith(Rebuilt, StringComparison.Ordinal) ? taken with { UserId = taken.UserId[Rebuilt.Length..] } : null;

    /// <summary>Whether staff are still to be told of somebody <see cref="Doubtful"/> is known by now.</summary>
    public Task RetellAsync(CustomerKey customer, bool tell, CancellationToken cancellationToken) =>
        redis.WriteAsync(
            new Call(
                Script.Retold,
                [Keys.Unread(customer.Account, Keys.Bucket(customer.UserId))],
                [Rebuilt + customer.UserId, tell ? customer.UserId : ""]
            ),
            cancellationToken
        );

    /// <summary>Whom a taken mark is of that says that what was shown of them is to be shown anew; null for one that says that there is
    /// something to be told of.</summary>
    public static Amendment? Amended(CustomerKey taken) =>
        taken.UserId switch
        {
            ['\n', '\n', '\n', .. var user] => new(taken with { UserId = user }, TakenBack: false) { Missed = true },
            ['\n', '\n', .. var user] => new(taken with { UserId = user }, TakenBack: false),
            ['\n', .. var user] => new(taken with { UserId = user }, TakenBack: true),
            _ => null,
        };

    /// <summary>All that was shown of them is shown as it is now, as far as nothing was changed since.</summary>
    public Task ShownAsync(Amendment amended, CancellationToken cancellationToken)
    {
        var customer = amended.Customer;
        return redis.WriteAsync(
            new Call(Script.Redrawn, [Keys.Unread(customer.Account, Keys.Bucket(customer.UserId))], [Mark(amended)]),
            cancellationToken
        );
    }

    /// <summary>What was edited is shown as it is now, and is told when whoever is to be told is on duty again; looked at after
    /// <paramref name="later"/>, or sooner by <see cref="BackAsync"/>.</summary>
    public Task PutOffAsync(Amendment amended, TimeSpan later, CancellationToken cancellationToken)
    {
        var customer = amended.Customer;
        return redis.WriteAsync(
            new Call(
                Script.PutOff,
                [Keys.Unread(customer.Account, Keys.Bucket(customer.UserId))],
                [Mark(amended), Missed + customer.UserId, (long)later.TotalMilliseconds]
            ),
            cancellationToken
        );
    }

    /// <summary>Somebody is on duty again: all that was put off is due.</summary>
    public Task BackAsync(AccountKey account, CancellationToken cancellationToken) =>
        Task.WhenAll(
            Enumerable
                .Range(0, Conversations.Buckets)
                .Select(bucket => redis.RunAsync(new Call(Script.Back, [Keys.Unread(account, bucket)], [Missed]), cancellationToken))
        );

    private static string Mark(Amendment amended) =>
        (
            amended.TakenBack ? TakenBack
            : amended.Missed ? Missed
            : Edited
        ) + amended.Customer.UserId;

    /// <summary>Some of those that are due, see <see cref="Amended"/>. Throws what Redis throws when it is away.</summary>
    public async Task<IReadOnlyList<CustomerKey>> TakeAsync(AccountKey account, int most, CancellationToken cancellationToken)
    {
        // Not waited for until it is on disk: a lease that is lost is a card drawn once more.
        var taken = await Task.WhenAll(
            Enumerable
                .Range(0, Conversations.Buckets)
                .Select(bucket =>
                    redis.RunAsync(
                        new Call(Script.Unread, [Keys.Unread(account, bucket)], [most, (long)Lease.TotalMilliseconds]),
                        cancellationToken
                    )
                )
        );
        return [.. taken.SelectMany(users => (RedisValue[])users!).Select(user => new CustomerKey(account, (string)user!))];
    }

    /// <summary>The assignee was told of all that <paramref name="seen"/> knows. What came since is due after
    /// <paramref name="rest"/>.</summary>
    public Task ToldAsync(Customer seen, TimeSpan rest, CancellationToken cancellationToken) =>
        EndAsync(seen.Key, seen.Assignee ?? "", seen.LastSaidAt?.ToUnixTimeMilliseconds() ?? 0, rest, cancellationToken);

    /// <summary>Nobody could be told: again later, unless there is nothing to tell any more.</summary>
    public Task LaterAsync(CustomerKey customer, TimeSpan later, CancellationToken cancellationToken) =>
        EndAsync(customer, "", -1, later, cancellationToken);

    private Task<RedisResult> EndAsync(
        CustomerKey customer,
        string assignee,
        long seen,
        TimeSpan later,
        CancellationToken cancellationToken
    )
    {
        var bucket = Keys.Bucket(customer.UserId);
        return redis.WriteAsync(
            new Call(
                Script.Told,
                [Keys.Customers(customer.Account, bucket), Keys.Unread(customer.Account, bucket)],
                [customer.UserId, assignee, seen, (long)later.TotalMilliseconds]
            ),
            cancellationToken
        );
    }
}

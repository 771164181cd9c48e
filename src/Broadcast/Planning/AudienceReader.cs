using System.Globalization;
using System.Runtime.CompilerServices;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Condition;
using OmoBroadcast.Storage.Outages;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Planning;

/// <summary>Reads whom an audience rule chooses, page by page, in an order that a cursor can go on from.</summary>
public sealed class AudienceReader(Conversations conversations, Bindings bindings, DeliveryReports deliveries, Roster roster, Node node)
{
    /// <summary>Customers read at a time; a multiple of every channel's largest batch.</summary>
    public const int PageSize = 5_000;

    public DateTimeOffset Now => node.Now;

    /// <summary>Where the stores stand: whatever is read after this and changes later has later marks. Throws what the stores throw when
    /// they are away.</summary>
    public async Task<LaunchMarks> MarksAsync(CancellationToken cancellationToken)
    {
        var present = await conversations.MarkAsync(Accounts, cancellationToken);
        return new(await deliveries.MarkAsync(cancellationToken), present.Moment, present.Identity) { Lives = present.Lives };
    }

    /// <summary>Which Redis this is, as in <see cref="LaunchMarks.Present"/>. Throws what Redis throws when it is away.</summary>
    public Task<string> PresentAsync(CancellationToken cancellationToken) => conversations.IdentityAsync(Accounts, cancellationToken);

    /// <summary>The same by account, to be kept with what a person promises. Null when Redis is away: nothing is refused for want of
    /// it.</summary>
    public async Task<RedisLives?> LivesAsync(CancellationToken cancellationToken)
    {
        RedisLives? lives = null;
        try
        {
            // One that takes no writes may well be lost next.
            lives = await conversations.LivesAsync(Accounts, cancellationToken);
            return Accounts.All(account => lives.ByAccount.ContainsKey(account.ToString()))
                ? lives
                : (await conversations.MarkAsync(Accounts, cancellationToken)).Lives;
        }
        catch (Exception e) when (Outage.Is(e))
        {
            return lives;
        }
    }

    private IEnumerable<AccountKey> Accounts => roster.Accounts.Select(account => account.Key);

    /// <summary>The names of those accounts that share their channel with others.</summary>
    public IReadOnlyDictionary<AccountKey, string> Siblings => roster.Siblings;

    /// <summary>
    /// The chosen from <paramref name="cursor"/> on (null: from the beginning). Each page says where to go on after it; null on the last.
    /// Throws what Redis throws when it is away.
    /// </summary>
    public IAsyncEnumerable<AudiencePage> ReadAsync(
        Audience audience,
        Sellers sellers,
        string? cursor,
        CancellationToken cancellationToken
    ) =>
        audience.Retry is { } retry ? MissedAsync(retry, audience, cursor, cancellationToken)
        : audience.Picked is { } picked ? PickedAsync([.. picked.Distinct()], cursor, cancellationToken)
        : BySellerAsync(audience, sellers, cursor, cancellationToken);

    /// <summary>The first of the chosen: at least <paramref name="most"/>, where there are so many; to be searched and picked
    /// from.</summary>
    public async Task<List<Customer>> FirstAsync(Audience audience, Sellers sellers, int most, CancellationToken cancellationToken)
    {
        var first = new List<Customer>();
        await foreach (var page in ReadAsync(audience, sellers, null, cancellationToken))
        {
            first.AddRange(page.Customers);
            if (first.Count >= most)
                break;
        }

        return first;
    }

    private async IAsyncEnumerable<AudiencePage> PickedAsync(
        IReadOnlyList<CustomerKey> picked,
        string? cursor,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        for (var from = cursor is null ? 0 : int.Parse(cursor, CultureInfo.InvariantCulture); from < picked.Count; from += PageSize)
        {
            CustomerKey[] keys = [.. picked.Skip(from).Take(PageSize)];
            var found = await conversations.FindWithLeftAsync(keys, cancellationToken);
            var next = from + PageSize < picked.Count ? (from + PageSize).ToString(CultureInfo.InvariantCulture) : null;
            yield return new(
                [.. keys.Select(key => found.GetValueOrDefault(key) ?? new Customer(key) { State = ConversationState.Closed })],
                next
            );
        }
    }

    // The cursor is the last one read. Whom the platform would refuse again whatever is sent is left out.
    private async IAsyncEnumerable<AudiencePage> MissedAsync(
        Retry retry,
        Audience audience,
        string? cursor,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var after = cursor is null ? null : new MissedCustomer(CustomerKey.Parse(cursor), null);
        while (true)
        {
            var page = await deliveries.MissedAsync(retry, after, PageSize, cancellationToken);
            CustomerKey[] keys =
            [
                .. page.Where(missed => missed.Code is null || !roster[missed.Customer.Account.Channel].Limits.IsLasting(missed.Code))
                    .Select(missed => missed.Customer),
            ];
            var found = await conversations.FindAsync(keys, cancellationToken);
            after = page.Count < PageSize ? null : page[^1];
            yield return new(
                [
                    .. keys.Select(key => found.GetValueOrDefault(key) ?? new Customer(key) { State = ConversationState.Closed })
                        .Where(customer => audience.Chooses(customer, Now, WindowOf(customer))),
                ],
                after?.Customer.ToString()
            );
            if (after is null)
                yield break;
        }
    }

    // The cursor names account, seller and what of theirs was read last: whoever joins or leaves the store meanwhile, nothing is read
    // twice.
    private async IAsyncEnumerable<AudiencePage> BySellerAsync(
        Audience audience,
        Sellers sellers,
        string? cursor,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var now = Now;
        var from = Split(cursor);
        var parts = PartsFrom(from.Account, from.Seller, audience, sellers);
        var inner = from.Inner;
        // The one that was being read has left the store.
        if (
            parts.Count > 0
            && (parts[0].Account != from.Account || !string.Equals(parts[0].Seller, from.Seller, StringComparison.OrdinalIgnoreCase))
        )
            inner = null;
        if (parts.Count == 0)
            yield return new([], null);
        for (var part = 0; part < parts.Count; )
        {
            var (account, seller) = parts[part];
            var key = roster.Accounts[account].Key;
            var page = audience.BoundOn is null
                ? await conversations.PageMineAsync(key, seller, inner, PageSize, cancellationToken)
                : await BoundAsync(key, seller, inner, cancellationToken);
            inner = page.Next;
            if (inner is null)
                part++;
            var chosen =
                audience == audience.Unfiltered()
                    ? page.Customers
                    : [.. page.Customers.Where(customer => audience.Chooses(customer, now, WindowOf(customer)))];
            yield return new(chosen, part < parts.Count ? Join(parts[part], inner) : null);
        }
    }

    /// <summary>Each account with each seller, from those that are read next.</summary>
    private List<(int Account, string Seller)> PartsFrom(int firstAccount, string firstSeller, Audience audience, Sellers sellers)
    {
        var parts = new List<(int Account, string Seller)>();
        for (var account = firstAccount; account < roster.Accounts.Count; account++)
        {
            if (!audience.Reaches(roster.Accounts[account]))
                continue;
            parts.AddRange(
                sellers
                    .Ids.Where(id => account > firstAccount || string.Compare(id, firstSeller, StringComparison.OrdinalIgnoreCase) >= 0)
                    .Select(id => (account, id))
            );
        }

        return parts;
    }

    private async Task<CustomerPage> BoundAsync(AccountKey account, string staff, string? after, CancellationToken cancellationToken)
    {
        var users = await bindings.PageAsync(account, staff, after, PageSize, cancellationToken);
        CustomerKey[] keys = [.. users.Select(user => new CustomerKey(account, user))];
        var found = await conversations.FindWithLeftAsync(keys, cancellationToken);
        return new(
            [.. keys.Select(key => found.GetValueOrDefault(key) ?? new Customer(key) { State = ConversationState.Closed })],
            users.Count < PageSize ? null : users[^1]
        );
    }

    /// <summary>The platform's window for free messages to a customer; null where it has none.</summary>
    public TimeSpan? WindowOf(Customer customer) => roster[customer.Key.Account.Channel].Limits.Window;

    private static string Join((int Account, string Seller) part, string? inner) =>
        string.Create(CultureInfo.InvariantCulture, $"{part.Account} {Uri.EscapeDataString(part.Seller)} {inner}");

    // Two parts: of a launch that an older version began. The seller is read from the beginning again, which the ledger takes for nothing
    // new.
    private static (int Account, string Seller, string? Inner) Split(string? cursor)
    {
        var parts = cursor?.Split(' ', 3) ?? ["0", ""];
        return (
            int.Parse(parts[0], provider: CultureInfo.InvariantCulture),
            parts.Length < 3 ? "" : Uri.UnescapeDataString(parts[1]),
            parts.Length < 3 || parts[2].Length == 0 ? null : parts[2]
        );
    }
}

/// <summary>Some of the chosen, and where to go on; null at the end.</summary>
public sealed record AudiencePage(IReadOnlyList<Customer> Customers, string? Next);

using OmoBroadcast.Broadcast;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Storage.Teams;

namespace OmoBroadcast.Desks.People;

/// <summary>團隊: what a manager sees and does of their own store. To everybody else it is closed.</summary>
public sealed class TeamDesk(Conversations conversations, StaffDirectory directory, Bindings bindings, InboxDesk inbox, TeamTools tools)
{
    /// <summary>So many of each one's conversations are looked at to say who waits; the latest.</summary>
    private const int Looked = 200;

    /// <summary>So many broadcasts to approve are counted and shown.</summary>
    public const int MostAwaiting = 20;

    private const int LastMessages = ConversationDesk.LastMessages,
        MostRaw = 5;

    /// <summary>Who sells in the store, a page at a time, with what they have in hand.</summary>
    public Task<Answer<Team>> TeamAsync(StaffMember me, int skip, int take, CancellationToken cancellationToken) =>
        AskAsync<Team>(me, async () =>
        {
            // Whoever has left is there as long as something of theirs has to be passed on.
            var behind = new List<Hands>();
            foreach (var one in (await directory.FormerOfStoreAsync(me.Store, cancellationToken)).Where(one => one.MayBroadcast))
                if (await CountMineAsync(one, cancellationToken) > 0)
                    behind.Add(await HandsAsync(one, cancellationToken));
            var all = await OfStoreAsync(me, cancellationToken);
            var shown = await Task.WhenAll(all.Skip(skip).Take(take).Select(one => HandsAsync(one, cancellationToken)));
            var pending = 0L;
            foreach (var account in tools.Roster.Accounts)
                pending += await conversations.CountPendingAsync(account.Key, cancellationToken);
            return new Answer<Team>.Ok(
                new(
                    me.StoreName,
                    pending,
                    [.. shown, .. behind.Skip(Math.Max(0, skip - all.Count)).Take(take - shown.Length)],
                    all.Count + behind.Count,
                    skip
                )
                {
                    Unreachable = (await tools.References.UnreachableAsync(me.Store, cancellationToken)).ToHashSet(
                        StringComparer.OrdinalIgnoreCase
                    ),
                    Awaiting = (await AwaitedAsync(me, cancellationToken)).Count,
                }
            );
        });

    /// <summary>The broadcasts that this manager is asked to approve, the oldest first.</summary>
    public Task<Answer<IReadOnlyList<AwaitingBroadcast>>> AwaitingAsync(StaffMember me, CancellationToken cancellationToken) =>
        AskAsync<IReadOnlyList<AwaitingBroadcast>>(me, async () =>
        {
            var awaiting = new List<AwaitingBroadcast>();
            foreach (var campaign in await AwaitedAsync(me, cancellationToken))
                awaiting.Add(new(campaign, (await directory.FindAsync(campaign.Sender, cancellationToken))?.Name));
            return new Answer<IReadOnlyList<AwaitingBroadcast>>.Ok(awaiting);
        });

    private async Task<IReadOnlyList<Campaign>> AwaitedAsync(StaffMember me, CancellationToken cancellationToken) =>
        [.. (await tools.Campaigns.AwaitingAsync(me.Store, me.Id, MostAwaiting, cancellationToken)).Where(me.MayApprove)];

    /// <summary>All who sell in the store.</summary>
    public Task<Answer<IReadOnlyList<StaffMember>>> SellersAsync(StaffMember me, CancellationToken cancellationToken) =>
        AskAsync<IReadOnlyList<StaffMember>>(me, async () =>
            new Answer<IReadOnlyList<StaffMember>>.Ok(await OfStoreAsync(me, cancellationToken))
        );

    /// <summary>The conversations in progress of one of the store.</summary>
    public Task<Answer<TeamList>> ConversationsAsync(
        StaffMember me,
        string staffId,
        int skip,
        int take,
        CancellationToken cancellationToken
    ) => AskAsync<TeamList>(me, async () => await HolderAsync(me, staffId, cancellationToken) is not { } seller
                ? new Answer<TeamList>.NotFound()
            : await inbox.OfAsync(seller.Id, skip, take, cancellationToken) is Answer<ConversationList>.Ok { Value: var list }
                ? new Answer<TeamList>.Ok(new(seller, list))
            : new Answer<TeamList>.Away());

    /// <summary>Those bound to one of the store.</summary>
    public Task<Answer<TeamList>> BoundAsync(StaffMember me, string staffId, int skip, int take, CancellationToken cancellationToken) =>
        AskAsync<TeamList>(me, async () =>
        {
            if (await HolderAsync(me, staffId, cancellationToken) is not { } seller)
                return new Answer<TeamList>.NotFound();
            var total = 0L;
            var keys = new List<CustomerKey>();
            foreach (var account in Bindable)
            {
                total += await bindings.CountAsync(account.Key, seller.Id, cancellationToken);
                keys.AddRange(
                    (await bindings.PageAsync(account.Key, seller.Id, null, skip + take, cancellationToken)).Select(user => new CustomerKey(
                        account.Key,
                        user
                    ))
                );
            }

            CustomerKey[] shown = [.. keys.Skip(skip).Take(take)];
            var found = await conversations.FindAsync(shown, cancellationToken);
            return new Answer<TeamList>.Ok(
                new(
                    seller,
                    new(
                        [.. shown.Select(key => found.GetValueOrDefault(key) ?? new Customer(key) { State = ConversationState.Closed })],
                        total,
                        skip
                    )
                    {
                        Accounts = tools.Roster.Siblings,
                    }
                )
            );
        });

    /// <summary>A conversation of one of the store, or one that waits, to be read; and to whom it can be passed.</summary>
    public Task<Answer<TeamConversation>> OpenAsync(StaffMember me, CustomerKey customer, CancellationToken cancellationToken) =>
        AskAsync<TeamConversation>(me, async () =>
        {
            if (!Known(customer) || await conversations.FindAsync(customer) is not { } found)
                return new Answer<TeamConversation>.NotFound();
            var seller = await HolderAsync(me, found.Assignee ?? found.LastOwner ?? "", cancellationToken);
            if (seller is null && found.State != ConversationState.Pending)
                return new Answer<TeamConversation>.NotFound();
            var open = new OpenConversation(found, await conversations.TranscriptAsync(found.Key, LastMessages))
            {
                Window = tools.Roster[customer.Account.Channel].Limits.Window,
            };
            return new Answer<TeamConversation>.Ok(
                new(open, found.State == ConversationState.InProgress ? seller : null, await OfStoreAsync(me, cancellationToken))
            );
        });

    /// <summary>未能解讀: what the platform sent of a conversation that may be read and that we could not make out, as it came; the newest
    /// first.</summary>
    public async Task<Answer<IReadOnlyList<string>>> RawAsync(StaffMember me, CustomerKey customer, CancellationToken cancellationToken) =>
        await OpenAsync(me, customer, cancellationToken) switch
        {
            Answer<TeamConversation>.Ok { Value: var team } => await Permissions.ServeAsync<IReadOnlyList<string>>(async () =>
                new Answer<IReadOnlyList<string>>.Ok(await conversations.RawAsync(team.Open.Customer.Key, MostRaw, cancellationToken))
            ),
            Answer<TeamConversation>.Denied => new Answer<IReadOnlyList<string>>.Denied(),
            Answer<TeamConversation>.Away => new Answer<IReadOnlyList<string>>.Away(),
            _ => new Answer<IReadOnlyList<string>>.NotFound(),
        };

    /// <summary>移轉 from whoever of the store has it to somebody of the store; to oneself it is taking over.</summary>
    public Task<Answer<BindingTransfer>> PassAsync(StaffMember me, CustomerKey customer, string to, CancellationToken cancellationToken) =>
        AskAsync<BindingTransfer>(me, async () =>
        {
            if (!Known(customer) || await conversations.FindAsync(customer) is not { } found)
                return new Answer<BindingTransfer>.NotFound();
            if (await SellerAsync(me, to, cancellationToken) is not { } next)
                return new Answer<BindingTransfer>.Invalid("colleague", "binding.colleague");
            if (found.State == ConversationState.Pending && next.Is(me.Id))
                return new Answer<BindingTransfer>.Ok(
                    new(await conversations.TakeAsync(customer, me.Id, tools.Node.Now) == Transition.Done ? 1 : 0, next)
                );
            if (await HolderAsync(me, found.Assignee ?? "", cancellationToken) is not { } from)
                return new Answer<BindingTransfer>.NotFound();
            if (from.Is(next.Id))
                return new Answer<BindingTransfer>.Ok(new(0, next));
            return new Answer<BindingTransfer>.Ok(
                new(await conversations.PassAsync(customer, from.Id, next.Id, tools.Node.Now) == Transition.Done ? 1 : 0, next)
            );
        });

    private static Task<Answer<T>> AskAsync<T>(StaffMember me, Func<Task<Answer<T>>> ask) =>
        me.Role == Role.Manager && me.Store.Length > 0 ? Permissions.ServeAsync(ask) : Task.FromResult<Answer<T>>(new Answer<T>.Denied());

    private async Task<Hands> HandsAsync(StaffMember seller, CancellationToken cancellationToken)
    {
        var (mine, bound) = (await CountMineAsync(seller, cancellationToken), 0L);
        var waiting = new List<DateTimeOffset>();
        foreach (var account in tools.Roster.Accounts)
            waiting.AddRange(
                (await conversations.NewestMineAsync(account.Key, seller.Id, Looked, cancellationToken))
                    .Select(customer => customer.WaitingSince)
                    .OfType<DateTimeOffset>()
            );
        foreach (var account in Bindable)
            bound += await bindings.CountAsync(account.Key, seller.Id, cancellationToken);
        return new(seller, mine, waiting.Count, waiting.Count == 0 ? null : waiting.Min(), bound);
    }

    private async Task<long> CountMineAsync(StaffMember seller, CancellationToken cancellationToken)
    {
        var mine = 0L;
        foreach (var account in tools.Roster.Accounts)
            mine += await conversations.CountMineAsync(account.Key, seller.Id, cancellationToken);
        return mine;
    }

    private IEnumerable<Account> Bindable => tools.Roster.Accounts.Where(account => ChannelCatalog.Of(account.Key.Channel).Bindable);

    private async Task<IReadOnlyList<StaffMember>> OfStoreAsync(StaffMember me, CancellationToken cancellationToken) =>
        [.. (await directory.OfStoreAsync(me.Store, cancellationToken)).Where(one => one.MayBroadcast)];

    private async Task<StaffMember?> SellerAsync(StaffMember me, string staffId, CancellationToken cancellationToken) =>
        staffId.Length > 0 && await directory.FindAsync(staffId, cancellationToken) is { MayBroadcast: true } one && one.Store == me.Store
            ? one
            : null;

    /// <summary>Who sells in the store, or did.</summary>
    private async Task<StaffMember?> HolderAsync(StaffMember me, string staffId, CancellationToken cancellationToken) =>
        staffId.Length == 0
            ? null
            : await SellerAsync(me, staffId, cancellationToken)
                ?? (
                    await directory.FindFormerAsync(staffId, cancellationToken) is { MayBroadcast: true } former && former.Store == me.Store
                        ? former
                        : null
                );

    private bool Known(CustomerKey customer) => tools.Roster.Accounts.Any(account => account.Key == customer.Account);
}

/// <summary>What there is to work with: the accounts, the time, who can be reached, and the broadcasts.</summary>
public sealed record TeamTools(Roster Roster, Node Node, TeamsReferences References, Campaigns Campaigns);

/// <summary>A page of a store's sellers.</summary>
/// <param name="Store">What it is called.</param>
/// <param name="Pending">How many conversations wait for anybody.</param>
public sealed record Team(string Store, long Pending, IReadOnlyList<Hands> Members, int Total, int Skip)
{
    /// <summary>Who has removed the bot, or has never spoken to it. By staff id.</summary>
    public IReadOnlySet<string> Unreachable { get; init; } = new HashSet<string>();

    /// <summary>How many broadcasts the manager who looks is asked to approve.</summary>
    public int Awaiting { get; init; }
}

/// <summary>A broadcast that a manager is asked to approve.</summary>
/// <param name="SenderName">Null when they have left the staff.</param>
public sealed record AwaitingBroadcast(Campaign Campaign, string? SenderName);

/// <summary>What one member of staff has in hand.</summary>
/// <param name="Waiting">How many of the latest of them wait for an answer.</param>
/// <param name="LongestSince">Since when the longest of these waits.</param>
public sealed record Hands(StaffMember Seller, long InProgress, int Waiting, DateTimeOffset? LongestSince, long Bound);

/// <summary>Customers of one member of staff.</summary>
public sealed record TeamList(StaffMember Seller, ConversationList List);

/// <param name="Seller">Whose it is; null when nobody has it in hand.</param>
/// <param name="Colleagues">All who sell in the store.</param>
public sealed record TeamConversation(OpenConversation Open, StaffMember? Seller, IReadOnlyList<StaffMember> Colleagues);

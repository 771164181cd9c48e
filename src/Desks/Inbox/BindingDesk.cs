using OmoBroadcast.Broadcast;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.Inbox;

/// <summary>綁定: the customers who belong to a member of staff. One's own can be passed to a colleague of the same store, and let
/// go.</summary>
public sealed class BindingDesk(Bindings bindings, StaffDirectory directory, Conversations conversations, Roster roster, Node node)
{
    /// <summary>How many can be passed on at once.</summary>
    public const int MostTransferred = 20;

    /// <summary>One's code, the accounts it can be sent to, and how many are bound on each.</summary>
    public Task<Answer<MyBindings>> MineAsync(StaffMember me, CancellationToken cancellationToken) =>
        Permissions.AskAsync<MyBindings>(me, async () =>
        {
            var code = await bindings.CodeAsync(me.Id, node.Now, cancellationToken);
            var accounts = new List<BoundAccount>();
            foreach (var account in roster.Accounts.Where(account => ChannelCatalog.Of(account.Key.Channel).Bindable))
                accounts.Add(new(account, await bindings.CountAsync(account.Key, me.Id, cancellationToken)));
            return new Answer<MyBindings>.Ok(new(code, accounts));
        });

    /// <summary>Those bound to one on a channel, a page at a time, and to whom they could be passed.</summary>
    public Task<Answer<BoundPage>> ListAsync(StaffMember me, ChannelId channel, int skip, int take, CancellationToken cancellationToken) =>
        Permissions.AskAsync<BoundPage>(me, async () =>
        {
            var total = 0L;
            var keys = new List<CustomerKey>();
            foreach (var account in roster.Accounts.Where(account => account.Key.Channel == channel))
            {
                total += await bindings.CountAsync(account.Key, me.Id, cancellationToken);
                // Those of the accounts before are all that is read too much: a page is small, and so are accounts of one channel.
                keys.AddRange(
                    (await bindings.PageAsync(account.Key, me.Id, null, skip + take, cancellationToken)).Select(user => new CustomerKey(
                        account.Key,
                        user
                    ))
                );
            }

            CustomerKey[] shown = [.. keys.Skip(skip).Take(take)];
            var found = await conversations.FindAsync(shown, cancellationToken);
            return new Answer<BoundPage>.Ok(
                new(
                    channel,
                    [.. shown.Select(key => found.GetValueOrDefault(key) ?? new Customer(key) { State = ConversationState.Closed })],
                    total,
                    skip,
                    await ColleaguesAsync(me, cancellationToken)
                )
                {
                    Accounts = roster.Siblings,
                    Now = node.Now,
                }
            );
        });

    /// <summary>綁定 the customer of a conversation of one's own. One who is bound to somebody else stays with them.</summary>
    public Task<Answer<Binding>> BindAsync(StaffMember me, CustomerKey customer, CancellationToken cancellationToken) =>
        Permissions.AskAsync<Binding>(me, async () =>
        {
            if (!ChannelCatalog.Of(customer.Account.Channel).Bindable)
                return new Answer<Binding>.Invalid("customer", "binding.channel");
            if (!Known(customer) || await conversations.FindAsync(customer) is not { } found)
                return new Answer<Binding>.NotFound();
            if (found.State != ConversationState.InProgress || !Same(found.Assignee, me.Id))
                return new Answer<Binding>.Denied();
            var bound = await bindings.BindAsync(customer, me, node.Now, replace: false, cancellationToken);
            return Same(bound.Staff, me.Id) ? new Answer<Binding>.Ok(bound) : new Answer<Binding>.Invalid("customer", "binding.taken");
        });

    /// <summary>解除.</summary>
    public Task<Answer<bool>> UnbindAsync(StaffMember me, CustomerKey customer, CancellationToken cancellationToken) =>
        Permissions.AskAsync<bool>(me, async () =>
            Known(customer) && await bindings.UnbindAsync(customer, me.Id, node.Now, cancellationToken)
                ? new Answer<bool>.Ok(true)
                : new Answer<bool>.NotFound()
        );

    /// <summary>移轉 to a colleague.</summary>
    public Task<Answer<BindingTransfer>> TransferAsync(
        StaffMember me,
        IReadOnlyCollection<CustomerKey> customers,
        string colleague,
        CancellationToken cancellationToken
    ) => Permissions.AskAsync<BindingTransfer>(me, async () =>
        {
            if (customers.Count == 0)
                return new Answer<BindingTransfer>.Invalid("customers", "binding.nobody");
            if (customers.Count > MostTransferred)
                return new Answer<BindingTransfer>.Invalid("customers", "binding.too_many", MostTransferred);
            if ((await ColleaguesAsync(me, cancellationToken)).FirstOrDefault(other => Same(other.Id, colleague)) is not { } to)
                return new Answer<BindingTransfer>.Invalid("colleague", "binding.colleague");
            return new Answer<BindingTransfer>.Ok(
                new(await bindings.TransferAsync([.. customers.Where(Known)], me.Id, to, node.Now, cancellationToken), to)
            );
        });

    /// <summary>Whether the customer of a conversation is bound to this person; null where nobody can be bound.</summary>
    public async Task<bool?> IsMineAsync(StaffMember me, CustomerKey customer, CancellationToken cancellationToken) =>
        !ChannelCatalog.Of(customer.Account.Channel).Bindable
            ? null
            : Same((await bindings.FindAsync(customer, cancellationToken))?.Staff, me.Id);

    private async Task<IReadOnlyList<StaffMember>> ColleaguesAsync(StaffMember me, CancellationToken cancellationToken) =>
        [.. (await directory.OfStoreAsync(me.Store, cancellationToken)).Where(other => other.MayBroadcast && !Same(other.Id, me.Id))];

    private bool Known(CustomerKey customer) => roster.Accounts.Any(account => account.Key == customer.Account);

    private static bool Same(string? one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}

/// <param name="Code">What a customer sends, without the <c>#</c>.</param>
public sealed record MyBindings(string Code, IReadOnlyList<BoundAccount> Accounts);

/// <summary>How many of an account's customers are bound to one.</summary>
public sealed record BoundAccount(Account Account, long Customers);

/// <summary>A page of those bound to one.</summary>
/// <param name="Colleagues">To whom they can be passed.</param>
public sealed record BoundPage(
    ChannelId Channel,
    IReadOnlyList<Customer> Customers,
    long Total,
    int Skip,
    IReadOnlyList<StaffMember> Colleagues
)
{
    /// <summary>The names of those accounts that share their channel with others.</summary>
    public IReadOnlyDictionary<AccountKey, string> Accounts { get; init; } = new Dictionary<AccountKey, string>();

    /// <summary>As of when it was read.</summary>
    public DateTimeOffset Now { get; init; }
}

/// <summary>How many customers now belong to whom.</summary>
public sealed record BindingTransfer(int Count, StaffMember To);

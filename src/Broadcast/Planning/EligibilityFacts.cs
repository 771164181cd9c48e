using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Planning;

/// <summary>What is known of customers at this moment, as far as <see cref="EligibilityRule"/> asks. Throws what the stores throw when
/// they are away.</summary>
public sealed class EligibilityFacts(
    Suppressions suppressions,
    Bindings bindings,
    Templates templates,
    Conversations conversations,
    StaffDirectory directory
)
{
    private static readonly IReadOnlyDictionary<CustomerKey, Customer> NoCustomers = new Dictionary<CustomerKey, Customer>();

    /// <param name="toBound">Whether it matters whom they are bound to.</param>
    public async Task<CustomerFacts> OfAsync(IReadOnlyCollection<CustomerKey> keys, bool toBound, CancellationToken cancellationToken) =>
        new(
            await conversations.FindAsync(keys, cancellationToken),
            await suppressions.FindAsync(keys, cancellationToken),
            await BoundAsync(keys, toBound, cancellationToken)
        );

    /// <summary>The same for customers just read, who are not looked up again.</summary>
    public async Task<CustomerFacts> OfAsync(IReadOnlyList<Customer> customers, bool toBound, CancellationToken cancellationToken)
    {
        CustomerKey[] keys = [.. customers.Select(customer => customer.Key)];
        return new(NoCustomers, await suppressions.FindAsync(keys, cancellationToken), await BoundAsync(keys, toBound, cancellationToken));
    }

    /// <summary>
    /// Whose customers the campaign goes to at this moment. The whole store's only as long as its sender is that store's manager.
    /// </summary>
    public ValueTask<Sellers> SellersAsync(Campaign campaign, CancellationToken cancellationToken) =>
        SellersAsync(campaign, null, cancellationToken);

    /// <param name="sender">Its sender, where they are known already.</param>
    public async ValueTask<Sellers> SellersAsync(Campaign campaign, StaffMember? sender, CancellationToken cancellationToken)
    {
        if (sender?.Is(campaign.Sender) != true)
            sender = await directory.FindAsync(campaign.Sender, cancellationToken);
        var name = sender?.Store == campaign.Store ? sender.StoreName : await directory.StoreNameAsync(campaign.Store, cancellationToken);
        return campaign.Audience.Store is { } store && sender is { Role: Role.Manager } && sender.Store == store
            ? Sellers.Of((await directory.OfStoreAsync(store, cancellationToken)).Where(member => member.MayBroadcast), name)
            : Sellers.Alone(campaign.Sender, sender?.Name ?? "", name);
    }

    /// <summary>The platform's word on the content's template; <see cref="MessageTemplate.Approved"/> where there is none to ask
    /// about.</summary>
    public async ValueTask<string?> StatusAsync(Content content, CancellationToken cancellationToken) =>
        content.Template is not { } template
            ? MessageTemplate.Approved
            : await templates.StatusAsync(template.Scope, template.Name, template.Language, cancellationToken);

    private async Task<IReadOnlyDictionary<CustomerKey, Binding>> BoundAsync(
        IReadOnlyCollection<CustomerKey> keys,
        bool toBound,
        CancellationToken cancellationToken
    ) => toBound ? await bindings.FindAsync(keys, cancellationToken) : new Dictionary<CustomerKey, Binding>();
}

/// <summary>What was found of some customers.</summary>
public sealed record CustomerFacts(
    IReadOnlyDictionary<CustomerKey, Customer> Customers,
    IReadOnlyDictionary<CustomerKey, IReadOnlyList<SuppressionKind>> Suppressed,
    IReadOnlyDictionary<CustomerKey, Binding> Bound
)
{
    /// <summary>Null may receive.</summary>
    public SkipReason? Verdict(CustomerKey key, SendOccasion occasion) => Verdict(key, Customers.GetValueOrDefault(key), occasion);

    /// <summary>The same for a customer just read.</summary>
    public SkipReason? Verdict(Customer customer, SendOccasion occasion) => Verdict(customer.Key, customer, occasion);

    // Asked for each of a million: most lists are empty.
    private SkipReason? Verdict(CustomerKey key, Customer? customer, SendOccasion occasion) =>
        EligibilityRule.Check(
            key,
            customer,
            Suppressed.Count == 0 ? [] : Suppressed.GetValueOrDefault(key, []),
            occasion,
            Bound.Count == 0 ? null : Bound.GetValueOrDefault(key)?.Staff
        );
}

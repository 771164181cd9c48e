using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Planning;

/// <summary>Sorts the chosen into those who receive and those who do not, by <see cref="EligibilityRule"/>. Preview and launch both sort
/// here.</summary>
public sealed class EligibilityFilter(EligibilityFacts facts, Roster roster, Capabilities capabilities, BroadcastOptions options, Node node)
{
    public ValueTask<Sellers> SellersAsync(Campaign campaign, CancellationToken cancellationToken) =>
        facts.SellersAsync(campaign, null, cancellationToken);

    /// <summary>Whose customers the campaign goes to. Throws what the database throws when it is away.</summary>
    /// <param name="sender">Its sender, where they are known already.</param>
    public ValueTask<Sellers> SellersAsync(Campaign campaign, StaffMember? sender, CancellationToken cancellationToken) =>
        facts.SellersAsync(campaign, sender, cancellationToken);

    /// <summary>One verdict per customer, in order; null receives. Throws what the database throws when it is away.</summary>
    /// <param name="at">When it is to be sent; null: now.</param>
    public async Task<EligibilityVerdicts> SortAsync(
        IReadOnlyList<Customer> customers,
        Campaign campaign,
        Sellers sellers,
        CancellationToken cancellationToken,
        DateTimeOffset? at = null
    )
    {
        if (customers.Count == 0)
            return new([], _ => null, _ => false);
        var people = await facts.OfAsync(customers, campaign.Audience.BoundOn is not null, cancellationToken);
        var standing = MessageTemplate.StandingOf(await facts.StatusAsync(campaign.Content, cancellationToken));
        // What was promised waits for a template that may come back; what is only a draft is told that it cannot be sent now.
        var approved =
            standing == TemplateStanding.Approved || (standing == TemplateStanding.Waits && campaign.State != CampaignState.Draft);
        var content = campaign.Content.Sign(campaign.Audience.Store is null ? sellers.NameOf(campaign.Sender) : null, sellers.StoreName);
        var personal = content.DiffersByPerson ? new PersonalContent(content, options.Fallbacks(campaign.Locale), SellerOf) : null;
        var occasions = new Dictionary<AccountKey, SendOccasion>();
        var verdicts = new SkipReason?[customers.Count];
        for (var i = 0; i < verdicts.Length; i++)
        {
            var customer = customers[i];
            var key = customer.Key.Account;
            if (!occasions.TryGetValue(key, out var occasion))
                occasions.Add(
                    key,
                    occasion = OccasionOf(campaign with { Content = content }, sellers, key, new(approved, personal, at ?? node.Now))
                );
            verdicts[i] = people.Verdict(customer, occasion);
        }

        return new(verdicts, SellerOf, customer => occasions[customer.Key.Account].IsBarred(customer));

        string? SellerOf(Customer customer) =>
            sellers.NameOf(campaign.Audience.BoundOn is null ? customer.Assignee : people.Bound.GetValueOrDefault(customer.Key)?.Staff);
    }

    private SendOccasion OccasionOf(Campaign campaign, Sellers sellers, AccountKey key, SentAs sent)
    {
        var limits = roster[key.Channel].Limits;
        return new(sellers, roster.Account(key), limits, campaign.Content, sent.At)
        {
            ToBound = campaign.Audience.BoundOn is not null,
            TemplateApproved = sent.Approved,
            Personal = sent.Personal,
            Objected = capabilities.ObjectionTo(key.Channel, limits, campaign.Content, campaign.Surface) is not null,
        };
    }

    private readonly record struct SentAs(bool Approved, PersonalContent? Personal, DateTimeOffset At);
}

/// <param name="Verdicts">One for each customer, in their order; null receives.</param>
/// <param name="SellerOf">The name of whoever's customer one of them is; null for nobody's among those the campaign is of.</param>
/// <param name="IsBarred">Whether nothing but the channel, which cannot carry the content, keeps one of them from receiving.</param>
public sealed record EligibilityVerdicts(
    IReadOnlyList<SkipReason?> Verdicts,
    Func<Customer, string?> SellerOf,
    Func<Customer, bool> IsBarred
);

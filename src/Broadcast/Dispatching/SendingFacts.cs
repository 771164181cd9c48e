using System.Collections.Concurrent;
using OmoBroadcast.Broadcast.Planning;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>What is to be known of campaigns under way to look at their requests once more. Throws what the database throws when it is
/// away.</summary>
public sealed class SendingFacts(Campaigns campaigns, LaunchWriter launches, EligibilityFacts facts, TemplateHolds holds, Changes changes)
{
    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<long, SendingMarks> known = new();

    /// <summary>What is settled before a campaign is sent.</summary>
    public async ValueTask<SendingMarks> OfAsync(long campaign, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(campaign, out var sending))
            return sending;
        if (known.Count >= MostRemembered)
            known.Clear();
        var found = await FindAsync(campaign, cancellationToken);
        return known[campaign] = new(found.Audience.Store is not null, await MarksAsync(campaign, cancellationToken), found.Hours);
    }

    // A database that was restored from a dump counts anew: what changes in it now would lie before a mark of the old one.
    private async Task<LaunchMarks> MarksAsync(long campaign, CancellationToken cancellationToken) =>
        await launches.MarksAsync(campaign, cancellationToken) is var marks && marks.Seen <= await changes.MarkAsync(cancellationToken)
            ? marks
            : LaunchMarks.Nothing;

    /// <summary>How a campaign stands at this moment. If its template may not be sent now and may be again, the rest of it waits from here
    /// on.</summary>
    public async Task<CampaignStanding> StandingAsync(long campaign, CancellationToken cancellationToken)
    {
        var found = await FindAsync(campaign, cancellationToken);
        var sellers = found.Audience.Store is null ? Sellers.Alone(found.Sender) : await facts.SellersAsync(found, cancellationToken);
        var status = await facts.StatusAsync(found.Content, cancellationToken);
        var waits = MessageTemplate.StandingOf(status) == TemplateStanding.Waits;
        if (waits)
            await holds.HoldAsync(campaign, status!, cancellationToken);
        return new(found, status == MessageTemplate.Approved, sellers, waits);
    }

    private async Task<Campaign> FindAsync(long campaign, CancellationToken cancellationToken) =>
        await campaigns.FindAsync(campaign, cancellationToken) ?? throw new InvalidOperationException($"Campaign {campaign} is not there");
}

/// <param name="OfStore">It goes to a whole store: who sells in it, and whether the sender is its manager, changes without a customer's
/// doing.</param>
/// <param name="Marks">From where on changes of customers matter to it.</param>
public sealed record SendingMarks(bool OfStore, LaunchMarks Marks, SendHours Hours);

/// <param name="Waits">Its template may not be sent now.</param>
public sealed record CampaignStanding(Campaign Campaign, bool Approved, Sellers Sellers, bool Waits);

using System.Runtime.CompilerServices;
using OmoBroadcast.Broadcast.Planning;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Launching;

/// <summary>A campaign's audience as pages of ledger rows: read, sorted and planned.</summary>
public sealed class LaunchPages(AudienceReader audience, EligibilityFilter filter, Roster roster, BroadcastOptions options, Node node)
{
    /// <summary>The cursor behind the last page.</summary>
    public const string End = "end";

    /// <summary>Where the stores stand, before anything is read. Throws what the stores throw when they are away.</summary>
    public Task<LaunchMarks> MarksAsync(CancellationToken cancellationToken) => audience.MarksAsync(cancellationToken);

    /// <summary>Which Redis is read from, as in <see cref="LaunchMarks.Present"/>.</summary>
    public Task<string> PresentAsync(CancellationToken cancellationToken) => audience.PresentAsync(cancellationToken);

    /// <summary>The pages from <paramref name="cursor"/> on. Throws what the stores throw when they are away.</summary>
    public async IAsyncEnumerable<LaunchPage> ReadAsync(
        Campaign campaign,
        string? cursor,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (cursor == End)
            yield break;
        var plan = new LaunchPlan(roster, options.Fallbacks(campaign.Locale), node.Clock);
        var sellers = await filter.SellersAsync(campaign, cancellationToken);
        await foreach (var page in audience.ReadAsync(campaign.Audience, sellers, cursor, cancellationToken))
        {
            var sorted = await filter.SortAsync(page.Customers, campaign, sellers, cancellationToken);
            yield return plan.Page(campaign, page.Customers, sorted.Verdicts, page.Next ?? End, sorted.SellerOf);
        }
    }
}

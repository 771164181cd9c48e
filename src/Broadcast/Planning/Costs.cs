using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Planning;

/// <summary>What WhatsApp takes: beforehand by the operator's rates and what is left of the month's free messages, afterwards by what
/// WhatsApp has said of each message.</summary>
public sealed class Costs(Rates rates, PricedMessages priced, Templates templates, Roster roster, TimeProvider clock)
{
    /// <param name="recipients">How many of them there are, by <see cref="Rates.CodeOf"/>.</param>
    /// <returns>Null for an account that WhatsApp does not bill; and for a template where no rates are known.</returns>
    public async Task<Charges?> BeforehandAsync(
        Account account,
        Content content,
        IReadOnlyDictionary<string, long> recipients,
        CancellationToken cancellationToken
    )
    {
        if (account.TemplateScope is not { } waba)
            return null;
        var now = clock.GetUtcNow();
        if (content.Template is { } template)
        {
            return
                rates.Currency is null
                || await templates.FindAsync(waba, template.Name, template.Language, cancellationToken) is not { } found
                ? null
                : Charges.Of(new(rates, found.Category.ToLowerInvariant(), now), recipients, 1, freeLeft: null);
        }

        if (now < Rates.ServiceChargedFrom)
            return null;
        // The zone in which WhatsApp counts its months is not told; here it is UTC.
        var month = new DateTimeOffset(now.UtcDateTime.Year, now.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero);
        var left = Math.Max(0, Rates.FreeInMonth - await priced.FreeAsync(account.Key, month, month.AddMonths(1), cancellationToken));
        return Charges.Of(
            new(rates, Rates.Service, now),
            recipients,
            content.Captioned(roster[account.Key.Channel].Limits.CaptionLength).Messages.Count,
            left
        );
    }

    /// <summary>In which all of it is billed.</summary>
    public string? Currency => rates.Currency;

    /// <summary>What a campaign has cost as far as WhatsApp has said; null where it has said of no message that it is charged.</summary>
    public async Task<CampaignCost?> AfterwardsAsync(long campaign, CancellationToken cancellationToken)
    {
        if (!roster.Accounts.Any(account => account.TemplateScope is not null))
            return null;
        var charged = await priced.ChargedAsync(campaign, cancellationToken);
        if (charged.Count == 0)
            return null;
        var known = charged.Select(some => (some.Count, Price: rates.Find(Rates.CodeOf(some.Begins), some.Category, some.Day))).ToList();
        return new(
            charged.Sum(some => some.Count),
            known.Where(some => some.Price is null).Sum(some => some.Count),
            rates.Currency is { } currency ? new Price(known.Sum(some => some.Count * (some.Price ?? 0)), currency) : null
        );
    }
}

/// <param name="Charged">How many messages WhatsApp charges.</param>
/// <param name="Unknown">Of those without a rate: how many.</param>
/// <param name="Cost">Of the rest; null without rates.</param>
public sealed record CampaignCost(long Charged, long Unknown, Price? Cost);

using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Domain.Campaigns;

/// <summary>What pressing the button would do, found by the same rules that decide when it is pressed.</summary>
/// <param name="Sample">The messages as the first receiver would see them.</param>
/// <param name="Takes">How long the sending takes at the allowed pace, at least.</param>
public sealed record Preview(
    Campaign Campaign,
    long Chosen,
    IReadOnlyList<SkippedGroup> WillNot,
    IReadOnlyList<OutboundMessage> Sample,
    string? SampleName,
    TimeSpan Takes,
    IReadOnlyList<AccountShare> ByAccount
)
{
    /// <summary>What the campaign's store is called.</summary>
    public string StoreName { get; init; } = "";

    /// <summary>Of the channels of those chosen the ones that cannot carry the content, and why.</summary>
    public IReadOnlyList<Objection> Objections { get; init; } = [];

    /// <summary>What may be left out to reach more, the most first.</summary>
    public IReadOnlyList<Removal> Removals { get; init; } = [];

    /// <summary>What the first receiver on each other channel would see, where that differs.</summary>
    public IReadOnlyList<ChannelSample> Others { get; init; } = [];

    /// <summary>What it costs by what the operator knows of prices, by currency; empty where nothing is known of any account in
    /// it.</summary>
    public IReadOnlyList<Price> Costs =>
        [
            .. ByAccount
                .Select(share => share.Cost)
                .OfType<Price>()
                .GroupBy(cost => cost.Currency)
                .Select(costs => new Price(costs.Sum(cost => cost.Amount), costs.Key))
                .OrderBy(cost => cost.Currency, StringComparer.Ordinal),
        ];

    /// <summary>How much more it may cost at the most, by currency; where nothing is added it costs what <see cref="Costs"/>
    /// says.</summary>
    public decimal More(string currency) =>
        ByAccount
            .Where(share => share.Cost?.Currency == currency && share.Charges is not null)
            .Sum(share => share.Charges!.High - share.Charges.Low);

    /// <summary>Of some accounts, or some markets, no price is known: the costs are not all.</summary>
    public bool CostsAreOpen => ByAccount.Any(share => share is { Cost: null, Free: false } or { Charges.Open: true });

    /// <summary>What the store's send window means for it; null: nothing.</summary>
    public WindowOutlook? Window { get; init; }

    /// <summary>More would receive than may without a manager's approval.</summary>
    public bool NeedsApproval { get; init; }

    public long WillReceive => ByAccount.Sum(share => share.Recipients);
}

/// <summary>The chosen who will not receive for one reason; the first names behind the number.</summary>
public sealed record SkippedGroup(SkipReason Reason, long Count, IReadOnlyList<string> Names);

/// <summary>A message, counted from 0, without which so many more would receive the rest.</summary>
public sealed record Removal(int Message, long More);

/// <summary>Some of the chosen who will not receive for one reason, or who will.</summary>
/// <param name="Reason">Null: those who will.</param>
/// <param name="Counts">How many there are for each reason.</param>
public sealed record LeftPage(
    Campaign Campaign,
    SkipReason? Reason,
    IReadOnlyList<Customer> Customers,
    IReadOnlyDictionary<SkipReason, long> Counts,
    int Skip
)
{
    /// <summary>The names of those accounts that share their channel with others.</summary>
    public IReadOnlyDictionary<AccountKey, string> Accounts { get; init; } = new Dictionary<AccountKey, string>();

    /// <summary>As of when it was read.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>How many will receive it.</summary>
    public long Receivers { get; init; }

    /// <summary>How many there are for this reason, on all pages.</summary>
    public long Total => Reason is { } reason ? Counts.GetValueOrDefault(reason) : Receivers;
}

/// <summary>How many of one account will receive, in how many requests.</summary>
public sealed record AccountShare(Account Account, long Recipients, long Requests)
{
    /// <summary>Null: the platform has none, or does not tell now.</summary>
    public Quota? Quota { get; init; }

    /// <summary>Null where no price is known, and where it costs nothing.</summary>
    public Price? Cost { get; init; }

    /// <summary>What of it WhatsApp charges; null where it bills nothing, or is not asked.</summary>
    public Charges? Charges { get; init; }

    /// <summary>The platform takes nothing for it.</summary>
    public bool Free { get; init; }

    /// <summary>How many of the recipients the rest of the month does not suffice for; they would wait.</summary>
    public long Beyond => Quota?.Left is { } left ? Math.Max(0, Recipients - left) : 0;
}

/// <summary>The messages as one receiver on a channel would see them.</summary>
public sealed record ChannelSample(ChannelId Channel, string? Name, IReadOnlyList<OutboundMessage> Messages);

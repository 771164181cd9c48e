using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Broadcast.Desk;

/// <summary>What pressing the button would do, found by the same rules that decide when it is pressed.</summary>
/// <param name="Sample">The messages as the first receiver would see them.</param>
/// <param name="Takes">How long the sending takes at the allowed pace, at least.</param>
public sealed record Preview(
    Campaign Campaign, long Chosen, IReadOnlyList<Left> WillNot, IReadOnlyList<OutboundMessage> Sample, string? SampleName, TimeSpan Takes, IReadOnlyList<AccountShare> ByAccount)
{
    /// <summary>Of the channels of those chosen the ones that cannot carry the content, and why.</summary>
    public IReadOnlyList<Objection> Objections { get; init; } = [];

    public long WillReceive => ByAccount.Sum(share => share.Recipients);
}

/// <summary>The chosen who will not receive for one reason; the first names behind the number.</summary>
public sealed record Left(SkipReason Reason, long Count, IReadOnlyList<string> Names);

/// <summary>How many of one account will receive, in how many requests.</summary>
public sealed record AccountShare(Account Account, long Recipients, long Requests);

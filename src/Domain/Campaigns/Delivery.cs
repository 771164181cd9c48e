using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;

namespace OmoBroadcast.Domain.Campaigns;

/// <summary>One campaign to one customer, and how it stands.</summary>
/// <param name="Skip">Why not, when skipped.</param>
public sealed record Delivery(
    CustomerKey Customer,
    string? Name,
    DeliveryState State,
    SkipReason? Skip,
    string? Code,
    string? Reason,
    DateTimeOffset? SettledAt
)
{
    /// <summary>Where messages go one call each and not all of them went: how many did.</summary>
    public int Went { get; init; }

    /// <summary>How far all of its messages have come, as far as the platform tells: delivered or read; null for less.</summary>
    public ReceiptKind? Reached { get; init; }
}

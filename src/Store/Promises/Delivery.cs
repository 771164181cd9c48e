using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Store.Promises;

/// <summary>One campaign to one customer, and how it stands.</summary>
/// <param name="Skip">Why not, when skipped.</param>
public sealed record Delivery(
    CustomerKey Customer, string? Name, DeliveryState State, SkipReason? Skip, string? Code, string? Reason, DateTimeOffset? SettledAt);

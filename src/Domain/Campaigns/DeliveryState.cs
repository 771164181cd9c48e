namespace OmoBroadcast.Domain.Campaigns;

/// <summary>How a delivery stands. All but <see cref="Waiting"/> are final.</summary>
public enum DeliveryState
{
    Waiting = 0,
    Accepted = 1,
    Skipped = 2,
    Refused = 3,
    Unknown = 4,
    Cancelled = 5,
    Expired = 6,
}

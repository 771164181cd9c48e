using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Domain.Campaigns;

/// <summary>Which deliveries of a campaign; what is null is not asked for.</summary>
public sealed record DeliveryFilter
{
    public static readonly DeliveryFilter All = new();

    public DeliveryState? State { get; init; }

    /// <summary>Accepted, and reported at least so far.</summary>
    public ReceiptKind? Reached { get; init; }

    /// <summary>Skipped for this reason.</summary>
    public SkipReason? Skip { get; init; }

    /// <summary>Refused or unknown with this code of the platform's.</summary>
    public string? Code { get; init; }

    /// <summary>Part of the customer's name, without regard to case.</summary>
    public string? Name { get; init; }
}

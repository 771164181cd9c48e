using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Desks.Broadcasts;

/// <summary>Some of a campaign's recipients.</summary>
/// <param name="Count">How many pass the filter.</param>
/// <param name="Codes">The platforms' codes among the refused and unknown, the most frequent first.</param>
public sealed record Recipients(
    Progress Progress,
    DeliveryFilter Filter,
    IReadOnlyList<Delivery> Page,
    long Count,
    IReadOnlyList<(string Code, long Count)> Codes
)
{
    /// <summary>How many of those who pass the filter a retry would go to.</summary>
    public long Again { get; init; }
}

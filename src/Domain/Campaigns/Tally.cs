namespace OmoBroadcast.Domain.Campaigns;

/// <summary>How each chosen recipient of a campaign ended, or that they still wait. Counted from the ledger; of
/// recipients that are too old to be kept, what was counted of them last.</summary>
public sealed record Tally
{
    public long Waiting { get; init; }

    public long Accepted { get; init; }

    public long Skipped { get; init; }

    public long Refused { get; init; }

    public long Unknown { get; init; }

    public long Cancelled { get; init; }

    public long Expired { get; init; }

    /// <summary>Of the accepted, those that the platform reports as delivered or more.</summary>
    public long Delivered { get; init; }

    /// <summary>Of the delivered, those that were read.</summary>
    public long Read { get; init; }

    public long Chosen => Waiting + Accepted + Skipped + Refused + Unknown + Cancelled + Expired;

    public bool HasTrouble => Refused + Unknown + Expired > 0;
}

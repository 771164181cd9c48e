namespace OmoBroadcast.Domain.Campaigns;

/// <summary>A send window that shuts before all of a campaign is sent.</summary>
/// <param name="Shuts">When it does; at once, where it is shut already.</param>
/// <param name="Reopens">When it opens again.</param>
/// <param name="Sends">For how long it is sent before.</param>
/// <param name="Expires">When nothing more of the campaign is sent.</param>
public sealed record WindowOutlook(DateTimeOffset Shuts, DateTimeOffset Reopens, TimeSpan Sends, DateTimeOffset Expires)
{
    /// <summary>It is shut when the campaign would begin.</summary>
    public bool IsShut => Sends == TimeSpan.Zero;

    /// <summary>What is not sent before it shuts is not sent at all.</summary>
    public bool TooLate => Expires <= Reopens;

    /// <summary>How many of the recipients that is, as far as can be said beforehand.</summary>
    /// <param name="takes">How long all of the sending takes.</param>
    public long Left(long recipients, TimeSpan takes) =>
        takes <= TimeSpan.Zero ? recipients : (long)Math.Ceiling(recipients * Math.Clamp(1 - (Sends / takes), 0, 1));
}

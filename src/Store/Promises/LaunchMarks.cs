namespace OmoBroadcast.Store.Promises;

/// <summary>Where the two stores stood before a campaign's audience was read.</summary>
/// <param name="Seen">As <see cref="Changes.MarkAsync"/>.</param>
/// <param name="Moment">The same of the conversations.</param>
/// <param name="Present">Which Redis it was, see <see cref="Present.PresentMark"/>.</param>
public sealed record LaunchMarks(long Seen, long Moment, string Present)
{
    /// <summary>Of a launch that an older version began: everything counts as changed since.</summary>
    public static readonly LaunchMarks Nothing = new(-1, -1, "");
}

using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>A claimed request with its content. No call of it may begin after <paramref name="Deadline"/>, a timestamp of this node's
/// monotonic clock.</summary>
/// <param name="Media">As <see cref="Outbound.Media"/>.</param>
public sealed record PreparedRequest(ClaimedRequest Request, Content Content, long Deadline, IReadOnlyList<MediaSource?> Media)
{
    /// <summary>Up to where changes of its recipients are seen, see <see cref="ChangeFeed.Revision"/>.</summary>
    public int Revision { get; init; }

    /// <summary>When its campaign's send window shuts. What has gone in part goes on, whatever the hour.</summary>
    public DateTimeOffset Shuts { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>It is written down that its call begins.</summary>
    public bool Begun { get; init; }

    /// <summary>Where messages go one call each: the next one, after those that went.</summary>
    public int Part => Request.Went;

    /// <summary>The message that this call sends, where it sends a single one.</summary>
    public OutboundMessage Message => Content.Messages[Part];

    /// <summary>The same for the message after this one; null after the last.</summary>
    public PreparedRequest? Next() => Part + 1 < Content.Messages.Count ? this with { Request = Request with { Went = Part + 1 } } : null;

    /// <summary>What the call leaves behind in the ledger besides its outcome.</summary>
    public Trail Trail(SendOutcome outcome, ChannelLimits limits, DateTimeOffset begun) =>
        new(
            Request.Account,
            Request.Recipients[0],
            Content.Messages.Count,
            outcome is SendOutcome.Accepted ? Part + 1 : Part,
            limits.Reports && outcome is SendOutcome.Accepted { PlatformId: { } id } ? new(Part, id, begun) : null,
            (outcome as SendOutcome.Unreachable)?.Suppress
        );
}

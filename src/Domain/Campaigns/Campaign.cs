using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Domain.Campaigns;

/// <summary>
/// Draft → Scheduled → Launching → Sending → Done; where a manager has to approve it, Draft → Awaiting → Scheduled. Paused stands beside
/// Sending, Cancelled ends any of them. The states on one page: docs/architecture.md.
/// </summary>
public enum CampaignState
{
    Draft = 0,
    Scheduled = 1,
    Launching = 2,
    Sending = 3,
    Paused = 4,
    Done = 5,
    Cancelled = 6,
    Awaiting = 7,
}

/// <summary>One act of broadcasting.</summary>
public sealed record Campaign
{
    public required long Id { get; init; }

    /// <summary>The sender, by staff id.</summary>
    public required string Sender { get; init; }

    public required string Store { get; init; }

    public required CampaignState State { get; init; }

    /// <summary>
    /// Counts every change a person makes. A card carries the version it was drawn from: pressed twice, or on an old card, it no longer
    /// fits and nothing is done.
    /// </summary>
    public required int Version { get; init; }

    public required Audience Audience { get; init; }

    public required Content Content { get; init; }

    /// <summary>Where its content was composed; what may be sent depends on it.</summary>
    public Surface Surface { get; init; }

    /// <summary>BCP 47 language of the sender's cards.</summary>
    public required string Locale { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When to start. Of a draft: when it was to start before it was taken back; null where it never was.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When nothing more of it may be sent.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How many the preview promised would receive, when the sender pressed the button.</summary>
    public int? Promised { get; init; }

    /// <summary>How many it said would not, by reason; null for campaigns older than this.</summary>
    public IReadOnlyDictionary<SkipReason, long>? PromisedLeft { get; init; }

    /// <summary>The manager who approved it, by staff id; null where none had to.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>When they did.</summary>
    public DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>With what words which manager sent it back; null when it was not, or has been asked for again since.</summary>
    public string? Returned { get; init; }

    /// <summary>The status of its template for whose end the rest of it waits; null: it waits for none.</summary>
    public string? Waits { get; init; }

    /// <summary>Why a manager lets it go out also while its store's send window is shut; null: it keeps to the window.</summary>
    public string? WindowReason { get; init; }

    public SendHours Hours => new(Store, WindowReason);

    /// <summary>Its recipients are too old to be kept; how many ended how still is.</summary>
    public bool Forgotten { get; init; }

    /// <summary>The campaign whose failed recipients it goes to once more; null for one of its own.</summary>
    public long? Origin { get; init; }
}

using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Teams.Cards;

/// <summary>All that the card of a draft's messages is drawn from.</summary>
/// <param name="Messages">What stands in the five places.</param>
/// <param name="Replies">Saved replies to choose from.</param>
/// <param name="Saved">The messages are the draft's own.</param>
internal sealed record ComposeView(
    Campaign Campaign,
    IReadOnlyList<OutboundMessage> Messages,
    IReadOnlyList<SavedReply> Replies,
    bool Saved
)
{
    /// <summary>It was scheduled, and was taken back to be changed.</summary>
    public bool Unscheduled { get; init; }
}

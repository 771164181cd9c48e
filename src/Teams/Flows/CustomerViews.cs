using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Cards;

namespace OmoBroadcast.Teams.Flows;

/// <summary>Gathers what a card of one conversation shows beside the conversation.</summary>
internal sealed class CustomerViews(CustomerDesk desk, MediaViews media, SuppressionWords words, TimeProvider time)
{
    /// <param name="open">Which whoever looks may see.</param>
    public async Task<ConversationView> OfAsync(OpenConversation open, StaffMember who, CancellationToken cancellationToken)
    {
        var care = await desk.CareAsync(who, open, cancellationToken);
        return new(open, who, Guid.CreateVersion7(time.GetUtcNow()))
        {
            Care = care,
            SoundsLikeStop =
                !care.Suppressed.Contains(SuppressionKind.Unsubscribed)
                && open.Last.Any(entry => IsFresh(entry, open.Customer) && words.SoundsLike(entry.Text)),
            Media = await media.OfAsync(open.Customer.Key, open.Last, cancellationToken),
        };
    }

    private static bool IsFresh(TranscriptEntry entry, Customer customer) =>
        entry is { From: null, Unsent: false }
        && entry.Details?.Event != SystemEvent.Tagged
        && (customer.LastAnsweredAt is not { } answered || entry.At > answered);
}

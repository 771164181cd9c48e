using OmoBroadcast.Broadcast.Desk;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Cards;

namespace OmoBroadcast.Teams.Flows;

/// <summary>Gathers what a card of one conversation shows beside the conversation.</summary>
internal sealed class CustomerViews(CustomerDesk desk, MediaViews media, TimeProvider time)
{
    /// <param name="open">Which whoever looks may see.</param>
    public async Task<ConversationView> OfAsync(OpenConversation open, StaffMember who, CancellationToken ct) =>
        new(open, who, Guid.CreateVersion7(time.GetUtcNow()))
        {
            Care = await desk.CareAsync(who, open.Customer.Key, ct),
            Media = await media.OfAsync(open.Customer.Key, open.Last, ct),
        };
}

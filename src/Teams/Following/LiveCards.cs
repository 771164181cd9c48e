using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Store.Promises;
using OmoBroadcast.Teams.Connector;

namespace OmoBroadcast.Teams.Following;

/// <summary>
/// One card for each conversation and whoever is told of it, brought up to date until they have answered; then, or when it has become old, the next message is told
/// by a new one, which Teams announces.
/// </summary>
internal sealed class LiveCards(NoticeCards cards, TeamsReferences references, Messenger messenger, TimeProvider time)
{
    /// <summary>A card changed further up in the chat is not seen any more.</summary>
    private static readonly TimeSpan Lives = TimeSpan.FromMinutes(30);

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>False: this person cannot be told.</summary>
    public async Task<bool> ShowAsync(Customer customer, string staffId, Func<TeamsReference, JsonObject> draw, CancellationToken ct)
    {
        if (await references.FindAsync(staffId, ct) is not { } reference) return false;
        var activity = Outgoing.Card(draw(reference));
        if (await cards.FindAsync(customer.Key, staffId, ct) is { } last && Now - last.At < Lives && !(customer.LastAnsweredAt > last.At)
            && await messenger.UpdateAsync(new(last.Card.ServiceUrl, last.Card.ConversationId), last.Card.ActivityId, activity, ct) is Sent.Done)
        {
            await cards.SaveAsync(customer.Key, staffId, last with { ShownAt = Now }, ct);
            return true;
        }

        switch (await messenger.SendAsync(new(reference.ServiceUrl, reference.ConversationId), activity, ct))
        {
            case Sent.Done { Id: { } id }:
                await cards.SaveAsync(customer.Key, staffId, new(new(reference.ServiceUrl, reference.ConversationId, id), Now, Now), ct);
                return true;
            case Sent.Done or Sent.Unknown:
                // Shown, or perhaps: not a second time.
                return true;
            case Sent.Gone gone:
                await references.GoneAsync(staffId, gone.Code, Now, ct);
                return false;
            default:
                return false;
        }
    }
}

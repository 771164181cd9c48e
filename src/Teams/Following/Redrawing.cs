using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Store.Promises;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Connector;
using OmoBroadcast.Teams.Flows;
using OmoBroadcast.Teams.Inbound;

namespace OmoBroadcast.Teams.Following;

/// <summary>Draws the cards anew that show what a customer has edited or taken back since: LINE, for one, asks that it be seen no more.</summary>
internal sealed class Redrawing(SaidCards cards, StaffDirectory directory, TeamsReferences references, Reception reception, Messenger messenger)
{
    /// <returns>Whether all that could be reached are drawn anew.</returns>
    public async Task<bool> RedrawAsync(CustomerKey customer, CancellationToken ct)
    {
        var whole = true;
        foreach (var card in await cards.OfAsync(customer, ct)) whole &= await RedrawAsync(card, ct);
        return whole;
    }

    public Task ForgetAsync(DateTimeOffset now, CancellationToken ct) => cards.ForgetAsync(now, ct);

    private async Task<bool> RedrawAsync(SaidCard card, CancellationToken ct)
    {
        var content = await DrawAsync(card, ct);
        if (content is null) return true;
        var address = new ConversationAddress(card.Place.ServiceUrl, card.Place.ConversationId);
        return await messenger.UpdateAsync(address, card.Place.ActivityId, Outgoing.Card(content), ct, Urgency.News) is Sent.Done or Sent.Gone;
    }

    // As if whoever sees it had asked for it again; what they may see no more is replaced by a sentence that says so.
    private async Task<System.Text.Json.Nodes.JsonObject?> DrawAsync(SaidCard card, CancellationToken ct)
    {
        if (await references.FindAsync(card.StaffId, ct) is not { } reference || CardMemory.Read(card.Again) is not { } again) return null;
        if (await directory.FindAsync(card.StaffId, ct) is not { } who) return PlainCard.Said(Texts.Phrases.For(reference.Locale), Texts.Phrases.For(reference.Locale)["Unknown_Person"]);
        var visit = new Visit(
            who, reference.Locale, TimeZoneInfo.Utc, new(card.Place.ServiceUrl, card.Place.ConversationId), card.Place.ActivityId, Surface.Desktop);
        return await reception.RedrawAsync(visit, again, ct) switch
        {
            Shown.Card shown => shown.Content,
            Shown.Note note => PlainCard.Said(visit.Phrases, note.Text),
            Shown.Wrong wrong => throw new InvalidOperationException(wrong.Text),
            _ => null,
        };
    }
}

using OmoBroadcast.Desks.People;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Teams.Activities;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Connector;
using OmoBroadcast.Teams.Flows;

namespace OmoBroadcast.Teams.Following;

/// <summary>Draws the cards anew that show what a customer has edited or taken back since: LINE, for one, asks that it be seen no
/// more.</summary>
internal sealed class CardRedrawer(
    SaidCards cards,
    StaffDesk staff,
    TeamsReferences references,
    ActionRouter router,
    ConnectorClient connector
)
{
    /// <returns>Whether all that could be reached are drawn anew.</returns>
    public async Task<bool> RedrawAsync(CustomerKey customer, CancellationToken cancellationToken)
    {
        var whole = true;
        foreach (var card in await cards.OfAsync(customer, cancellationToken))
            whole &= await RedrawAsync(card, cancellationToken);
        return whole;
    }

    private async Task<bool> RedrawAsync(SaidCard card, CancellationToken cancellationToken)
    {
        var content = await DrawAsync(card, cancellationToken);
        if (content is null)
            return true;
        var address = new ConversationAddress(card.Place.ServiceUrl, card.Place.ConversationId);
        return await connector.UpdateAsync(address, card.Place.ActivityId, OutgoingActivity.Card(content), cancellationToken, Urgency.News)
            is ConnectorResult.Done
                or ConnectorResult.Gone;
    }

    // As if whoever sees it had asked for it again; what they may see no more is replaced by a sentence that says so.
    private async Task<System.Text.Json.Nodes.JsonObject?> DrawAsync(SaidCard card, CancellationToken cancellationToken)
    {
        if (await references.FindAsync(card.StaffId, cancellationToken) is not { } reference || CardQuery.Read(card.Again) is not { } again)
            return null;
        if (await staff.WhoAsync(card.StaffId, cancellationToken) is not { } who)
            return PlainCard.Said(Texts.Phrases.For(reference.Locale), Texts.Phrases.For(reference.Locale)["Unknown_Person"]);
        var visit = new Visit(
            who,
            reference.Locale,
            TimeZoneInfo.Utc,
            new(card.Place.ServiceUrl, card.Place.ConversationId),
            card.Place.ActivityId,
            Surface.Desktop
        );
        return await router.RedrawAsync(visit, again, cancellationToken) switch
        {
            FlowResult.Card shown => shown.Content,
            FlowResult.Note note => PlainCard.Said(visit.Phrases, note.Text),
            FlowResult.Wrong wrong => throw new InvalidOperationException(wrong.Text),
            _ => null,
        };
    }
}

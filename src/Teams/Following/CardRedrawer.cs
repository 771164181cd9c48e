using OmoBroadcast.Desks.People;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Teams.Activities;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Connector;
using OmoBroadcast.Teams.Flows;

namespace OmoBroadcast.Teams.Following;

/// <summary>Draws the cards anew that show what a customer has edited or taken back since. LINE, for one, asks that what is taken back be
/// seen no more; for what is only edited no card is drawn anew that somebody may be writing on.</summary>
internal sealed class CardRedrawer(
    ShownWords cards,
    StaffDesk staff,
    TeamsReferences references,
    ActionRouter router,
    ConnectorClient connector
)
{
    /// <param name="assignee">Who is told of an edit by another card, where theirs is left; null: it was taken back, and no card is
    /// left.</param>
    public async Task<Redrawn> RedrawAsync(CustomerKey customer, string? assignee, CancellationToken cancellationToken)
    {
        var (whole, left) = (true, false);
        foreach (var card in await cards.Said.OfAsync(customer, cancellationToken))
        {
            var theirs = string.Equals(card.StaffId, assignee, StringComparison.OrdinalIgnoreCase);
            if (assignee is not null && (card.Fields || (theirs && await TellsAsync(card, customer, cancellationToken))))
                left |= theirs;
            else
                whole &= await RedrawAsync(card, cancellationToken);
        }

        return new(whole, left);
    }

    /// <summary>Whether a card of theirs that shows what the customer said is left as it is when that is edited.</summary>
    public async Task<bool> IsLeftAsync(CustomerKey customer, string staffId, CancellationToken cancellationToken)
    {
        foreach (var card in await cards.Said.OfAsync(customer, cancellationToken))
            if (
                string.Equals(card.StaffId, staffId, StringComparison.OrdinalIgnoreCase)
                && (card.Fields || await TellsAsync(card, customer, cancellationToken))
            )
                return true;
        return false;
    }

    // The card that tells of this customer's messages is brought up to date as such.
    private async Task<bool> TellsAsync(SaidCard card, CustomerKey customer, CancellationToken cancellationToken) =>
        await cards.Notices.FindAsync(customer, card.StaffId, cancellationToken) is { Fields: false } last && last.Card == card.Place;

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

/// <param name="Whole">All that are to be drawn anew and could be reached are.</param>
/// <param name="Left">Others were left as they are.</param>
internal readonly record struct Redrawn(bool Whole, bool Left);

/// <summary>Where it is remembered which cards show what customers said.</summary>
internal sealed record ShownWords(SaidCards Said, NoticeCards Notices);

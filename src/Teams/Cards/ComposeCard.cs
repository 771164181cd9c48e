using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>群發, second step: up to five messages, texts, files and saved replies.</summary>
internal static class ComposeCard
{
    private const int MostReplies = 20;

    /// <param name="messages">What stands in the five places.</param>
    /// <param name="replies">Saved replies to choose from.</param>
    /// <param name="saved">The messages are the draft's own.</param>
    /// <param name="note">What has just been done; escaped already.</param>
    /// <returns>Null when what was typed does not fit into a card: then the card in the chat, which still holds it, must stay.</returns>
    public static JsonObject? Draw(
        Phrases phrases,
        Campaign campaign,
        IReadOnlyList<OutboundMessage> messages,
        IReadOnlyList<SavedReply> replies,
        bool saved,
        FieldError? error = null,
        string? note = null
    )
    {
        if (MessageSlots.Plan(messages, saved) is not { } slots)
            return null;
        var draft = CampaignTarget.Of(campaign);
        var held = campaign.Content.Messages.Count;
        DraftForm Data(string? step) => new(draft, step, Slots: slots) { Held = held };
        JsonObject Arrange(string title, int slot, string act) =>
            Card.Button(Verbs.BroadcastArrange, phrases[title], new(draft, slots, slot, act) { Held = held }, inputs: true);

        var card = new Card(phrases).Title("Compose_Title").Hint("Compose_Hint").Hint("Compose_Attach");
        if (note is not null)
            card.Text(note);
        MessageSlots.Draw(card, messages, slots, error, slot =>
            [
                .. slot > 1 ? [Arrange("Button_Up", slot, ArrangeForm.Up)] : (JsonObject[])[],
                .. slot < messages.Count ? [Arrange("Button_Down", slot, ArrangeForm.Down)] : (JsonObject[])[],
                Arrange("Button_Remove", slot, ArrangeForm.Out),
            ]
        );
        card.Action(Card.Button(Verbs.BroadcastCompose, phrases["Button_Preview"], Data(DraftForm.Done), inputs: true))
            .Action(Card.Button(Verbs.BroadcastAttach, phrases["Button_Attach"], Data(null), inputs: true));
        if (replies.Count > 0)
        {
            card.Input(SavedReplyCards.Choice(phrases, replies.Take(MostReplies)), FieldError.At(error, Field.Reply))
                .Action(Card.Button(Verbs.BroadcastInsert, phrases["Button_Insert"], Data(null), inputs: true));
        }
        return card.Action(Card.Button(Verbs.BroadcastChoose, phrases["Button_BackToChoose"], Data(DraftForm.Form), inputs: true))
            .Action(Card.Button(Verbs.BroadcastCancel, phrases["Button_CancelDraft"], draft))
            .Build();
    }
}

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
        JsonObject Data(string? step)
        {
            var data = ChooseCard.Data(campaign, step);
            data["slots"] = slots;
            return data;
        }
        JsonObject Arrange(string title, int slot, string act)
        {
            var data = Data(null);
            (data["slot"], data["act"]) = (slot, act);
            return Card.Button(Verbs.BroadcastArrange, phrases[title], data, inputs: true);
        }

        var card = new Card(phrases).Title("Compose_Title").Hint("Compose_Hint").Hint("Compose_Attach");
        if (note is not null)
            card.Text(note);
        MessageSlots.Draw(card, messages, slots, error, slot =>
            [
                .. slot > 1 ? [Arrange("Button_Up", slot, "up")] : (JsonObject[])[],
                .. slot < messages.Count ? [Arrange("Button_Down", slot, "down")] : (JsonObject[])[],
                Arrange("Button_Remove", slot, "drop"),
            ]
        );
        card.Action(Card.Button(Verbs.BroadcastCompose, phrases["Button_Preview"], Data("done"), inputs: true));
        if (replies.Count > 0)
        {
            card.Input(SavedReplyCards.Choice(phrases, replies.Take(MostReplies)), FieldError.At(error, "reply"))
                .Action(Card.Button(Verbs.BroadcastInsert, phrases["Button_Insert"], Data(null), inputs: true));
        }
        return card.Action(Card.Button(Verbs.BroadcastChoose, phrases["Button_BackToChoose"], Data("form"), inputs: true))
            .Action(Card.Button(Verbs.BroadcastCancel, phrases["Button_CancelDraft"], ChooseCard.Data(campaign, null)))
            .Build();
    }
}

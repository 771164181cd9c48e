using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>群發, second step: up to five messages, texts, files and saved replies.</summary>
internal static class ComposeCard
{
    private const int MostReplies = 20;

    /// <returns>Null when what was typed does not fit into a card: then the card in the chat, which still holds it, must stay.</returns>
    public static JsonObject? Draw(Phrases phrases, ComposeView view, Remark remark = default)
    {
        if (MessageSlots.Plan(view.Messages, view.Saved) is not { } slots)
            return null;
        var draft = CampaignTarget.Of(view.Campaign);
        var card = new Card(phrases).Title(phrases.Say("Step", 2, 3), Meaning.Informative, "Compose_Title");
        if (view.Unscheduled)
            card.Text(phrases["Draft_Unscheduled"], color: "Warning");
        if (remark.Note is not null)
            card.Text(remark.Note);
        MessageSlots.Draw(card, view.Messages, slots, remark.Error, slot => Arranging(phrases, view, slots, slot));
        if (view.Replies.Count > 0)
            card.Input(SavedReplyCards.Choice(phrases, view.Replies.Take(MostReplies)), remark.At(Field.Reply))
                .Add(Buttons.Row(Card.Button(Verbs.BroadcastInsert, phrases["Button_Insert"], Data(null), inputs: true)));
        card.Fold(
            "hints",
            phrases["Compose_Hints"],
            open: false,
            TextBlocks.Small(card.Sentence("Compose_Hint")),
            TextBlocks.Small(card.Sentence("Compose_Attach"))
        );
        return card.Main(Card.Button(Verbs.BroadcastCompose, phrases["Button_Preview"], Data(DraftForm.Done), inputs: true))
            .Action(Card.Button(Verbs.BroadcastAttach, phrases["Button_Attach"], Data(null), inputs: true))
            .Action(Card.Button(Verbs.BroadcastChoose, phrases["Button_BackToChoose"], Data(DraftForm.Form), inputs: true))
            .More(Card.Button(Verbs.BroadcastCancel, phrases["Button_CancelDraft"], draft).Destructive())
            .Build();

        DraftForm Data(string? step) => new(draft, step, Slots: slots) { Held = view.Campaign.Content.Messages.Count };
    }

    // What can be done to the file at a place.
    private static JsonObject[] Arranging(Phrases phrases, ComposeView view, string slots, int slot)
    {
        List<JsonObject> buttons = [];
        if (slot > 1)
            buttons.Add(Arrange("Button_Up", ArrangeForm.Up));
        if (slot < view.Messages.Count)
            buttons.Add(Arrange("Button_Down", ArrangeForm.Down));
        return [.. buttons, Arrange("Button_Remove", ArrangeForm.Out)];

        JsonObject Arrange(string title, string act) =>
            Card.Button(
                    Verbs.BroadcastArrange,
                    phrases[title],
                    new(CampaignTarget.Of(view.Campaign), slots, slot, act) { Held = view.Campaign.Content.Messages.Count },
                    inputs: true
                )
                .Of(phrases.Say("Label_Text", slot));
    }
}

using System.Text.Json.Nodes;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Commands;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>Words that are no command: to whom they may go is asked. Nothing goes anywhere by itself.</summary>
internal static class LooseTextCard
{
    public const int LongestText = 5000;

    private const int MostSuggestions = 2,
        LongestName = 40;

    /// <param name="offer">The words, whose conversation they may be for, the broadcast they may be for.</param>
    /// <param name="nearest">Commands that they are like.</param>
    public static JsonObject Draw(Phrases phrases, AttachmentOffer offer, IReadOnlyCollection<CommandName> nearest)
    {
        var card = new Card(phrases);
        if (offer.Opened is { } customer)
            card.Title("Loose_ToCustomer", Markdown.Clip(phrases.Name(customer), LongestName)).Add(offer.Rows.About(customer));
        else
            card.Title("Loose_ToDraft");
        card.Input(Inputs.Lines(Field.Text, phrases[offer.Opened is null ? "Label_Message" : "Label_Reply"], offer.Words, LongestText));
        JsonObject[] sending = [.. Sending(phrases, offer)];
        if (nearest.Count > 0)
            // What sends stands beneath the words, and beneath the question only what it asks.
            card.Add(Buttons.Row(sending)).Hint("Unknown_Nearest");
        else
            foreach (var button in sending)
                card.Action(button);
        foreach (var name in nearest.Take(MostSuggestions))
            card.Action(Card.Button(Verbs.CommandRun, phrases[$"Command_{name}"], new(name)).Leaving((Field.Text, offer.Words)));
        // As it was sent it stands in the chat.
        return card.Action(Card.Button(Verbs.HelpOpen, phrases["Button_NotThis"]).Leaving((Field.Text, offer.Words))).Build();
    }

    private static IEnumerable<JsonObject> Sending(Phrases phrases, AttachmentOffer offer)
    {
        if (offer.Opened is { } customer)
            yield return Card.Button(Verbs.ConversationReply, phrases["Button_SendLoose"], new(customer.Key, offer.Action), inputs: true)
                .Main();
        if (offer.Draft is not { } draft)
            yield break;
        var data = new AttachmentForm("", offer.Action) { Campaign = draft.Id };
        var button = Card.Button(Verbs.MediaJoin, phrases["Button_AddToDraft"], data, inputs: true);
        yield return offer.Opened is null ? button.Main() : button;
    }
}

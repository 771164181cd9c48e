using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Conversations;
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
            ToCustomer(card, offer, customer);
        else
            card.Title("Loose_ToDraft");
        card.Input(Card.TextArea(Field.Text, phrases[offer.Opened is null ? "Label_Message" : "Label_Reply"], offer.Words, LongestText));
        if (offer.Draft is { } draft)
            ToDraft(card, offer, draft);
        if (nearest.Count > 0)
            card.Hint("Unknown_Nearest");
        foreach (var name in nearest.Take(MostSuggestions))
            card.Action(Card.Button(Verbs.CommandRun, phrases[$"Command_{name}"], new(name)));
        var help = Card.Button(Verbs.HelpOpen, phrases["Button_NotThis"]);
        return (offer.Draft is not null && nearest.Count > 1 ? card.More(help) : card.Action(help)).Build();
    }

    private static void ToCustomer(Card card, AttachmentOffer offer, Customer customer)
    {
        var phrases = card.Phrases;
        card.Title("Loose_ToCustomer", Markdown.Clip(phrases.Name(customer), LongestName))
            .Add(offer.Rows.About(customer))
            .Main(Card.Button(Verbs.ConversationReply, phrases["Button_SendLoose"], new(customer.Key, offer.Action), inputs: true));
    }

    private static void ToDraft(Card card, AttachmentOffer offer, Campaign draft)
    {
        var data = new AttachmentForm("", offer.Action) { Campaign = draft.Id };
        var button = Card.Button(Verbs.MediaJoin, card.Phrases["Button_AddToDraft"], data, inputs: true);
        card.Action(offer.Opened is null ? button.Main() : button);
    }
}

using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>Files for the broadcast being written. Of its cards only the one of the five places has fields: what stands in those is known
/// to the client alone, and is lost where the card is drawn anew.</summary>
internal static class DraftFileCards
{
    private const int LongestSample = 100;

    /// <summary>Asks for a file. What was typed is saved: <paramref name="draft"/> holds it.</summary>
    public static JsonObject Ask(Phrases phrases, Campaign draft)
    {
        var card = new Card(phrases).Title(phrases.Say("Step", 2, 3), Meaning.Informative, "AskFile_Title").Say("AskFile_Hint");
        return Messages(card, draft.Content.Messages).Main(Form(phrases, draft, "Button_BackToWriting")).Build();
    }

    /// <summary>These were added; the card above stays as it is, with all that is being typed into it.</summary>
    /// <param name="note">With what found no room; escaped already.</param>
    public static JsonObject Added(Phrases phrases, Campaign draft, IReadOnlyList<OutboundMessage> messages, string note)
    {
        var title = messages.Count > 0 ? "Joined_Title" : "Joined_None";
        var card = new Card(phrases).Title(phrases.Say("Step", 2, 3), Meaning.Informative, title).Text(note);
        return Messages(card, messages).Hint("Joined_Unsaved").Main(Form(phrases, draft, "Button_ContinueHere")).Build();
    }

    /// <summary>In place of a card that another one follows.</summary>
    public static JsonObject Moved(Phrases phrases) => new Card(phrases).Title("Compose_Title").Hint("Compose_Moved").Build();

    /// <summary>A message in one line, escaped.</summary>
    public static string Line(Phrases phrases, OutboundMessage message) =>
        message switch
        {
            OutboundMessage.Media media => MessageSlots.Line(phrases, media),
            OutboundMessage.Text text => Markdown.Escape(
                Markdown.Clip(phrases.Readable(text.Words.ReplaceLineEndings(" ")), LongestSample)
            ),
            _ => "",
        };

    private static Card Messages(Card card, IReadOnlyList<OutboundMessage> messages)
    {
        foreach (var message in messages)
        {
            if (message is OutboundMessage.Media media)
                card.Add(Bubbles.Sample(TextBlocks.Body(MessageSlots.Line(card.Phrases, media))));
            else if (message is OutboundMessage.Text text)
                card.Quote(Markdown.Clip(card.Phrases.Readable(text.Words), LongestSample));
        }
        return card;
    }

    private static JsonObject Form(Phrases phrases, Campaign draft, string title) =>
        Card.Button(Verbs.BroadcastCompose, phrases[title], new(CampaignTarget.Of(draft), DraftForm.Form));
}

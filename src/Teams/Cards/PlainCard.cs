using System.Text.Json.Nodes;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>A card that says one thing.</summary>
internal static class PlainCard
{
    private const int LongestWords = 5000,
        Room = 20 * 1024;

    private static readonly string[] Written =
    [
        Field.Text,
        Field.Note,
        Field.Words,
        .. Enumerable.Range(1, Domain.Messages.Content.MostMessages).Select(MessageSlots.Id),
    ];

    /// <summary>Stands in while something takes longer than a button may wait.</summary>
    public static JsonObject Working(Phrases phrases) => new Card(phrases).Title("Working").Hint("Working_Hint").Build();

    /// <param name="text">A sentence, escaped where it needs to be.</param>
    public static JsonObject Said(Phrases phrases, string text) => Unsaved(phrases, text, null);

    /// <summary>The same where nothing was done, and the card that was pressed is there no more: with what was written into it.</summary>
    public static JsonObject Unsaved(Phrases phrases, string text, CardData? pressed)
    {
        var card = new Card(phrases).Text(text);
        var (kept, room) = (new List<(string, string?)>(), Room);
        foreach (var field in Written)
        {
            if (pressed?.Text(field) is not { } words || string.IsNullOrWhiteSpace(words))
                continue;
            var shown = Markdown.Clip(words, LongestWords);
            room -= Card.Bytes(JsonValue.Create(shown)!);
            if (room < 0)
                break;
            card.Input(Inputs.Lines(field, phrases["Label_Typed"], shown, LongestWords));
            kept.Add((field, null));
        }
        var help = Card.Button(Verbs.HelpOpen, phrases["Menu_Help"]);
        return card.Action(kept.Count > 0 ? help.Leaving(kept) : help).Build();
    }
}

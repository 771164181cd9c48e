using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Messages;
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
        Field.Tags,
        Field.Date,
        Field.Time,
        .. Enumerable.Range(1, Content.MostMessages).Select(MessageSlots.Id),
    ];

    /// <summary>Stands in while something takes longer than a button may wait.</summary>
    public static JsonObject Working(Phrases phrases) => new Card(phrases).Title("Working").Hint("Working_Hint").Build();

    /// <param name="text">A sentence, escaped where it needs to be.</param>
    public static JsonObject Said(Phrases phrases, string text) => Unsaved(phrases, text, null);

    /// <summary>A manager has decided about a broadcast: on to their team, where the next waits.</summary>
    public static JsonObject Decided(Phrases phrases, string text) =>
        new Card(phrases).Text(text).Action(Card.Button(Verbs.TeamOpen, phrases["Menu_Team"])).Build();

    /// <summary>As <see cref="Said"/> where nothing was done, and the card that was pressed is there no more: with what was written into
    /// it.</summary>
    public static JsonObject Unsaved(Phrases phrases, string text, CardData? pressed)
    {
        var card = new Card(phrases).Text(text);
        var (kept, room) = (new List<(string, string?)>(), Room);
        foreach (var field in Fields(pressed))
        {
            if (pressed?.Text(field) is not { } words || string.IsNullOrWhiteSpace(words))
                continue;
            var input = Input(phrases, field, Markdown.Clip(words, LongestWords));
            room -= Card.Bytes(input);
            if (room < 0)
                break;
            card.Input(input);
            kept.Add((field, null));
        }
        var help = Card.Button(Verbs.HelpOpen, phrases["Menu_Help"]);
        return card.Action(kept.Count > 0 ? help.Leaving(kept) : help).Build();
    }

    // What a saved reply is called is typed beside its text; elsewhere a name is what was looked for, or what a button is about.
    private static IEnumerable<string> Fields(CardData? pressed) =>
        pressed is null
            ? []
            : Written
                .Concat(pressed.Text(MessageSlots.Id(1)) is null ? [] : [Field.Name])
                .Concat(pressed.Values.Keys.Where(id => MessageTemplate.Find(id) is not null).OrderBy(MessageTemplate.Find));

    private static JsonObject Input(Phrases phrases, string field, string words) =>
        field switch
        {
            Field.Date when Moments.Date(words) is { } date => Inputs.Date(field, phrases["Label_Date"], date),
            Field.Time when Moments.Time(words) is { } time => Inputs.Time(field, phrases["Label_Time"], time),
            Field.Tags => Inputs.Line(field, phrases["Label_Tags"], words, LongestWords),
            Field.Name => Inputs.Line(field, phrases["Label_SavedName"], words, LongestWords),
            _ => Inputs.Lines(field, Label(phrases, field), words, LongestWords),
        };

    private static string Label(Phrases phrases, string field) =>
        MessageTemplate.Find(field) switch
        {
            (TemplatePlace.Header, var number) => phrases.Say("Label_TemplateHeader", number),
            (TemplatePlace.Body, var number) => phrases.Say("Label_TemplateBody", number),
            _ => phrases["Label_Typed"],
        };
}

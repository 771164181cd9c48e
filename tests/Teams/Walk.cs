using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

/// <summary>Somebody's way through cards as they are shown, in English: only what a card has can be pressed and filled in, and each tap and
/// each typed field is counted.</summary>
internal sealed class Walk(TeamsFace teams, StaffMember who)
{
    private readonly HashSet<JsonObject> opened = [];

    public JsonObject Card { get; private set; } = [];

    /// <summary>Buttons, ticks, opening a fold or what is behind the three dots, and two for a choice out of a closed list: opening it and
    /// choosing.</summary>
    public int Taps { get; private set; }

    /// <summary>Fields written into, a date and a time among them, and lines written to the bot.</summary>
    public int Typed { get; private set; }

    public void Begin(JsonObject card) => Card = card;

    public async Task SayAsync(string words)
    {
        Typed++;
        Card = (await teams.SayAsync(who, words)).Card!;
    }

    /// <summary>Values that can be chosen in an input.</summary>
    public IReadOnlyList<string> Choices(string id) =>
        [
            .. Input(id).Input["choices"]!
                .AsArray()
                .Select(choice => (string)choice!["value"]!)
                .Where(value => value != OmoBroadcast.Teams.Cards.Parts.Inputs.Any),
        ];

    /// <param name="phrase">The key of the button's title.</param>
    /// <param name="of">What the button's data holds, where several are called so.</param>
    public async Task PressAsync(string phrase, string of = "", params (string Id, string Value)[] filled)
    {
        var title = Phrases.English[phrase].Split('{');
        bool Is(JsonObject button) =>
            title.Length == 1
                ? (string?)button["title"] == title[0]
                : ((string)button["title"]!).StartsWith(title[0], StringComparison.Ordinal);
        var (pressed, hidden) = Elements()
            .First(one =>
                (string?)one.Element["type"] == "Action.Execute"
                && Is(one.Element)
                && one.Element["data"]!.ToJsonString().Contains(of, StringComparison.Ordinal)
            );
        var button = pressed.DeepClone().AsObject();
        Open(hidden);
        if ((string?)button["mode"] == "secondary")
            Taps++;
        var takes = (string?)button["associatedInputs"] != "none";
        Assert.True(filled.Length == 0 || takes, $"{phrase} takes no inputs");
        // What stands in the fields goes along.
        if (takes)
            foreach (var (input, _) in Inputs())
                button["data"]![(string)input["id"]!] = input["value"]?.DeepClone();
        foreach (var (id, value) in filled)
            button["data"]![id] = Fill(id, value);
        Taps++;
        opened.Clear();
        Card =
            (await teams.PressAsync(who, button, "the-card"))["value"] as JsonObject
            ?? throw new InvalidOperationException($"{phrase} is answered by no card");
    }

    private string Fill(string id, string value)
    {
        var (input, hidden) = Input(id);
        Open(hidden);
        if ((string?)input["type"] != "Input.ChoiceSet")
        {
            Typed++;
            return value;
        }
        var values = value.Split(',');
        Assert.Subset(Choices(id).ToHashSet(), values.ToHashSet());
        Taps += (bool?)input["isMultiSelect"] == true ? values.Length : 2;
        return value;
    }

    // Whatever is behind one fold is shown by one tap.
    private void Open(string? hidden)
    {
        if (hidden is null)
            return;
        var fold = Elements()
            .Select(one => one.Element)
            .First(one =>
                (string?)one["type"] == "Action.ToggleVisibility"
                && one["targetElements"]!.AsArray().Any(target => (string?)target == hidden)
            );
        if (opened.Add(fold))
            Taps++;
    }

    private (JsonObject Input, string? Hidden) Input(string id) => Inputs().Single(element => (string?)element.Input["id"] == id);

    private IEnumerable<(JsonObject Input, string? Hidden)> Inputs() =>
        Elements().Where(one => ((string)one.Element["type"]!).StartsWith("Input.", StringComparison.Ordinal));

    private IEnumerable<(JsonObject Element, string? Hidden)> Elements() => Inside(Card, hidden: null);

    /// <returns>Every element with the id of what hides it, which may be itself; null: nothing.</returns>
    private static IEnumerable<(JsonObject Element, string? Hidden)> Inside(JsonNode node, string? hidden) =>
        node switch
        {
            JsonObject one when (hidden ?? ((bool?)one["isVisible"] == false ? (string?)one["id"] : null)) is var by => one.Where(
                    property => property.Value is JsonObject or JsonArray
                )
                .SelectMany(property => Inside(property.Value!, by))
                .Concat(one["type"] is JsonValue ? [(one, by)] : []),
            JsonArray many => many.SelectMany(item => item is null ? [] : Inside(item, hidden)),
            _ => [],
        };
}

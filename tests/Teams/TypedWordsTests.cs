using System.Collections;
using System.Reflection;
using System.Text.Json.Nodes;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

/// <summary>What is typed into a card is known to the client alone until a button brings it along. So each button beside a field brings it
/// to whoever shows it again or does something with it, leaves the card where it is, or is argued for here.</summary>
public sealed class TypedWordsTests
{
    private const string Token = "what-was-typed";

    private const string Gone = "It gives the draft up, and says so.",
        Sought = "What is looked for is written for nobody, and soon written again.",
        Anyway = "Why it is sent anyway is of no use where it is not.",
        When = "What is sent changes first; when is asked again.";

    private static readonly Dictionary<(string Verb, string Field), string> Argued = new()
    {
        [("broadcast.cancel", "*")] = Gone,
        [("broadcast.schedule", "reason")] = Anyway,
        [("broadcast.timed", "reason")] = Anyway,
        [("broadcast.compose", "date")] = When,
        [("broadcast.compose", "time")] = When,
        [("broadcast.choose", "date")] = When,
        [("broadcast.choose", "time")] = When,
        [("records.recipients", "name")] = "The next page is of what is shown; another filter has a button of its own.",
        [("records.open", "name")] = Sought,
        [("records.export", "name")] = Sought,
        [("records.retry", "name")] = Sought,
        [("records.copy", "name")] = Sought,
        [("mine.open", "words")] = Sought,
        [("conversation.history", "words")] = Sought,
        [("team.conversation", "words")] = Sought,
        [("person.export", "words")] = Sought,
        [("person.askErase", "words")] = Sought,
    };

    [Fact]
    public void Every_button_beside_a_field_brings_the_words_along_or_leaves_the_card_where_it_is()
    {
        var used = new HashSet<(string, string)>();
        foreach (var (name, card) in CardTests.Every(Phrases.English))
        foreach (var field in Fields(card))
        foreach (var button in CardReader.Buttons(card))
        {
            var verb = (string)button["verb"]!;
            if (Stays(button, field) || Brings(button, verb, field))
                continue;
            (string, string) argued = Argued.ContainsKey((verb, "*")) ? (verb, "*") : (verb, field);
            Assert.True(Argued.ContainsKey(argued), $"{name}: {verb} loses what is typed into {field}");
            used.Add(argued);
        }

        Assert.Empty(Argued.Keys.Except(used));
    }

    [Fact]
    public void Words_that_are_kept_already_hold_no_card_back()
    {
        var button = Card.Button(Verbs.HelpOpen, "x").Leaving(("note", null), ("tags", "VIP、\r\n新客 "));
        Assert.Null(button["associatedInputs"]);
        Assert.False(On(("note", " "), ("tags", "VIP、\n新客")));
        Assert.True(On(("note", "a"), ("tags", "VIP、\n新客")));
        Assert.True(On(("note", ""), ("tags", "VIP")));
        Assert.False(On(("note", ""), ("tags", "")));
        Assert.False(Unsaved.On(new(new Dictionary<string, string> { ["note"] = "a" })));

        bool On(params (string, string)[] typed) =>
            Unsaved.On(
                new(typed.Append(("stays", (string)button["data"]!["stays"]!)).ToDictionary(pair => pair.Item1, pair => pair.Item2))
            );
    }

    private static bool Stays(JsonObject button, string field) =>
        button["associatedInputs"] is null
        && ((string?)(button["data"]!["stays"] as JsonValue) ?? "").Split(',').Any(one => one.Split(':')[0] == field);

    // Read as the flow reads it: a payload that does not hold the words has lost them.
    private static bool Brings(JsonObject button, string verb, string field)
    {
        if (button["associatedInputs"] is not null)
            return false;
        var pressed = button["data"]!.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value!.ToString());
        pressed[field] = Token;
        var payload = Verbs.Find(verb)!.GetType().BaseType!.GenericTypeArguments[0];
        var read = payload.GetMethod("Read", BindingFlags.Public | BindingFlags.Static, [typeof(CardData)])!;
        return Holds(read.Invoke(null, [new CardData(pressed)]), 5);
    }

    private static bool Holds(object? value, int depth) =>
        value switch
        {
            null => false,
            string words => words == Token,
            IEnumerable<KeyValuePair<string, string>> fields => fields.Any(pair => pair.Value == Token),
            IEnumerable many => many.Cast<object?>().Any(one => Holds(one, depth - 1)),
            _ => depth > 0
                && value.GetType().Namespace?.StartsWith("OmoBroadcast.", StringComparison.Ordinal) == true
                && value
                    .GetType()
                    .GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                    .Any(member => Holds(member.GetValue(value), depth - 1)),
        };

    private static IEnumerable<string> Fields(JsonNode? node) =>
        node switch
        {
            JsonObject one => one.SelectMany(member => Fields(member.Value))
                .Concat((string?)(one["type"] as JsonValue) is "Input.Text" or "Input.Date" or "Input.Time" ? [(string)one["id"]!] : []),
            JsonArray many => many.SelectMany(Fields),
            _ => [],
        };
}

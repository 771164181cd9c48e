using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OmoBroadcast.Sandbox.Teams;

/// <summary>Reads an Adaptive Card as a client does: what it says, what can be typed, what can be pressed.</summary>
internal static partial class CardReading
{
    private const string ContentType = "application/vnd.microsoft.card.adaptive";

    /// <summary>The card of an activity, if it has one.</summary>
    public static JsonObject? CardOf(JsonObject? activity) =>
        activity?["attachments"] is JsonArray attachments
            ? attachments.OfType<JsonObject>().FirstOrDefault(a => (string?)a["contentType"] == ContentType)?["content"] as JsonObject
            : null;

    /// <summary>The first button with this verb.</summary>
    public static JsonObject? Button(JsonObject? card, string verb) =>
        card is null ? null : Objects(card).FirstOrDefault(o => (string?)o["type"] == "Action.Execute" && (string?)o["verb"] == verb);

    public static bool HasInput(JsonObject card, string id) => Inputs(card).Any(i => (string?)i["id"] == id);

    /// <summary>The value behind a choice as it reads; null if the card does not offer it.</summary>
    public static string? Choice(JsonObject card, string input, string title) =>
        (string?)
            Inputs(card)
                .Where(i => (string?)i["id"] == input)
                .SelectMany(i => (i["choices"] as JsonArray ?? []).OfType<JsonObject>())
                .FirstOrDefault(c => (string?)c["title"] == title)
                ?["value"];

    /// <summary>What an Action.Execute carries: its own data, and the inputs as they stand or as they were filled in. An input left empty
    /// is not sent.</summary>
    public static JsonObject Press(JsonObject card, JsonObject button, IReadOnlyDictionary<string, string> typed)
    {
        var data = button["data"]?.DeepClone() as JsonObject ?? [];
        if ((string?)button["associatedInputs"] != "none")
        {
            foreach (var input in Inputs(card))
            {
                var id = (string)input["id"]!;
                var value = typed.GetValueOrDefault(id) ?? input["value"]?.ToString();
                if (!string.IsNullOrEmpty(value))
                    data[id] = value;
            }
        }

        var action = new JsonObject
        {
            ["type"] = "Action.Execute",
            ["verb"] = button["verb"]!.DeepClone(),
            ["data"] = data,
        };
        if (button["id"] is { } actionId)
            action["id"] = actionId.DeepClone();
        if (button["title"] is { } title)
            action["title"] = title.DeepClone();
        return action;
    }

    /// <summary>What a person reads, line by line.</summary>
    public static IReadOnlyList<string> Lines(JsonObject card) =>
        [.. Objects(card).SelectMany(Say).SelectMany(text => Plain(text).Split('\n', StringSplitOptions.RemoveEmptyEntries))];

    private static IEnumerable<string> Say(JsonObject element) =>
        (string?)element["type"] switch
        {
            // The head of a fold stands there twice, for closed and for open.
            "TextBlock" => (bool?)element["isVisible"] == false ? [] : [(string?)element["text"] ?? ""],
            "RichTextBlock" =>
            [
                string.Concat((element["inlines"] as JsonArray ?? []).Select(i => i is JsonObject run ? (string?)run["text"] : (string?)i)),
            ],
            "FactSet" => (element["facts"] as JsonArray ?? []).OfType<JsonObject>().Select(f => $"{f["title"]}: {f["value"]}"),
            "Action.Execute" => [$"[{element["title"]}]"],
            _ => [],
        };

    private static IEnumerable<JsonObject> Inputs(JsonObject card) =>
        Objects(card).Where(o => ((string?)o["type"])?.StartsWith("Input.", StringComparison.Ordinal) == true && o["id"] is not null);

    // What a button carries is data, not a part of the card.
    private static IEnumerable<JsonObject> Objects(JsonNode? node) =>
        node switch
        {
            JsonObject one => one.Where(p => p.Key is not ("data" or "metadata" or "facts" or "choices" or "inlines"))
                .SelectMany(p => Objects(p.Value))
                .Prepend(one),
            JsonArray many => many.SelectMany(Objects),
            _ => [],
        };

    private static string Plain(string text) => Escape().Replace(text.Replace("**", "", StringComparison.Ordinal), "$1");

    [GeneratedRegex(@"\\([^\p{L}\p{N}\s])")]
    private static partial Regex Escape();
}

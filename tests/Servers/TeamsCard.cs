using System.Text.Json.Nodes;

namespace OmoBroadcast.Tests.Servers;

/// <summary>An Adaptive Card as a person sees it: words, buttons, and the numbers that tools read.</summary>
/// <param name="Content">The card.</param>
/// <param name="ActivityId">The message it stands in.</param>
public sealed record TeamsCard(JsonObject Content, string? ActivityId)
{
    /// <summary>All its words, one block a line.</summary>
    public string Words => string.Join('\n', Walk(Content).Where(node => Is(node, "TextBlock")).Select(node => (string?)node["text"]));

    /// <summary>The numbers beneath a progress card; null on any other.</summary>
    public CampaignNumbers? Numbers => Content["metadata"]?["omo"] is JsonObject numbers ? CampaignNumbers.Read(numbers) : null;

    public IEnumerable<JsonObject> Buttons => Walk(Content).Where(node => Is(node, "Action.Execute"));

    public IEnumerable<string> Verbs => Buttons.Select(button => (string)button["verb"]!);

    /// <summary>The first button of that verb. Throws, with what the card says, when there is none.</summary>
    public JsonObject Button(string verb) =>
        Buttons.FirstOrDefault(button => (string?)button["verb"] == verb)
        ?? throw new InvalidOperationException($"No button '{verb}' on this card, only {string.Join(", ", Verbs.Distinct())}:\n{Words}");

    public override string ToString() => $"{Words}\n[{string.Join(", ", Verbs.Distinct())}] {Content["metadata"]?.ToJsonString()}";

    private static bool Is(JsonObject node, string type) => (string?)node["type"] == type;

    private static IEnumerable<JsonObject> Walk(JsonNode? node) =>
        node switch
        {
            JsonObject one => one.Where(part => part.Key is not ("data" or "metadata")).SelectMany(part => Walk(part.Value)).Prepend(one),
            JsonArray many => many.SelectMany(Walk),
            _ => [],
        };
}

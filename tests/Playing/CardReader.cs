using System.Text.Json.Nodes;

namespace OmoBroadcast.Tests.Playing;

/// <summary>What is found on a card.</summary>
internal static class CardReader
{
    public static IEnumerable<JsonObject> Buttons(JsonNode? node) =>
        node switch
        {
            JsonObject one => one.SelectMany(property => Buttons(property.Value))
                .Concat((string?)(one["type"] as JsonValue) == "Action.Execute" ? [one] : []),
            JsonArray many => many.SelectMany(Buttons),
            _ => [],
        };

    /// <summary>The number that a card is about.</summary>
    public static string? Large(JsonNode? node) => Text(node, "size", "ExtraLarge");

    /// <summary>The numbers that it counts, in their order.</summary>
    public static IEnumerable<string> Counts(JsonNode? node) =>
        node switch
        {
            JsonObject one when (string?)(one["size"] as JsonValue) == "Large" => [(string)one["text"]!],
            JsonObject one => one.SelectMany(member => Counts(member.Value)),
            JsonArray many => many.SelectMany(Counts),
            _ => [],
        };

    public static string? Title(JsonNode? node) => Text(node, "style", "heading");

    private static string? Text(JsonNode? node, string property, string value) =>
        node switch
        {
            JsonObject one when (string?)(one[property] as JsonValue) == value => (string?)one["text"],
            JsonObject one => one.Select(member => Text(member.Value, property, value)).FirstOrDefault(found => found is not null),
            JsonArray many => many.Select(item => Text(item, property, value)).FirstOrDefault(found => found is not null),
            _ => null,
        };
}

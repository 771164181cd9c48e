using System.Text.Json.Nodes;

namespace OmoBroadcast.Teams.Cards.Parts;

/// <summary>What was said, or would be, as chat clients draw it.</summary>
internal static class Bubbles
{
    // A sixth of the width is left free, on a phone as on a desktop.
    private const int Width = 5,
        Margin = 1;

    /// <summary>From a customer, at the left.</summary>
    public static JsonObject Theirs(params ReadOnlySpan<JsonObject> items) =>
        Columns.Of(Bubble("emphasis", items), Columns.Weighted(Margin));

    /// <summary>From the shop, at the right.</summary>
    public static JsonObject Ours(params ReadOnlySpan<JsonObject> items) => Columns.Of(Columns.Weighted(Margin), Bubble("accent", items));

    /// <summary>What a customer would see, as wide as the card: it is read closely.</summary>
    public static JsonObject Sample(params ReadOnlySpan<JsonObject> items) =>
        new()
        {
            ["type"] = "Container",
            ["style"] = "emphasis",
            ["roundedCorners"] = true,
            ["items"] = new JsonArray([.. items]),
        };

    private static JsonObject Bubble(string style, ReadOnlySpan<JsonObject> items)
    {
        var column = Columns.Weighted(Width, items);
        (column["style"], column["roundedCorners"]) = (style, true);
        return column;
    }
}

using System.Text.Json.Nodes;

namespace OmoBroadcast.Teams.Cards.Parts;

/// <summary>Parts beside each other. What must be read on a small phone has at most three columns.</summary>
internal static class Columns
{
    public const string Stretch = "stretch",
        Auto = "auto";

    public static JsonObject Of(params ReadOnlySpan<JsonObject> columns) =>
        new() { ["type"] = "ColumnSet", ["columns"] = new JsonArray([.. columns]) };

    /// <param name="width">One of those above, or pixels.</param>
    public static JsonObject Column(string width, params ReadOnlySpan<JsonObject> items) =>
        new()
        {
            ["type"] = "Column",
            ["width"] = width,
            ["items"] = new JsonArray([.. items]),
        };

    /// <summary>As wide beside others as its weight is beside theirs.</summary>
    public static JsonObject Weighted(int weight, params ReadOnlySpan<JsonObject> items)
    {
        var column = Column("", items);
        column["width"] = weight;
        return column;
    }

    /// <summary>At the middle of what stands beside it.</summary>
    public static JsonObject Centred(this JsonObject column)
    {
        column["verticalContentAlignment"] = "Center";
        return column;
    }

    /// <summary>At the foot of what stands beside it.</summary>
    public static JsonObject AtEnd(this JsonObject column)
    {
        column["verticalContentAlignment"] = "Bottom";
        return column;
    }

    /// <summary>A title, and how it stands at its right.</summary>
    public static JsonObject Headed(JsonObject title, JsonObject badge) =>
        Of(Column(Stretch, title).Centred(), Column(Auto, badge).Centred());
}

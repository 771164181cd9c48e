using System.Text.Json.Nodes;

namespace OmoBroadcast.Teams.Cards.Parts;

/// <summary>How far something is. Clients that know no progress bar draw two columns as wide as what is done and what is left.</summary>
internal static class Meters
{
    private const int Whole = 100;

    /// <param name="total">More than 0.</param>
    public static JsonObject Bar(long done, long total, Meaning meaning)
    {
        // Begun is more than nothing, and not ended less than all.
        var part = (int)Math.Clamp(done * Whole / total, done > 0 ? 1 : 0, done < total ? Whole - 1 : Whole);
        return new JsonObject
        {
            ["type"] = "ProgressBar",
            ["value"] = part,
            ["max"] = Whole,
            ["color"] = meaning.Color() ?? "Accent",
            ["fallback"] = Columns.Of([.. Strips(part, meaning)]),
        };
    }

    private static IEnumerable<JsonObject> Strips(int part, Meaning meaning)
    {
        if (part > 0)
            yield return Strip(part, meaning is Meaning.None or Meaning.Informative ? "accent" : meaning.ToString().ToLowerInvariant());
        if (part < Whole)
            yield return Strip(Whole - part, "emphasis");
    }

    private static JsonObject Strip(int weight, string style)
    {
        var column = Columns.Weighted(weight);
        (column["style"], column["spacing"], column["minHeight"]) = (style, "None", "8px");
        return column;
    }
}

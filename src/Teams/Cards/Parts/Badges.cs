using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace OmoBroadcast.Teams.Cards.Parts;

/// <summary>A state in one or two words. Clients that know no badges show coloured words.</summary>
internal static class Badges
{
    private const int MostUnits = 4;

    /// <param name="text">A badge holds no Markdown: as it is to be read.</param>
    public static JsonObject State(string text, Meaning meaning) => Of(text, meaning, Fallback(text, meaning));

    /// <summary>A person without a picture, by the beginning of the name that stands beside it; clients that know no badges have the
    /// name.</summary>
    public static JsonObject Initial(string name)
    {
        var badge = Of(Beginning(name), Meaning.None, "drop");
        (badge["shape"], badge["size"]) = ("Circular", "Large");
        return badge;
    }

    private static JsonObject Of(string text, Meaning meaning, JsonNode fallback) =>
        new()
        {
            ["type"] = "Badge",
            ["text"] = text,
            ["style"] = meaning.Style(),
            ["appearance"] = "Tint",
            ["fallback"] = fallback,
        };

    // No Markdown either, so that stars in it are stars.
    private static JsonObject Fallback(string text, Meaning meaning)
    {
        var block = new JsonObject
        {
            ["type"] = "RichTextBlock",
            ["inlines"] = new JsonArray(
                new JsonObject
                {
                    ["type"] = "TextRun",
                    ["text"] = text,
                    ["size"] = "Small",
                    ["weight"] = "Bolder",
                }
            ),
        };
        if (meaning.Color() is { } color)
            block["inlines"]![0]!["color"] = color;
        return block;
    }

    // A sign before the name is none of it, and a letter of many parts is too wide.
    private static string Beginning(string name)
    {
        var letters = StringInfo.GetTextElementEnumerator(name);
        while (letters.MoveNext())
            if (
                letters.GetTextElement() is { Length: <= MostUnits } letter
                && Rune.GetRuneAt(letter, 0) is var first
                && Rune.IsLetterOrDigit(first)
            )
                return letter.ToUpperInvariant();
        return "?";
    }
}

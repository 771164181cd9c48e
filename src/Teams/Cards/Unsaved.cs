using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace OmoBroadcast.Teams.Cards;

/// <summary>Words in a card's fields that a button leads away from and nothing has kept yet. Their card stays where it is, with all that is
/// typed into it, and what was asked for comes beneath.</summary>
internal static class Unsaved
{
    private const int MostFields = 40,
        LongestMark = 8;

    /// <summary>A button that takes nothing of the card along.</summary>
    /// <param name="fields">What can be typed into, and what is kept of it already; null: nothing.</param>
    public static JsonObject Leaving(this JsonObject button, params IEnumerable<(string Field, string? Kept)> fields)
    {
        button["data"]![Field.Stays] = string.Join(
            ',',
            fields.Select(one => string.IsNullOrWhiteSpace(one.Kept) ? one.Field : $"{one.Field}:{Mark(one.Kept)}")
        );
        button.Remove("associatedInputs");
        return button;
    }

    /// <summary>Whether there are such words on the card that was pressed.</summary>
    public static bool On(CardData pressed) =>
        pressed
            .Several(Field.Stays, MostFields)
            .Select(field => field.Split(':', 2))
            .Any(field =>
                pressed.Text(field[0]) is { } words && !string.IsNullOrWhiteSpace(words) && (field.Length == 1 || Mark(words) != field[1])
            );

    // Clients end lines in their own way.
    private static string Mark(string words) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words.ReplaceLineEndings("\n").Trim())))[..LongestMark];
}

using System.Globalization;
using System.Text;

namespace OmoBroadcast.Domain.Messages;

/// <summary>Whether words show anything: blanks, controls, marks without a letter and letters that are drawn as nothing do not.</summary>
public static class VisibleText
{
    // Fillers of Hangul, and a Braille cell without a dot: letters and a symbol by their category.
    private const string Fillers = "\u115F\u1160\u3164\uFFA0\u2800";

    public static bool In(string? words)
    {
        foreach (var rune in (words ?? "").EnumerateRunes())
            if (Shows(rune))
                return true;
        return false;
    }

    private static bool Shows(Rune rune) =>
        !(rune.IsBmp && Fillers.Contains((char)rune.Value))
        && Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.SpaceSeparator
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.EnclosingMark
            );
}

using System.Globalization;
using System.Text;

namespace OmoBroadcast.Domain.Texts;

/// <summary>Whether somebody who looks at a text sees anything: platforms let people be called by letters that show nothing.</summary>
public static class VisibleText
{
    /// <summary>False also for none.</summary>
    public static bool Shows(string? text)
    {
        foreach (var rune in (text ?? "").EnumerateRunes())
            if (!Rune.IsWhiteSpace(rune) && !IsBlank(rune))
                return true;
        return false;
    }

    /// <summary>The text, or null where it shows nothing.</summary>
    public static string? OrNull(string? text) => Shows(text) ? text : null;

    private static bool IsBlank(Rune rune) =>
        // Letters of Hangul that stand for an absent one, and Braille without a dot.
        rune.Value
            is 0x115F
                or 0x1160
                or 0x3164
                or 0xFFA0
                or 0x2800
        || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.EnclosingMark;
}

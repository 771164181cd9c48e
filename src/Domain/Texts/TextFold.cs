using System.Globalization;
using System.Text;

namespace OmoBroadcast.Domain.Texts;

/// <summary>
/// Brings spellings of one word together, for comparing: compatibility forms (full width, ligatures, letters in circles) and case. Takes
/// any text, whole or broken, in time that grows with its length, and throws nothing. The one place where text of people we do not know is
/// normalised.
/// </summary>
public static class TextFold
{
    /// <summary>More marks upon one letter are no writing; to put them in order would take time that grows with the square of their
    /// number.</summary>
    private const int MostMarks = 8;

    /// <summary>Upper case without compatibility forms, of the first <paramref name="longest"/> UTF-16 units; what is no character is left
    /// out.</summary>
    public static string Fold(string? text, int longest) => Normal(text, longest, NormalizationForm.FormKC).ToUpperInvariant();

    /// <summary>The same letters in their shortest form (NFC), of the first <paramref name="longest"/> UTF-16 units; what is no character
    /// is left out.</summary>
    public static string Compose(string? text, int longest) => Normal(text, longest, NormalizationForm.FormC);

    private static string Normal(string? text, int longest, NormalizationForm form)
    {
        if (string.IsNullOrEmpty(text) || longest <= 0)
            return "";
        var sound = Sound(text.AsSpan(0, Math.Min(text.Length, longest)));
        try
        {
            return sound.Normalize(form);
        }
        catch (ArgumentException)
        {
            // What a platform's own tables refuse is compared as it stands.
            return sound;
        }
    }

    /// <summary>Without halves of surrogate pairs, noncharacters, and marks heaped upon one letter.</summary>
    private static string Sound(ReadOnlySpan<char> text)
    {
        if (!text.ContainsAnyExceptInRange('\u0000', '\u007F'))
            return text.ToString();
        var sound = new StringBuilder(text.Length);
        Span<char> units = stackalloc char[2];
        var marks = 0;
        while (!text.IsEmpty)
        {
            var broken = Rune.DecodeFromUtf16(text, out var rune, out var taken) != System.Buffers.OperationStatus.Done;
            text = text[taken..];
            if (broken || IsNoncharacter(rune.Value))
                continue;
            marks = IsMark(rune) ? marks + 1 : 0;
            if (marks <= MostMarks)
                sound.Append(units[..rune.EncodeToUtf16(units)]);
        }

        return sound.ToString();
    }

    private static bool IsNoncharacter(int value) => value is >= 0xFDD0 and <= 0xFDEF || (value & 0xFFFE) == 0xFFFE;

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.EnclosingMark
                or UnicodeCategory.SpacingCombiningMark;
}

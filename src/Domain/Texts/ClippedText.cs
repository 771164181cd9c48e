using System.Globalization;

namespace OmoBroadcast.Domain.Texts;

/// <summary>A text that fits where there is little room.</summary>
public static class ClippedText
{
    /// <summary>At most <paramref name="most"/> UTF-16 units, cut between letters and marked as cut.</summary>
    public static string Of(string text, int most)
    {
        if (text.Length <= most)
            return text;
        var end = 0;
        foreach (var element in Elements(text))
        {
            if (end + element > most - 1)
                break;
            end += element;
        }
        return text[..end] + "…";
    }

    /// <summary>The beginning of a text, at most <paramref name="most"/> UTF-16 units, cut between letters and not marked: what is kept.
    /// A letter that is longer than that is cut between characters.</summary>
    public static string Beginning(string text, int most)
    {
        if (text.Length <= most)
            return text;
        var end = 0;
        foreach (var element in Elements(text))
        {
            if (end + element > most)
                break;
            end += element;
        }
        return end > 0 ? text[..end]
            : char.IsHighSurrogate(text[most - 1]) ? text[..(most - 1)]
            : text[..most];
    }

    /// <summary>A text that was cut between characters, maybe within a letter: without its last letter, and marked as cut.</summary>
    public static string WithoutLast(string text)
    {
        var whole = 0;
        foreach (var element in Elements(text))
            if (whole + element < text.Length)
                whole += element;
        return text[..whole] + "…";
    }

    /// <summary>A text that may have been cut between characters: marked as cut, and without its last letter where that may lack a
    /// part.</summary>
    public static string Doubtful(string text) => text.Length > 0 && StandsAlone(text[^1]) ? text + "…" : WithoutLast(text);

    // What is followed by no part of the same letter, or reads well without it. To digits a keycap may belong.
    private static bool StandsAlone(char last) =>
        char.IsAsciiLetter(last)
        || last
            is ' '
                or ','
                or '.'
                or '!'
                or '?'
                or (>= '\u3001' and <= '\u3029')
                or (>= '\u3041' and <= '\u30ff')
                or (>= '\u3105' and <= '\u312f')
                or (>= '\u3400' and <= '\u9fff')
                or (>= '\uac00' and <= '\ud7a3')
                or (>= '\uff01' and <= '\uff5e');

    private static IEnumerable<int> Elements(string text)
    {
        for (var i = 0; i < text.Length; )
        {
            var length = StringInfo.GetNextTextElementLength(text, i);
            yield return length;
            i += length;
        }
    }
}

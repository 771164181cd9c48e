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

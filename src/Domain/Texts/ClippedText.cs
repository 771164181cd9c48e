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

using System.Text;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>Makes what people wrote harmless in a card's text, which Teams reads as Markdown with mentions and date functions in
/// it.</summary>
public static class Markdown
{
    private const string Punctuation = @"\*_[]()#~`>|";

    /// <summary>The same words, to be read as they were written. Blank lines stand for line breaks.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        var lineStart = true;
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            if (letter is '\r')
                continue;
            if (letter is '\n')
            {
                escaped.Append("\n\n");
                lineStart = true;
                continue;
            }
            if (IsInvisibleTrick(letter))
                continue;
            // No <at> that Teams could take for a mention, no {{DATE(…)}} that it would compute.
            if (letter == '<' || ComputesMoment(text, i))
                escaped.Append(letter).Append('\u200B');
            else if (Punctuation.Contains(letter) || (lineStart && letter is '-' or '+') || (letter is '.' && EndsListNumber(text, i)))
                escaped.Append('\\').Append(letter);
            else
                escaped.Append(letter);
            lineStart = lineStart && char.IsWhiteSpace(letter);
        }
        return escaped.ToString();
    }

    /// <summary>An address as it may stand in a link.</summary>
    public static string Address(Uri url) =>
        url.AbsoluteUri.Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal);

    /// <summary>At most <paramref name="most"/> UTF-16 units, cut between letters and marked as cut.</summary>
    public static string Clip(string text, int most) => ClippedText.Of(text, most);

    private static bool EndsListNumber(string text, int dot)
    {
        var i = dot - 1;
        while (i >= 0 && char.IsAsciiDigit(text[i]))
            i--;
        return i < dot - 1 && (i < 0 || text[i] == '\n');
    }

    private static bool ComputesMoment(string text, int at) =>
        string.Compare(text, at, "{{DATE", 0, 6, StringComparison.OrdinalIgnoreCase) == 0
        || string.Compare(text, at, "{{TIME", 0, 6, StringComparison.OrdinalIgnoreCase) == 0;

    // Controls, and the marks that turn the direction of everything behind them.
    private static bool IsInvisibleTrick(char letter) =>
        (char.IsControl(letter) && letter != '\t') || letter is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}

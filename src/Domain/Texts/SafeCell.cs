using System.Text.RegularExpressions;

namespace OmoBroadcast.Domain.Texts;

/// <summary>
/// A text that a spreadsheet leaves alone when it opens a CSV file: what it would take for a formula, or turn into another number or a date
/// (a telephone number, an id of many digits, 3-4), gets an apostrophe before it and is a text.
/// </summary>
public static partial class SafeCell
{
    // The longest number that Excel shows as it is; longer ones become 8.86912E+11, and beyond 15 digits their end is lost.
    private const int LongestNumber = 11;

    public static string Of(string text) => BeginsFormula(text) || BecomesAnother(text) ? $"'{text}" : text;

    /// <summary>The text of a cell that <see cref="Of"/> has written; every other as it is.</summary>
    public static string Read(string cell) => cell.StartsWith('\'') && Of(cell[1..]) == cell ? cell[1..] : cell;

    private static bool BeginsFormula(string text)
    {
        // Behind blanks and quotes it would begin one too; and some programs fold full-width forms to their plain ones.
        foreach (var letter in text)
        {
            if (letter is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠')
                return true;
            if (!char.IsWhiteSpace(letter) && !IsQuote(letter) && letter is not ('\uFEFF' or '\u200B') && !char.IsControl(letter))
                return false;
        }

        return false;
    }

    private static bool BecomesAnother(string text)
    {
        var bare = text.Trim().TrimStart('\'').Trim();
        if (bare.Length == 0 || !NumberLike().IsMatch(bare))
            return false;
        return bare.Length != text.Length
            || bare.Length > LongestNumber
            || (bare.Length > 1 && bare[0] == '0')
            || !bare.All(char.IsAsciiDigit);
    }

    private static bool IsQuote(char letter) => letter is '"' or '\'' or '＂' or '＇' or '‘' or '’' or '“' or '”';

    // Digits, full-width ones too, with what stands between those of numbers, dates and times.
    [GeneratedRegex(@"^[0-9０-９][0-9０-９.,/:\-\s]*([Ee][+-]?[0-9]+|%|％)?$", RegexOptions.CultureInvariant)]
    private static partial Regex NumberLike();
}

namespace OmoBroadcast.Webhooks.Files;

/// <summary>A cell that no spreadsheet takes for a formula: what could begin one gets an apostrophe before it, which spreadsheets do not show.</summary>
internal static class SafeCell
{
    public static string Of(string cell)
    {
        // Behind blanks and quotes it would begin one too; and some programs fold full-width forms to their plain ones.
        foreach (var letter in cell)
        {
            if (letter is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠') return $"'{cell}";
            if (!char.IsWhiteSpace(letter) && letter is not ('"' or '\'' or '＂' or '＇' or '\uFEFF' or '\u200B') && !char.IsControl(letter)) return cell;
        }

        return cell;
    }
}

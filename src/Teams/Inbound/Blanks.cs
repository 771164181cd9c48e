namespace OmoBroadcast.Teams.Inbound;

/// <summary>The blanks that Teams puts around what was written. A full-width one is never among them: somebody typed it.</summary>
internal static class Blanks
{
    /// <summary>How HTML holds a blank that must stay.</summary>
    public const char Fixed = '\u00A0';

    /// <summary>What HTML makes one blank of, however many there are.</summary>
    public static bool Is(char letter) => letter is ' ' or '\t' or '\n' or '\r' or '\f';

    public static string Trim(string text)
    {
        var (from, to) = (0, text.Length);
        while (from < to && (Is(text[from]) || text[from] == Fixed))
            from++;
        while (to > from && (Is(text[to - 1]) || text[to - 1] == Fixed))
            to--;
        return text[from..to];
    }

    /// <summary>What is left of a text when only its letters are compared: no blanks, and none of the signs that choose between two
    /// pictures of one emoji.</summary>
    public static string Without(string text) =>
        string.Concat(text.Where(letter => !char.IsWhiteSpace(letter) && letter is not ('\u200B' or '\uFE0F' or '\uFE0E' or '\uFEFF')));
}

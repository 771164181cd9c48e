namespace OmoBroadcast.Domain.Texts;

/// <summary>
/// Words, some of them interchangeable: <c>{|please }stop{| all| messages}</c>. Between braces stand alternatives, an empty one makes them
/// optional. There is nothing else to it, no repetition and no wildcard, so that no text takes long to be compared.
/// </summary>
public sealed class WordPattern
{
    /// <summary>A pattern and a text it fits have so many letters at most.</summary>
    public const int Longest = 200;

    private readonly string[][] parts;
    private readonly int longest;

    private WordPattern(string[][] parts, int longest) => (this.parts, this.longest) = (parts, longest);

    /// <summary>Null where braces do not pair, there are too many letters, or nothing at all would fit too.</summary>
    public static WordPattern? Read(string? pattern)
    {
        if (pattern is null || pattern.Length > 10 * Longest)
            return null;
        var parts = new List<string[]>();
        for (var at = 0; at < pattern.Length; )
        {
            var brace = pattern.IndexOfAny(['{', '}'], at);
            if (brace != at)
                parts.Add([Essential(pattern[at..(brace < 0 ? pattern.Length : brace)])]);
            if (brace < 0)
                break;
            var close = pattern.IndexOfAny(['{', '}'], brace + 1);
            if (pattern[brace] == '}' || close < 0 || pattern[close] == '{')
                return null;
            parts.Add([.. pattern[(brace + 1)..close].Split('|').Select(Essential).Distinct()]);
            at = close + 1;
        }

        var longest = parts.Sum(part => part.Max(word => word.Length));
        return longest > Longest || parts.All(part => part.Contains("")) ? null : new([.. parts], longest);
    }

    /// <summary>Every letter that stands in it somewhere.</summary>
    public IEnumerable<char> Letters => parts.SelectMany(words => words).SelectMany(word => word);

    /// <summary>Whether the whole text is one of what this stands for.</summary>
    public bool Is(Essence text)
    {
        if (text.Letters.Length == 0 || text.Letters.Length > longest)
            return false;
        Span<bool> ends = stackalloc bool[Longest + 1];
        return Fits(text.Letters, ends) && ends[text.Letters.Length];
    }

    /// <summary>Whether one of what this stands for is in the text, as words of their own.</summary>
    public bool IsIn(Essence text)
    {
        Span<bool> ends = stackalloc bool[Longest + 1];
        for (var at = 0; at < text.Letters.Length; at++)
        {
            var ahead = text.Letters.AsSpan(at, Math.Min(longest, text.Letters.Length - at));
            if (!text.IsEdge(at) || !Fits(ahead, ends))
                continue;
            for (var end = 1; end <= ahead.Length; end++)
                if (ends[end] && text.IsEdge(at + end))
                    return true;
        }

        return false;
    }

    /// <summary>Whether one of what this stands for begins the letters, and where those end that do.</summary>
    private bool Fits(ReadOnlySpan<char> letters, Span<bool> ends)
    {
        Span<bool> next = stackalloc bool[Longest + 1];
        ends.Clear();
        ends[0] = true;
        foreach (var words in parts)
        {
            next.Clear();
            var any = false;
            for (var place = 0; place <= letters.Length; place++)
            {
                if (!ends[place])
                    continue;
                foreach (var word in words)
                    if (letters[place..].StartsWith(word, StringComparison.Ordinal))
                        any = next[place + word.Length] = true;
            }

            if (!any)
                return false;
            next.CopyTo(ends);
        }

        return true;
    }

    private static string Essential(string words) => Essence.Of(words, words.Length).Letters;
}

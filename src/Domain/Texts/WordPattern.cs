namespace OmoBroadcast.Domain.Texts;

/// <summary>
/// Words, some of them interchangeable: <c>{|please }stop{| all| messages}</c>. Between braces stand alternatives, an empty one makes them
/// optional. There is nothing else to it, no repetition and no
/// wildcard, so that no text takes long to be compared.
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
                parts.Add([Letters(pattern[at..(brace < 0 ? pattern.Length : brace)])]);
            if (brace < 0)
                break;
            var close = pattern.IndexOfAny(['{', '}'], brace + 1);
            if (pattern[brace] == '}' || close < 0 || pattern[close] == '{')
                return null;
            parts.Add([.. pattern[(brace + 1)..close].Split('|').Select(Letters).Distinct()]);
            at = close + 1;
        }

        var longest = parts.Sum(part => part.Max(word => word.Length));
        return longest > Longest || parts.All(part => part.Contains("")) ? null : new([.. parts], longest);
    }

    /// <summary>Whether the whole text is one of what this stands for.</summary>
    public bool Is(Essence text) =>
        text.Letters.Length > 0 && text.Letters.Length <= longest && Ends(text.Letters, 0).Contains(text.Letters.Length);

    /// <summary>Whether one of what this stands for is in the text, as words of their own.</summary>
    public bool IsIn(Essence text)
    {
        for (var at = 0; at < text.Letters.Length; at++)
            if (text.IsEdge(at) && Ends(text.Letters, at).Any(end => end > at && text.IsEdge(end)))
                return true;
        return false;
    }

    private HashSet<int> Ends(string letters, int start)
    {
        HashSet<int> places = [start];
        foreach (var words in parts)
        {
            HashSet<int> next = [];
            foreach (var place in places)
            foreach (var word in words)
                if (letters.AsSpan(place).StartsWith(word, StringComparison.Ordinal))
                    next.Add(place + word.Length);
            if (next.Count == 0)
                return next;
            places = next;
        }

        return places;
    }

    private static string Letters(string words) => Essence.Of(words, words.Length).Letters;
}

namespace OmoBroadcast.Teams.Inbound;

/// <summary>Which texts Teams may have made of a message's HTML: its words in order, between them what it writes in one way or another, or
/// leaves out. Blanks do not count.</summary>
internal sealed class TextPattern
{
    // More ways than this to read a text are no likeness.
    private const int MostWays = 64;

    private readonly List<(bool Must, string[] Spellings)> pieces = [];

    public void Must(string words)
    {
        if (Blanks.Without(words) is { Length: > 0 } bare)
            pieces.Add((true, [bare]));
    }

    public void May(params ReadOnlySpan<string?> spellings)
    {
        var bare = new List<string>();
        foreach (var spelling in spellings)
            if (Blanks.Without(spelling ?? "") is { Length: > 0 } one)
                bare.Add(one);
        pieces.Add((false, [.. bare]));
    }

    public bool Fits(string text)
    {
        var bare = Blanks.Without(text);
        HashSet<int> ways = [0];
        foreach (var (must, spellings) in pieces)
        {
            var next = must ? [] : new HashSet<int>(ways);
            foreach (var way in ways)
            foreach (var spelling in spellings)
                if (string.CompareOrdinal(bare, way, spelling, 0, spelling.Length) == 0)
                    next.Add(way + spelling.Length);
            if (next.Count is 0 or > MostWays)
                return false;
            ways = next;
        }
        return ways.Contains(bare.Length);
    }
}

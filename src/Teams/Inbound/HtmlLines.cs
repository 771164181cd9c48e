using System.Text;

namespace OmoBroadcast.Teams.Inbound;

/// <summary>Puts words into lines as a browser would: blanks around a line end of the source are one, those typed beside each other
/// stay.</summary>
internal sealed class HtmlLines
{
    private readonly List<string> done = [];
    private readonly StringBuilder line = new();

    /// <param name="keepsLines">Line ends in it are meant as such.</param>
    public void Say(string words, bool keepsLines)
    {
        for (var at = 0; at < words.Length; )
        {
            var end = at;
            while (end < words.Length && Blanks.Is(words[end]))
                end++;
            if (end == at)
                line.Append(words[at++]);
            else
                at = Blank(words.AsSpan(at, end - at), keepsLines, end);
        }
    }

    /// <summary>A line ends here, also an empty one.</summary>
    public void Break()
    {
        done.Add(Finished());
        line.Clear();
    }

    /// <summary>What follows begins on a line of its own.</summary>
    public void End()
    {
        if (line.ToString().Any(letter => !Blanks.Is(letter)))
            Break();
        line.Clear();
    }

    public override string ToString() => Blanks.Trim(string.Join('\n', [.. done, Finished()]));

    private int Blank(ReadOnlySpan<char> blanks, bool keepsLines, int end)
    {
        if (blanks.IndexOfAny('\n', '\r') < 0)
            line.Append(blanks);
        else if (!keepsLines)
            line.Append(' ');
        else
            foreach (var letter in blanks.ToString().ReplaceLineEndings("\n"))
                if (letter == '\n')
                    Break();
                else
                    line.Append(letter == ' ' ? Blanks.Fixed : letter);
        return end;
    }

    // What stays was typed, so that it is a blank like others.
    private string Finished() => line.ToString().Trim(' ', '\t', '\f', '\n', '\r').Replace(Blanks.Fixed, ' ').TrimEnd(' ');
}

using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Desks.Words;

/// <summary>What is looked for, and whether a text holds it: full-width letters and capitals are the same.</summary>
public static class SoughtText
{
    /// <summary>Of what is typed, so many letters are looked at.</summary>
    public const int Longest = 60;

    /// <summary>No line of a conversation is longer.</summary>
    private const int LongestLine = 10_000;

    public static string Sought(string words) => TextFold.Fold(words, Longest).Trim();

    public static string Fold(string? text, int longest) => TextFold.Fold(text, longest).Trim();

    /// <param name="sought">As <see cref="Sought"/> returned it.</param>
    public static bool IsIn(TranscriptEntry line, string sought) => !line.Unsent && IsIn(line.Text, sought);

    /// <inheritdoc cref="IsIn(TranscriptEntry, string)"/>
    public static bool IsIn(string? line, string sought) => Fold(line, LongestLine).Contains(sought, StringComparison.Ordinal);

    /// <summary>What stands around it, at most <paramref name="most"/> UTF-16 units.</summary>
    public static string Around(string line, string sought, int most)
    {
        // Folding may make a text longer or shorter, so this is only near it.
        var at = Math.Min(Fold(line, LongestLine).IndexOf(sought, StringComparison.Ordinal), line.Length - 1);
        var from = at + sought.Length <= most ? 0 : Math.Max(0, at - (most / 3));
        if (from > 0 && char.IsLowSurrogate(line[from]))
            from--;
        return from == 0 ? ClippedText.Of(line, most) : "…" + ClippedText.Of(line[from..], most - 1);
    }
}

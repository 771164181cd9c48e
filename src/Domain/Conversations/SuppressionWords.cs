using System.Collections.Frozen;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Domain.Conversations;

/// <summary>
/// The words by which a customer stops broadcasts, or asks for them again. Only a message that <em>is</em> such a word counts, whatever
/// decorates it (<see cref="Essence"/>): "please stop by tomorrow" does not. Takes any text and throws nothing.
/// </summary>
public sealed class SuppressionWords
{
    /// <summary>A message of more is no such word, and is not looked at.</summary>
    private const int LongestMessage = 400;

    /// <summary>So much of a longer message is looked through for such words.</summary>
    private const int Listened = 1_000;

    public static readonly SuppressionWords Default = new(DefaultSuppressionWords.Stop, DefaultSuppressionWords.Resume);

    private readonly WordPattern[] stop;
    private readonly WordPattern[] resume;
    private readonly FrozenSet<char> letters;

    /// <param name="stop">Patterns, each as <see cref="WordPattern"/> reads it; what is none is passed over.</param>
    /// <param name="resume">The same for those who want them again.</param>
    public SuppressionWords(IEnumerable<string> stop, IEnumerable<string> resume)
    {
        this.stop = [.. stop.Select(WordPattern.Read).OfType<WordPattern>()];
        this.resume = [.. resume.Select(WordPattern.Read).OfType<WordPattern>()];
        letters = this.stop.Concat(this.resume).SelectMany(word => word.Letters).ToFrozenSet();
    }

    /// <summary>True: stop. False: resume. Null: neither.</summary>
    public bool? Read(string? text)
    {
        if (text is null || text.Length > LongestMessage || IsOther(text))
            return null;
        var said = Essence.Of(text, LongestMessage);
        return stop.Any(word => word.Is(said)) ? true
            : resume.Any(word => word.Is(said)) ? false
            : null;
    }

    /// <summary>At a glance: it says something that stands in no such word, as nearly every message does.</summary>
    private bool IsOther(string text)
    {
        foreach (var letter in text)
            if (Essence.Settled(letter) is { } settled && !letters.Contains(settled))
                return true;
        return false;
    }

    /// <summary>Whether such a word to stop stands in a message that is not one: it changes nothing by itself, but a member of staff had
    /// better look.</summary>
    public bool SoundsLike(string? text)
    {
        if (string.IsNullOrEmpty(text) || Read(text) is not null)
            return false;
        var said = Essence.Of(text, Listened);
        return stop.Any(word => word.IsIn(said));
    }
}

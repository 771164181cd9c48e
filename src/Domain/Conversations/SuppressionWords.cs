using System.Text;

namespace OmoBroadcast.Domain.Conversations;

/// <summary>
/// The words by which a customer stops broadcasts, or asks for them again. Only a message that <em>is</em> such a word counts:
/// "please stop by tomorrow" does not. Case, full-width forms and surrounding blanks and full stops make no difference.
/// </summary>
public sealed class SuppressionWords(IEnumerable<string> stop, IEnumerable<string> resume)
{
    public static readonly SuppressionWords Default = new(
        ["取消訂閱", "退訂", "取消订阅", "退订", "STOP", "unsubscribe"], ["訂閱", "重新訂閱", "订阅", "START", "subscribe"]);

    private readonly HashSet<string> stop = [.. stop.Select(Fold)];
    private readonly HashSet<string> resume = [.. resume.Select(Fold)];

    /// <summary>True: stop. False: resume. Null: neither.</summary>
    public bool? Read(string? text)
    {
        if (text is null || text.Length > 64) return null;
        var word = Fold(text);
        return stop.Contains(word) ? true : resume.Contains(word) ? false : null;
    }

    private static string Fold(string text)
    {
        // A lone surrogate cannot be normalised, and is in no word of ours.
        foreach (var rune in text.EnumerateRunes())
            if (rune == Rune.ReplacementChar) return text;
        return text.Normalize(NormalizationForm.FormKC).Trim().TrimEnd('.', '。', '!', '！').Trim().ToUpperInvariant();
    }
}

using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Storage.Sql;

/// <summary>Text as both databases can keep it: PostgreSQL bears no NUL, neither bears half a surrogate pair. What is too long is cut
/// between letters, of however many characters one is.</summary>
internal static class StoredText
{
    public const int LongestId = 500;
    public const int LongestWords = 500;

    public static string Clean(string text, int longest)
    {
        var end = ClippedText.Beginning(text, longest).Length;
        for (var i = 0; i < end; i++)
        {
            if (text[i] != '\0' && !char.IsSurrogate(text[i]))
                continue;
            if (i + 1 < end && char.IsSurrogatePair(text[i], text[i + 1]))
                i++;
            else
                return Mended(text, end);
        }
        return end == text.Length ? text : text[..end];
    }

    public static string? CleanOrNull(string? text, int longest) => text is null ? null : Clean(text, longest);

    private static string Mended(string text, int end) => string.Create(end, text, static (span, text) =>
        {
            text.AsSpan(0, span.Length).CopyTo(span);
            for (var i = 0; i < span.Length; i++)
            {
                if (i + 1 < span.Length && char.IsSurrogatePair(span[i], span[i + 1]))
                    i++;
                else if (span[i] == '\0' || char.IsSurrogate(span[i]))
                    span[i] = '\uFFFD';
            }
        });
}

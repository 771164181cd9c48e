using System.Globalization;

namespace OmoBroadcast.Domain.Texts;

/// <summary>What somebody copied from a web page, a mail or a spreadsheet into a setting: what came along at its ends is taken off, what
/// sits inside is found.</summary>
public static class PastedValue
{
    private const int LongestFile = 1024 * 1024;
    private static readonly (char Opens, char Closes)[] Quotes =
    [
        ('"', '"'),
        ('\'', '\''),
        ('“', '”'),
        ('‘', '’'),
        ('「', '」'),
        ('`', '`'),
    ];

    /// <summary>Without blanks, line ends, marks of encodings and what nobody sees at its ends, and without one pair of quotation marks
    /// around it.</summary>
    public static string Clean(string text)
    {
        var bare = Trim(text);
        foreach (var (opens, closes) in Quotes)
            if (bare.Length >= 2 && bare[0] == opens && bare[^1] == closes && bare[1..^1].IndexOfAny([opens, closes]) < 0)
                return Trim(bare[1..^1]);
        return bare;
    }

    /// <summary>Whether something that nobody sees, or that no text has, is in it.</summary>
    public static bool HidesSomething(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (IsHidden(text[i]) && text[i] != '\t')
                return true;
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return true;
            i++;
        }

        return false;
    }

    /// <summary>The text of a file that holds a secret and nothing else; or why it cannot be had, without a word of it and without the
    /// path, in whose place somebody may have put the secret itself.</summary>
    public static (string? Text, string? Fault) FromFile(string path)
    {
        try
        {
            return Read(path);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return (
                null,
                wrong switch
                {
                    FileNotFoundException or DirectoryNotFoundException => "there is no such file",
                    UnauthorizedAccessException => "this process may not read the file",
                    _ => $"the file cannot be read ({wrong.GetType().Name})",
                }
            );
        }
    }

    private static (string? Text, string? Fault) Read(string path)
    {
        using var file = File.OpenRead(path);
        var bytes = new byte[LongestFile];
        var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (length == bytes.Length)
            return (null, "it is longer than a megabyte");
        return TextDecoder.Decode(bytes.AsSpan(0, length)) switch
        {
            DecodedText.Ok decoded => (decoded.Text, null),
            DecodedText.Refused refused => (
                null,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"line {refused.Line} is no text that can be read for certain; save it as UTF-8"
                )
            ),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static string Trim(string text)
    {
        var (from, to) = (0, text.Length);
        while (from < to && IsNothing(text[from]))
            from++;
        while (to > from && IsNothing(text[to - 1]))
            to--;
        return text[from..to];
    }

    private static bool IsNothing(char letter) => char.IsWhiteSpace(letter) || IsHidden(letter);

    private static bool IsHidden(char letter) =>
        char.IsControl(letter)
        || letter is '\uFFFD' or '\uFFFE' or '\uFFFF' or '\u2028' or '\u2029' or '\u3164' or '\uFE0F'
        || char.GetUnicodeCategory(letter) == UnicodeCategory.Format;
}

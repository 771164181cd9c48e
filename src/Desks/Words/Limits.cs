namespace OmoBroadcast.Desks.Words;

/// <summary>Limits, in what people count.</summary>
public static class Limits
{
    // UTF-8: what staff write in is mostly Chinese, of three bytes, or English, of one.
    private const int BytesOfChinese = 3;

    /// <summary>A sentence with a limit of a file's size in it, in bytes.</summary>
    public static string SayOfFile(this Vocabulary words, string key, long bytes) => words.Say(key, words.Bytes(bytes));

    /// <summary>A sentence with a limit of a text's length in it, given in bytes of UTF-8: in Chinese characters, then in English
    /// ones.</summary>
    public static string SayOfText(this Vocabulary words, string key, long bytes) =>
        words.Say(key, words.Count(bytes / BytesOfChinese), words.Count(bytes));
}

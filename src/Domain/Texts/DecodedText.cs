namespace OmoBroadcast.Domain.Texts;

/// <summary>What <see cref="TextDecoder"/> makes of a file.</summary>
public abstract record DecodedText
{
    private DecodedText() { }

    /// <param name="Encoding">UTF-8, UTF-16 or Big5, as people know them.</param>
    public sealed record Ok(string Text, string Encoding) : DecodedText;

    /// <param name="Line">The first that cannot be read, counted from 1.</param>
    public sealed record Refused(int Line, TextFault Fault) : DecodedText;
}

/// <summary>Why a text file is not read.</summary>
public enum TextFault
{
    /// <summary>It is in none of the encodings that are told apart.</summary>
    Encoding,

    /// <summary>It holds U+FFFD: another program has replaced what it could not read.</summary>
    Damaged,

    /// <summary>It holds characters that no text has, so it may be no text at all.</summary>
    Control,

    /// <summary>A quotation mark of a CSV is not closed, or stands inside a field that is not quoted.</summary>
    Quote,
}

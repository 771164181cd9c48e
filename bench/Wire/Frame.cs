using System.Buffers.Text;

namespace OmoBroadcast.Bench.Wire;

/// <summary>Where one HTTP/1.1 message in a buffer ends. Knows only what the programs measured here send: a length, chunks, or no
/// body.</summary>
internal static class Frame
{
    /// <summary>Length of the whole message, and where its body begins; 0 while it has not all come.</summary>
    public static (int Length, int Body) Find(ReadOnlySpan<byte> bytes)
    {
        var head = bytes.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return default;
        var body = head + 4;
        var headers = bytes[..head];
        if (
            Value(headers, "Content-Length: "u8, "content-length: "u8) is { Length: > 0 } text
            && Utf8Parser.TryParse(text, out int length, out _)
        )
            return bytes.Length >= body + length ? (body + length, body) : default;
        if (headers.IndexOf("chunked"u8) < 0)
            return (body, body);
        // The last chunk is the only one of length 0; it follows a line end, be it the head's own.
        var last = bytes[(body - 2)..].IndexOf("\r\n0\r\n\r\n"u8);
        return last < 0 ? default : (body - 2 + last + 7, body);
    }

    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> headers, ReadOnlySpan<byte> name, ReadOnlySpan<byte> lower)
    {
        var at = headers.IndexOf(name);
        if (at < 0)
            at = headers.IndexOf(lower);
        return at < 0 ? default : headers[(at + name.Length)..];
    }
}

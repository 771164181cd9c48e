using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace OmoBroadcast.Tests.Adapters.ChannelContract;

/// <summary>What may come for a good answer: all of it in an odd dress, or something that is not all of it.</summary>
internal static class OddAnswers
{
    private const string Interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";

    public static readonly IReadOnlyList<string> Whole = ["chunked", "trickled", "interim", "wrong type", "twice headed"];

    public static readonly IReadOnlyList<string> Broken =
    [
        "cut",
        "chunked, cut",
        "no bytes",
        "packed",
        "two lengths",
        "reset",
        "nonsense",
        "http2 settings",
        "http2 goaway",
        "endless head",
        "redirect",
        "switch",
    ];

    public static Reaction Of(string name, string body)
    {
        var (length, bytes) = (Length(body.Length), body.Length);
        return name switch
        {
            "chunked" => new Reaction.Raw(["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", .. Chunks(body), "0\r\n\r\n"]),
            "trickled" => new Reaction.Raw([.. $"HTTP/1.1 200 OK\r\n{length}\r\n{body}".Select(one => $"{one}")]),
            "interim" => new Reaction.Raw(Interim, Interim, $"HTTP/1.1 200 OK\r\n{length}\r\n{body}"),
            "wrong type" => new Reaction.Raw($"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=nonsense\r\n{length}\r\n{body}"),
            "twice headed" => new Reaction.Raw($"HTTP/1.1 200 OK\r\nServer: a\r\nServer: b\r\n{length}{length}\r\n{body}"),
            "cut" => new Reaction.Raw($"HTTP/1.1 200 OK\r\n{length}\r\n{body[..(bytes / 2)]}") { Close = true },
            "chunked, cut" => new Reaction.Raw(["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", .. Chunks(body)]) { Close = true },
            "no bytes" => new Reaction.Raw("HTTP/1.1 204 No Content\r\n\r\n"),
            "packed" => Packed(body),
            "two lengths" => new Reaction.Raw($"HTTP/1.1 200 OK\r\n{Length(bytes / 2)}{length}\r\n{body}") { Close = true },
            "reset" => new Reaction.Reset(),
            "nonsense" => new Reaction.Raw("220 mail.example ESMTP\r\n") { Close = true },
            "http2 settings" => new Reaction.Raw("\0\0\0\u0004\0\0\0\0\0") { Close = true },
            "http2 goaway" => new Reaction.Raw("\0\0\u0008\u0007\0\0\0\0\0\0\0\0\0\0\0\0\0") { Close = true },
            "endless head" => new Reaction.Raw("HTTP/1.1 200 OK\r\n", $"X: {new string('x', 1000)}\r\n") { Flood = true },
            "redirect" => new Reaction.Raw($"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\n{length}\r\n{body}"),
            "switch" => new Reaction.Raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n")
            {
                Close = true,
            },
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
        };
    }

    private static Reaction.Raw Packed(string body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Encoding.Latin1.GetBytes(body));
        return new(
            $"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n{Length((int)packed.Length)}\r\n",
            Encoding.Latin1.GetString(packed.ToArray())
        );
    }

    private static IEnumerable<string> Chunks(string body) =>
        body.Chunk(3).Select(chunk => string.Create(CultureInfo.InvariantCulture, $"{chunk.Length:x}\r\n{new string(chunk)}\r\n"));

    private static string Length(int bytes) => string.Create(CultureInfo.InvariantCulture, $"Content-Length: {bytes}\r\n");
}

using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace OmoBroadcast.Sandbox.Weather;

/// <summary>Writes a good answer in a way that front ends and networks have been seen to.</summary>
internal static class OddAnswer
{
    private const int Huge = 50 * 1024 * 1024;
    private const int Piece = 7;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    public static bool Is(Fault fault) => fault is >= Fault.ChunkedAfter and <= Fault.BrokenAfter;

    /// <param name="http">Its status and headers are set, its length is not.</param>
    /// <param name="body">The whole answer.</param>
    /// <param name="fault">In which way.</param>
    /// <param name="time">What pauses follow.</param>
    public static async Task WriteAsync(HttpContext http, ReadOnlyMemory<byte> body, Fault fault, TimeProvider time)
    {
        var (response, gone) = (http.Response, http.RequestAborted);
        response.ContentLength = fault is Fault.ChunkedAfter or Fault.TrickledAfter or Fault.HugeAfter ? null : body.Length;
        switch (fault)
        {
            case Fault.GzipAfter:
                response.Headers.ContentEncoding = "gzip";
                body = Deflated(body);
                response.ContentLength = body.Length;
                break;
            case Fault.WrongTypeAfter:
                response.ContentType = "text/html; charset=big5";
                break;
            case Fault.TwiceHeadedAfter:
                HeadTwice(response.Headers);
                break;
            case Fault.BrokenAfter:
                // Promises more than comes.
                response.ContentLength = body.Length + Piece;
                await response.Body.WriteAsync(body, gone);
                await response.Body.FlushAsync(gone);
                http.Abort();
                return;
        }

        await WriteAsync(
            http,
            body,
            fault is Fault.ChunkedAfter or Fault.TrickledAfter,
            fault == Fault.TrickledAfter ? Between : null,
            time
        );
        if (fault == Fault.HugeAfter)
            await FloodAsync(http);
    }

    private static void HeadTwice(IHeaderDictionary headers)
    {
        foreach (
            var name in headers
                .Select(header => header.Key)
                .Where(name => name.StartsWith("x-", StringComparison.OrdinalIgnoreCase))
                .ToArray()
        )
            headers.Append(name, headers[name]);
        headers.Append("Server", new Microsoft.Extensions.Primitives.StringValues(["one", "another"]));
    }

    private static async Task WriteAsync(HttpContext http, ReadOnlyMemory<byte> body, bool pieces, TimeSpan? pause, TimeProvider time)
    {
        for (var at = 0; at < body.Length; at += pieces ? Piece : body.Length)
        {
            await http.Response.Body.WriteAsync(pieces ? body.Slice(at, Math.Min(Piece, body.Length - at)) : body, http.RequestAborted);
            if (!pieces)
                continue;
            await http.Response.Body.FlushAsync(http.RequestAborted);
            if (pause is { } wait)
                await Task.Delay(wait, time, http.RequestAborted);
        }
    }

    private static async Task FloodAsync(HttpContext http)
    {
        var blanks = new byte[64 * 1024];
        Array.Fill(blanks, (byte)' ');
        for (var written = 0; written < Huge; written += blanks.Length)
            await http.Response.Body.WriteAsync(blanks, http.RequestAborted);
    }

    private static byte[] Deflated(ReadOnlyMemory<byte> body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(body.Span);
        return packed.ToArray();
    }
}

using System.Globalization;
using System.Text;
using OmoBroadcast.Storage.Media;

namespace OmoBroadcast.Tests.Storage.Media;

/// <summary>A store of files, or something between it and us, that answers what was not asked: never half a file or another part of it for
/// the whole.</summary>
public sealed class BucketWireTests
{
    private static readonly byte[] Content = Encoding.ASCII.GetBytes("0123456789abcdef");

    [Theory]
    [InlineData("whole", 0, true)]
    [InlineData("range", 6, true)]
    [InlineData("chunked", 0, true)]
    [InlineData("whole", 6, false)]
    [InlineData("another range", 6, false)]
    [InlineData("cut", 0, false)]
    [InlineData("shorter", 0, false)]
    [InlineData("longer", 0, false)]
    [InlineData("longer", 6, false)]
    [InlineData("chunked, longer", 0, false)]
    [InlineData("trickled", 0, true)]
    [InlineData("interim", 6, true)]
    [InlineData("twice headed", 6, true)]
    [InlineData("chunked, cut", 0, false)]
    [InlineData("gzip", 0, false)]
    [InlineData("closed", 0, false)]
    [InlineData("garbage", 0, false)]
    public async Task What_is_read_is_what_was_kept_or_nothing(string answer, int from, bool well)
    {
        await using var bucket = new WireStub(head =>
            head.StartsWith("HEAD", StringComparison.Ordinal)
                ? [Ascii("HTTP/1.1 200 OK\r\nContent-Length: 16\r\nConnection: close\r\n\r\n")]
                : Answer(answer, from)
        );
        using var vault = new S3Vault(SettingsOf(bucket), TimeProvider.System);
        await using var stream = (await vault.OpenAsync(new string('a', 32), Content.Length, default))!;
        stream.Position = from;
        using var read = new MemoryStream();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var trouble = await Record.ExceptionAsync(() => stream.CopyToAsync(read, patience.Token));
        Assert.False(patience.IsCancellationRequested);
        if (!well)
            Assert.NotNull(trouble);
        else
        {
            Assert.Null(trouble);
            Assert.Equal(Content[from..], read.ToArray());
        }

        Assert.DoesNotContain("canary", trouble?.ToString() ?? "", StringComparison.Ordinal);
    }

    private static S3Settings SettingsOf(WireStub bucket) =>
        new()
        {
            Endpoint = $"http://{bucket.Authority}",
            Bucket = "b",
            AccessKey = "key",
            SecretKey = "canary-secret",
        };

    private static IEnumerable<byte[]> Answer(string answer, int from)
    {
        var range = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {from}-15/16\r\nContent-Length: {16 - from}\r\nConnection: close\r\n\r\n"
        );
        return answer switch
        {
            "whole" => [Ascii("HTTP/1.1 200 OK\r\nContent-Length: 16\r\nConnection: close\r\n\r\n"), Content],
            "range" => [Ascii(range), Content[from..]],
            "another range" => [Ascii(range.Replace("bytes 6", "bytes 0", StringComparison.Ordinal)), Content[..10]],
            "chunked" =>
            [
                Ascii("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n8\r\n"),
                Content[..8],
                Ascii("\r\n8\r\n"),
                Content[8..],
                Ascii("\r\n0\r\n\r\n"),
            ],
            "chunked, cut" =>
            [
                Ascii("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n8\r\n"),
                Content[..8],
                Ascii("\r\n"),
            ],
            "cut" => [Ascii("HTTP/1.1 200 OK\r\nContent-Length: 16\r\nConnection: close\r\n\r\n"), Content[..5]],
            "shorter" => [Ascii("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\n"), Content[..5]],
            "longer" =>
            [
                Ascii(from == 0 ? "HTTP/1.1 200 OK\r\n" : $"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {from}-19/20\r\n"),
                Ascii(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {20 - from}\r\nConnection: close\r\n\r\n")),
                Content[from..],
                Ascii("more"),
            ],
            "chunked, longer" =>
            [
                Ascii("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n14\r\n"),
                [.. Content, .. Ascii("more\r\n0\r\n\r\n")],
            ],
            "trickled" => [.. Answer("whole", 0).SelectMany(piece => piece).Select(one => new[] { one })],
            "interim" => [Ascii("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"), .. Answer("range", from)],
            "twice headed" =>
            [
                Ascii(range.Replace("Connection", "ETag: a\r\nETag: b\r\nServer: a\r\nServer: b\r\nConnection", StringComparison.Ordinal)),
                Content[from..],
            ],
            "gzip" => [Ascii("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 16\r\nConnection: close\r\n\r\n"), Content],
            "garbage" => [Ascii("220 mail.example ESMTP\r\n")],
            _ => [],
        };
    }

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);
}

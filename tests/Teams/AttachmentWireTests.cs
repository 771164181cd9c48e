using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OmoBroadcast.Desks.Media;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Teams.Activities;
using OmoBroadcast.Teams.Attachments;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Storage.Media;

namespace OmoBroadcast.Tests.Teams;

/// <summary>What a server of attachments may put on the wire: all of the file comes of it, or a refusal; never half of one, and never a
/// wait without end.</summary>
public sealed class AttachmentWireTests : IAsyncLifetime
{
    private ConnectorStub stub = null!;
    private TeamsFace teams = null!;

    public async ValueTask InitializeAsync()
    {
        stub = await ConnectorStub.StartAsync();
        teams = await TeamsFace.OpenAsync(stub);
    }

    public async ValueTask DisposeAsync()
    {
        await teams.DisposeAsync();
        await stub.DisposeAsync();
    }

    [Theory]
    [InlineData("in pieces", null)]
    [InlineData("chunked", null)]
    [InlineData("early hints", null)]
    [InlineData("another type", null)]
    [InlineData("page as picture", "media.type")]
    [InlineData("gzip", "media.type")]
    [InlineData("gzip bomb", "media.type")]
    [InlineData("cut", "media.fetch")]
    [InlineData("chunked, cut", "media.fetch")]
    [InlineData("two lengths", "media.fetch")]
    [InlineData("endless header", "media.fetch")]
    [InlineData("garbage", "media.fetch")]
    [InlineData("closed", "media.fetch")]
    [InlineData("nothing", "media.empty")]
    [InlineData("partial", "media.fetch")]
    public async Task A_whole_file_or_a_refusal(string answer, string? code)
    {
        await using var server = new WireStub(_ => Answer(answer));
        var kept = await teams
            .Get<AttachmentFetcher>()
            .FetchAsync(
                new Attachment($"http://{server.Authority}/a", "a.png", NeedsToken: true),
                $"http://{server.Authority}/teams",
                default
            );
        if (code is null)
            Assert.Equal(Samples.Png().Length, Assert.IsType<MediaResult.Ok>(kept).Item.Size);
        else
            Assert.Equal(code, Assert.IsType<MediaResult.Refused>(kept).Code);
    }

    [Fact]
    public async Task A_server_without_its_certificate_is_not_believed()
    {
        await using var server = new WireStub(_ => Answer("in pieces"), listens: false);
        Assert.Equal(
            new MediaResult.Refused("media.fetch"),
            await teams
                .Get<AttachmentFetcher>()
                .FetchAsync(
                    new Attachment($"https://{server.Authority}/a", "a.png", NeedsToken: true),
                    $"https://{server.Authority}/teams",
                    default
                )
        );
    }

    [Fact]
    public async Task What_trickles_without_end_is_given_up()
    {
        var time = new FakeTimeProvider();
        var (asked, over) = (new TaskCompletionSource(), new TaskCompletionSource());
        stub.Next(async context =>
        {
            await context.Response.Body.WriteAsync(Samples.Png().AsMemory(0, 10));
            await context.Response.Body.FlushAsync();
            asked.SetResult();
            await over.Task;
        });
        var fetcher = new AttachmentFetcher(
            teams.Get<IHttpClientFactory>(),
            teams.Get<AttachmentTrust>(),
            teams.Get<MediaDesk>(),
            time,
            NullLogger<AttachmentFetcher>.Instance
        );
        var fetching = fetcher.FetchAsync(new Attachment($"{stub.ServiceUrl}/slow", "a.png", NeedsToken: true), stub.ServiceUrl, default);
        await asked.Task;
        time.Advance(AttachmentFetcher.Longest);
        Assert.Equal(new MediaResult.Refused("media.slow"), await fetching);
        over.SetResult();
    }

    private static IEnumerable<byte[]> Answer(string answer)
    {
        var png = Samples.Png();
        byte[] Head(string headers) => Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{headers}\r\n\r\n");
        return answer switch
        {
            "in pieces" => [Head($"Content-Length: {png.Length}"), .. png.Chunk(7)],
            "chunked" => [Head("Transfer-Encoding: chunked"), .. png.Chunk(5).SelectMany(Chunk), "0\r\n\r\n"u8.ToArray()],
            "early hints" =>
            [
                .. Enumerable.Repeat("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"u8.ToArray(), 5),
                Head($"Content-Length: {png.Length}"),
                png,
            ],
            "another type" => [Head($"Content-Type: text/html; charset=big5\r\nContent-Length: {png.Length}"), png],
            "page as picture" => [Head("Content-Type: image/png\r\nContent-Length: 6"), "<html>"u8.ToArray()],
            "gzip" => [Head("Content-Encoding: gzip\r\nConnection: close"), Gzip(png)],
            "gzip bomb" => [Head("Content-Encoding: gzip\r\nConnection: close"), Gzip(new byte[50_000_000])],
            "cut" => [Head($"Content-Length: {png.Length}"), png[..20]],
            "chunked, cut" => [Head("Transfer-Encoding: chunked"), .. Chunk(png)],
            "two lengths" => [Head($"Content-Length: 20\r\nContent-Length: {png.Length}"), png],
            "endless header" =>
            [
                .. Enumerable
                    .Repeat(Encoding.ASCII.GetBytes($"X: {new string('x', 1000)}\r\n"), 100)
                    .Prepend("HTTP/1.1 200 OK\r\n"u8.ToArray()),
            ],
            "garbage" => ["220 mail.example ESMTP\r\n"u8.ToArray()],
            "nothing" => [Head("Content-Length: 0")],
            "partial" =>
            [
                Encoding.ASCII.GetBytes(
                    $"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-19/{png.Length}\r\nContent-Length: 20\r\n\r\n"
                ),
                png[..20],
            ],
            _ => [],
        };

        static byte[][] Chunk(byte[] piece) => [Encoding.ASCII.GetBytes($"{piece.Length:x}\r\n"), piece, "\r\n"u8.ToArray()];
    }

    private static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(content);
        return packed.ToArray();
    }
}

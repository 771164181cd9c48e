using System.Globalization;
using System.IO.Compression;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Sandbox;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Adapters.ChannelContract;

/// <summary>A good answer in an odd dress is a good answer; what cannot be read to its end tells nothing; what never left can be sent
/// again.</summary>
public abstract class WireContract(ContractSubject subject) : SendingBench(subject)
{
    private string Good => Contract.Good.Body;

    private string Headers => string.Concat(Contract.Good.Headers.Select(header => $"{header.Name}: {header.Value}\r\n"));

    private string Length => string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(Good)}\r\n");

    [Fact]
    public async Task Chunked_in_small_pieces_it_is_accepted()
    {
        var chunks = Good.Chunk(3)
            .Select(chunk => string.Create(CultureInfo.InvariantCulture, $"{chunk.Length:x}\r\n{new string(chunk)}\r\n"));
        Platform.React = _ => new Reaction.Raw([$"HTTP/1.1 200 OK\r\n{Headers}Transfer-Encoding: chunked\r\n\r\n", .. chunks, "0\r\n\r\n"]);
        await IsAcceptedAsync();
    }

    [Fact]
    public async Task Trickled_byte_by_byte_it_is_accepted()
    {
        Platform.React = _ => new Reaction.Raw([.. $"HTTP/1.1 200 OK\r\n{Headers}{Length}\r\n{Good}".Select(one => $"{one}")]);
        await IsAcceptedAsync();
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n")]
    public async Task What_dries_up_is_unknown_once_the_deadline_has_passed(string beginning)
    {
        Platform.React = _ => new Reaction.Raw(beginning) { Stall = true };
        var sending = SendAsync();
        await Platform.NextCallAsync();
        Time.Advance(TimeSpan.FromSeconds(11));
        Assert.IsType<SendOutcome.Unknown>(await sending);
        Assert.Single(Platform.Calls);
    }

    [Fact]
    public async Task Packed_though_nobody_asked_it_is_unknown_and_not_unpacked()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(Good));
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 200 OK\r\n{Headers}Content-Encoding: gzip\r\nContent-Length: {packed.Length}\r\n\r\n"
        );
        Platform.React = _ => new Reaction.Raw(head, Encoding.Latin1.GetString(packed.ToArray()));
        Assert.IsType<SendOutcome.Unknown>(await SendAsync());
        Assert.Single(Platform.Calls);
    }

    [Fact]
    public async Task Behind_interim_answers_it_is_accepted()
    {
        const string interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
        Platform.React = _ => new Reaction.Raw(interim, interim, $"HTTP/1.1 200 OK\r\n{Headers}{Length}\r\n{Good}");
        await IsAcceptedAsync();
    }

    [Fact]
    public async Task Interim_answers_without_end_are_unknown_once_the_deadline_has_passed()
    {
        Platform.React = _ => new Reaction.Raw("HTTP/1.1 102 Processing\r\n\r\n") { Flood = true };
        var sending = SendAsync();
        await Platform.NextCallAsync();
        Time.Advance(TimeSpan.FromSeconds(11));
        Assert.IsType<SendOutcome.Unknown>(await sending);
    }

    [Theory]
    [InlineData("text/html; charset=utf-8")]
    [InlineData("text/plain; charset=no-such-charset")]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task Under_a_wrong_content_type_it_is_accepted(string type)
    {
        Platform.React = _ => new Reaction.Raw($"HTTP/1.1 200 OK\r\n{Headers}Content-Type: {type}\r\n{Length}\r\n{Good}");
        await IsAcceptedAsync();
    }

    [Fact]
    public async Task With_every_header_twice_it_is_accepted()
    {
        Platform.React = _ => new Reaction.Raw(
            $"HTTP/1.1 200 OK\r\n{Headers}{Headers}{Length}{Length}Content-Type: application/json\r\nContent-Type: text/html\r\n\r\n{Good}"
        );
        await IsAcceptedAsync();
    }

    [Theory]
    [InlineData("HTTP/1.1 nonsense\r\n\r\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    [InlineData("\0\0\u0012\u0004\0\0\0\0\0\0\u0003\0\0\0\u0064\0\u0004\0\u0010\0\0\0\u0006\0\0@\0")]
    [InlineData("\0\0\u0004\u0003\0\0\0\0\u0001\0\0\0\u0007")]
    [InlineData("\0\0\u0008\u0007\0\0\0\0\0\0\0\0\0\0\0\0\0")]
    [InlineData("{\"ok\":true}")]
    public async Task What_is_no_answer_is_unknown_and_not_asked_for_again(string bytes)
    {
        Platform.React = _ => new Reaction.Raw(bytes, new string(' ', 9_000)) { Flood = true };
        Assert.IsType<SendOutcome.Unknown>(await SendAsync());
        Assert.Single(Platform.Calls);
    }

    [Fact]
    public async Task Fifty_megabytes_that_are_promised_are_unknown_and_not_waited_for()
    {
        Platform.React = _ => new Reaction.Raw("HTTP/1.1 200 OK\r\nContent-Length: 52428800\r\n\r\n" + Good, new string(' ', 8_192))
        {
            Flood = true,
        };
        Assert.IsType<SendOutcome.Unknown>(await SendAsync());
    }

    [Fact]
    public async Task A_connection_closed_while_the_request_is_being_written_is_unknown_and_not_repeated()
    {
        Platform.ResetAtBody = true;
        Assert.IsType<SendOutcome.Unknown>(await SendAsync());
        Assert.Equal(1, Platform.Connections);
    }

    [Fact]
    public async Task A_pooled_connection_that_the_platform_closed_meanwhile_costs_nothing()
    {
        Platform.React = _ => new Reaction.Answer(200, Good, Contract.Good.Headers) { Close = true };
        Assert.IsType<SendOutcome.Accepted>(await SendAsync());
        // Whatever the pool has noticed: nothing is sent twice, and nothing that was answered is lost.
        var again = await SendAsync();
        Assert.Equal(again is SendOutcome.Accepted ? 2 : 1, Platform.Calls.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_certificate_that_nobody_vouches_for_is_unavailable_whatever_it_would_speak(bool onlyHttp2)
    {
        var (certificate, key) = LoopbackCertificate.Make(TimeProvider.System.GetUtcNow());
        using var shown = X509Certificate2.CreateFromPem(certificate, key);
        await using var secure = new ScriptedPlatform
        {
            Certificate = shown,
            Protocol = onlyHttp2 ? SslApplicationProtocol.Http2 : SslApplicationProtocol.Http11,
        };
        var channel = Contract.Create(new UriBuilder(secure.Address) { Scheme = "https" }.Uri, Time);
        Assert.IsType<SendOutcome.Unavailable>(await channel.SendAsync(One(), default));
        Assert.Empty(secure.Calls);
    }

    [Fact]
    public async Task Plain_words_where_tls_was_to_be_are_unavailable()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        var sending = Contract.Create(new Uri($"https://127.0.0.1:{port}"), Time).SendAsync(One(), default);
        using (var socket = await listener.AcceptSocketAsync())
            await socket.SendAsync(Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad Request\r\n\r\n"));
        Assert.IsType<SendOutcome.Unavailable>(await sending);
    }

    [Fact]
    public async Task HTTP_2_is_not_offered()
    {
        using var listener = new TlsListener();
        var sending = Contract.Create(listener.Address, Time).SendAsync(One(), default);
        Assert.DoesNotContain("h2", await listener.OffersAsync());
        Assert.IsType<SendOutcome.Unavailable>(await sending);
    }

    private async Task IsAcceptedAsync()
    {
        var accepted = Assert.IsType<SendOutcome.Accepted>(await SendAsync());
        Assert.Equal(Contract.Good.PlatformId, accepted.PlatformId);
        Assert.Single(Platform.Calls);
    }
}

using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using OmoBroadcast.Sandbox;
using OmoBroadcast.Teams.Activities;
using OmoBroadcast.Teams.Connector;
using OmoBroadcast.Tests.Adapters.ChannelContract;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Teams;

/// <summary>What becomes of a new message in Teams by what the net makes of the answer: never a second one where the first may have been
/// shown.</summary>
public sealed class WireTests : IAsyncLifetime
{
    private const string Good = "{\"id\":\"1700000000001\"}";
    private readonly ScriptedPlatform platform = new();
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
        await platform.DisposeAsync();
    }

    [Theory]
    [InlineData("HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n{\"id\":\r\n10\r\n\"1700000000001\"}\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 22\r\n\r\n" + Good)]
    [InlineData("HTTP/1.1 201 Created\r\nContent-Type: text/html; charset=nonsense\r\nContent-Length: 22\r\n\r\n" + Good)]
    [InlineData("HTTP/1.1 201 Created\r\nMS-CV: a\r\nMS-CV: b\r\nContent-Length: 22\r\nContent-Length: 22\r\n\r\n" + Good)]
    public async Task A_good_answer_in_an_odd_dress_is_one(string answer)
    {
        platform.React = _ => new Reaction.Raw([.. answer.Select(one => $"{one}")]);
        Assert.Equal(new ConnectorResult.Done("1700000000001"), await SendAsync());
        Assert.Single(platform.Calls);
    }

    [Theory]
    [InlineData("HTTP/1.1 nonsense\r\n\r\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    public async Task What_is_no_answer_is_unknown_and_nothing_is_said_twice(string bytes)
    {
        platform.React = _ => new Reaction.Raw(bytes, new string(' ', 9_000)) { Flood = true };
        Assert.IsType<ConnectorResult.Unknown>(await SendAsync());
        Assert.Single(platform.Calls);
    }

    [Fact]
    public async Task Packed_unasked_or_without_end_it_was_taken_and_its_id_is_not_known()
    {
        platform.React = _ => new Reaction.Raw("HTTP/1.1 201 Created\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\n\u001f\u008b\b");
        Assert.Equal(new ConnectorResult.Done(null), await SendAsync());
        platform.React = _ => new Reaction.Raw("HTTP/1.1 201 Created\r\nContent-Length: 52428800\r\n\r\n", new string(' ', 8_192))
        {
            Flood = true,
        };
        Assert.Equal(new ConnectorResult.Done(null), await SendAsync());
        Assert.Equal(2, platform.Calls.Count);
    }

    [Fact]
    public async Task What_is_cut_while_it_is_written_is_unknown_what_breaks_off_was_taken_and_nothing_is_said_twice()
    {
        platform.React = _ => new Reaction.Answer(201, Good) { Missing = 10 };
        Assert.Equal(new ConnectorResult.Done(null), await SendAsync());
        Assert.Single(platform.Calls);
        platform.ResetAtBody = true;
        var before = platform.Connections;
        Assert.IsType<ConnectorResult.Unknown>(await SendAsync());
        Assert.InRange(platform.Connections, before, before + 1);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_gets_not_a_word()
    {
        var (certificate, key) = LoopbackCertificate.Make(TimeProvider.System.GetUtcNow());
        using var shown = X509Certificate2.CreateFromPem(certificate, key);
        await using var secure = new ScriptedPlatform { Certificate = shown, Protocol = SslApplicationProtocol.Http2 };
        using var enough = new CancellationTokenSource();
        // It is tried again, since nothing can have been shown, for as long as somebody waits for it.
        secure.Connected = connections =>
        {
            if (connections == 2)
                enough.Cancel();
        };
        Assert.IsAssignableFrom<OperationCanceledException>(
            await Record.ExceptionAsync(() => SendAsync(new UriBuilder(secure.Address) { Scheme = "https" }.Uri, enough.Token))
        );
        Assert.Equal(2, secure.Connections);
        Assert.Empty(secure.Calls);
    }

    [Fact]
    public async Task HTTP_2_is_not_offered()
    {
        using var listener = new TlsListener();
        using var enough = new CancellationTokenSource();
        var sending = SendAsync(listener.Address, enough.Token);
        Assert.DoesNotContain("h2", await listener.OffersAsync());
        await enough.CancelAsync();
        Assert.NotNull(await Record.ExceptionAsync(() => sending));
    }

    private Task<ConnectorResult> SendAsync() => SendAsync(platform.Address, CancellationToken.None);

    private Task<ConnectorResult> SendAsync(Uri connector, CancellationToken cancellationToken) =>
        teams
            .Get<ConnectorClient>()
            .SendAsync(
                new ConversationAddress(connector.ToString(), "a:1abc"),
                new JsonObject { ["type"] = "message", ["text"] = "hi" },
                cancellationToken
            );
}

using System.Net.Sockets;
using System.Text;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;
using StackExchange.Redis;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>What the endpoint lets in, and what it does with the rest: a clear 4xx, nothing written, never a 5xx.</summary>
public sealed class WebhookEndpointTests : IAsyncLifetime
{
    private WebhookFace webhooks = null!;

    public async ValueTask InitializeAsync()
    {
        webhooks = await WebhookFace.OpenAsync();
        // The journal has met all parts of Redis.
        await Until.TrueAsync(async () => (await KeysAsync()).Count > OmoBroadcast.Storage.Redis.Conversations.Buckets);
    }

    public async ValueTask DisposeAsync() => await webhooks.DisposeAsync();

    [Fact]
    public async Task What_was_answered_200_is_in_the_conversation()
    {
        Assert.Equal(200, await webhooks.PostAsync(LineJson.Text("e1", LineJson.User(1), "哈囉 👋")));
        var customer = await webhooks.Conversations.FindAsync(LineJson.Customer(1));
        Assert.Equal(ConversationState.Pending, customer?.State);
        Assert.Equal("哈囉 👋", customer?.LastText);
        Assert.Equal(["哈囉 👋"], await webhooks.WordsAsync(1));
    }

    private static readonly string[] Junk =
    [
        "",
        "{",
        "[]",
        "not json",
        "{\"events\":5}",
        new string('[', 100_000),
        "\0\0",
        "{\"destination\":\"" + TestAccounts.LineId + "\",\"events\":[",
    ];

    [Fact]
    public async Task Junk_is_refused_and_leaves_no_trace()
    {
        var body = LineJson.Body(LineJson.Text("e1", LineJson.User(1), "x"));
        var elsewhere = Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(body).Replace(TestAccounts.LineId, "Uffffffffffffffffffffffffffffffff", StringComparison.Ordinal)
        );
        var before = await KeysAsync();

        Assert.Equal(401, await webhooks.PostAsync(body, null));
        Assert.Equal(401, await webhooks.PostAsync(body, "not a signature"));
        Assert.Equal(401, await webhooks.PostAsync(body, LineJson.Sign(body, "another secret")));
        Assert.Equal(401, await webhooks.PostAsync(body, LineJson.Sign(body)[..43]));
        Assert.Equal(404, await webhooks.PostAsync(elsewhere, LineJson.Sign(elsewhere)));
        Assert.Equal(404, await webhooks.PostAsync(body, LineJson.Sign(body), "/webhooks/icq"));
        foreach (var junk in Junk)
            Assert.Equal(400, await webhooks.PostAsync(Encoding.UTF8.GetBytes(junk)));
        using var get = await webhooks.Http.GetAsync("/webhooks/line?hub.mode=subscribe&hub.challenge=<script>&hub.verify_token=x");
        Assert.Equal(405, (int)get.StatusCode);
        using var put = await webhooks.Http.PutAsync("/webhooks/line", null);
        Assert.Equal(405, (int)put.StatusCode);

        Assert.Equal(before, await KeysAsync());
        Assert.Equal(0, await webhooks.Inbox.CountAsync(default));
    }

    [Theory]
    [InlineData(50_000_000, false)]
    [InlineData(50_000_000, true)]
    [InlineData((1024 * 1024) + 1, false)]
    [InlineData((1024 * 1024) + 1, true)]
    public async Task Too_much_is_refused(int size, bool chunked)
    {
        try
        {
            Assert.Equal(413, await webhooks.PostAsync(new byte[size], "x", chunked: chunked));
        }
        catch (HttpRequestException cut) when (cut.InnerException is IOException or SocketException)
        {
            // The answer was given and the connection closed while the client still wrote.
        }

        Assert.Equal(200, await webhooks.PostAsync(LineJson.Text("after", LineJson.User(9), "still here")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task As_much_as_is_allowed_is_taken(bool chunked)
    {
        var start = LineJson.Body(LineJson.Text("big", LineJson.User(2), "at the limit"));
        byte[] body = [.. start, .. Enumerable.Repeat((byte)' ', (1024 * 1024) - start.Length)];
        Assert.Equal(200, await webhooks.PostAsync(body, LineJson.Sign(body), chunked: chunked));
        Assert.Equal(["at the limit"], await webhooks.WordsAsync(2));
    }

    [Theory]
    [InlineData("POST /webhooks/line HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{}")]
    [InlineData("POST /webhooks/line HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}")]
    [InlineData("POST /webhooks/line HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n{}")]
    [InlineData("POST /webhooks/line HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("POST /webhooks/line HTTP/1.1\r\nHost: x\r\n\r\n")]
    public async Task A_body_that_is_not_as_announced_is_the_callers_fault(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", webhooks.Http.BaseAddress!.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        client.Client.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream);
        string? status = null;
        try
        {
            status = await reader.ReadLineAsync(new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token);
        }
        catch (IOException cut) when (cut.InnerException is SocketException)
        {
            // The answer was given and the connection closed while some of the request was not read yet.
        }

        Assert.True(status is null || status.StartsWith("HTTP/1.1 4", StringComparison.Ordinal), status);
        Assert.Equal(200, await webhooks.PostAsync(LineJson.Text("after", LineJson.User(9), "still here")));
    }

    [Fact]
    public async Task A_thousand_unknown_kinds_are_kept()
    {
        var body = LineJson.Body([
            .. Enumerable
                .Range(0, 1000)
                .Select(n => LineJson.Event($"s{n}", LineJson.User(n), $$""" "type":"hologram{{n}}","depth":{"x":[{{n}}]} """)),
        ]);
        Assert.Equal(200, await webhooks.PostAsync(body));
        Assert.Equal(1000, (await webhooks.Conversations.RawAsync(TestAccounts.Line, default)).Count);
    }

    [Fact]
    public async Task The_verification_call_is_answered() => Assert.Equal(200, await webhooks.PostAsync(LineJson.Body()));

    [Fact]
    public async Task A_batch_is_applied_whole_and_one_bad_event_costs_nobody()
    {
        Assert.Equal(
            200,
            await webhooks.PostAsync(
                LineJson.Body([
                    .. Enumerable.Range(0, 100).Select(n => n == 50 ? "42" : LineJson.Text($"b{n}", LineJson.User(n % 10), $"t{n}")),
                ])
            )
        );
        for (var user = 1; user < 10; user++)
            Assert.Equal(10, (await webhooks.WordsAsync(user)).Count);
        Assert.Equal(["42"], await webhooks.Conversations.RawAsync(TestAccounts.Line, default));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(" ", " ")]
    [InlineData("\\u0000", "\0")]
    [InlineData("U\\u0007x", "U\u0007x")]
    [InlineData("U\\u200bx", "U\u200Bx")]
    [InlineData("\\ud800", "\uFFFD")]
    public async Task An_id_that_nobody_has_makes_no_customer_and_costs_nobody(string written, string id)
    {
        var bad = LineJson.Text("bad", "PERSON", "x").Replace("PERSON", written, StringComparison.Ordinal);
        Assert.Equal(200, await webhooks.PostAsync(bad, LineJson.Text("good", LineJson.User(1), "fine")));
        Assert.Equal(["fine"], await webhooks.WordsAsync(1));
        Assert.Null(await webhooks.Conversations.FindAsync(new OmoBroadcast.Domain.Channels.CustomerKey(TestAccounts.Line, id)));
        Assert.Equal(
            1,
            (await KeysAsync()).Count(key =>
                key.Contains("customer", StringComparison.OrdinalIgnoreCase) || key.EndsWith(":c", StringComparison.Ordinal)
            )
        );
    }

    [Fact]
    public async Task Fifty_of_the_same_at_once_are_one()
    {
        var body = LineJson.Body(LineJson.Text("same", LineJson.User(3), "once"));
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => webhooks.PostAsync(body))), status => Assert.Equal(200, status));
        Assert.Equal(["once"], await webhooks.WordsAsync(3));
    }

    [Fact]
    public async Task What_is_older_than_ids_are_remembered_changes_nothing()
    {
        Assert.Equal(
            200,
            await webhooks.PostAsync(LineJson.Text("old", LineJson.User(4), "long ago", TimeProvider.System.GetUtcNow().AddDays(-9)))
        );
        Assert.Null(await webhooks.Conversations.FindAsync(LineJson.Customer(4)));
    }

    [Fact]
    public async Task Nothing_secret_and_no_words_of_customers_are_in_a_log_or_a_metric()
    {
        await webhooks.PostAsync(LineJson.Text("c1", LineJson.User(5), "canary-words"));
        await webhooks.PostAsync(LineJson.Body(LineJson.Text("c2", LineJson.User(5), "canary-words")), LineJson.Sign([1]));
        await webhooks.PostAsync("canary-words"u8.ToArray());
        var metrics = await webhooks.Http.GetStringAsync("/metrics");
        Assert.Contains("omo_webhook_calls_total", metrics, StringComparison.Ordinal);
        Assert.Contains("omo_webhook_events_total", metrics, StringComparison.Ordinal);
        Assert.Contains("omo_webhook_lag_seconds_bucket", metrics, StringComparison.Ordinal);
        Assert.Contains("omo_inbox_depth", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", webhooks.Logs, StringComparison.Ordinal);
    }

    /// <summary>But for those by which health tries every two seconds whether Redis takes a write.</summary>
    private async Task<IReadOnlyList<string>> KeysAsync()
    {
        using var redis = await ConnectionMultiplexer.ConnectAsync(webhooks.Redis.ConnectionString);
        var keys = redis.GetServers()[0].Keys().Select(key => key.ToString());
        return [.. keys.Where(key => !key.StartsWith("omo:probe:", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }
}

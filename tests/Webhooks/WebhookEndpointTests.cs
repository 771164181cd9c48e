using System.Net.Sockets;
using System.Text;
using OmoBroadcast.Domain.Conversations;
using StackExchange.Redis;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>What the endpoint lets in, and what it does with the rest: a clear 4xx, nothing written, never a 5xx.</summary>
public sealed class WebhookEndpointTests : IAsyncLifetime
{
    private House house = null!;

    public async ValueTask InitializeAsync() => house = await House.OpenAsync();

    public async ValueTask DisposeAsync() => await house.DisposeAsync();

    [Fact]
    public async Task What_was_answered_200_is_in_the_conversation()
    {
        Assert.Equal(200, await house.PostAsync(House.Text("e1", House.User(1), "哈囉 👋")));
        var customer = await house.Conversations.FindAsync(House.Customer(1));
        Assert.Equal(ConversationState.Pending, customer?.State);
        Assert.Equal("哈囉 👋", customer?.LastText);
        Assert.Equal(["哈囉 👋"], await house.WordsAsync(1));
    }

    [Fact]
    public async Task Junk_is_refused_and_leaves_no_trace()
    {
        var body = House.Body(House.Text("e1", House.User(1), "x"));
        var elsewhere = Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(body).Replace(House.AccountId, "Uffffffffffffffffffffffffffffffff", StringComparison.Ordinal)
        );
        var before = await KeysAsync();

        Assert.Equal(401, await house.PostAsync(body, null));
        Assert.Equal(401, await house.PostAsync(body, "not a signature"));
        Assert.Equal(401, await house.PostAsync(body, House.Sign(body, "another secret")));
        Assert.Equal(401, await house.PostAsync(body, House.Sign(body)[..43]));
        Assert.Equal(404, await house.PostAsync(elsewhere, House.Sign(elsewhere)));
        Assert.Equal(404, await house.PostAsync(body, House.Sign(body), "/webhooks/icq"));
        foreach (
            var junk in new[]
            {
                "",
                "{",
                "[]",
                "not json",
                "{\"events\":5}",
                new string('[', 100_000),
                "\0\0",
                "{\"destination\":\"" + House.AccountId + "\",\"events\":[",
            }
        )
            Assert.Equal(400, await house.PostAsync(Encoding.UTF8.GetBytes(junk)));
        using var get = await house.Http.GetAsync("/webhooks/line?hub.mode=subscribe&hub.challenge=<script>&hub.verify_token=x");
        Assert.Equal(405, (int)get.StatusCode);
        using var put = await house.Http.PutAsync("/webhooks/line", null);
        Assert.Equal(405, (int)put.StatusCode);

        Assert.Equal(before, await KeysAsync());
        Assert.Equal(0, await house.Inbox.CountAsync(default));
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
            Assert.Equal(413, await house.PostAsync(new byte[size], "x", chunked: chunked));
        }
        catch (HttpRequestException cut) when (cut.InnerException is IOException or SocketException)
        {
            // The answer was given and the connection closed while the client still wrote.
        }

        Assert.Equal(200, await house.PostAsync(House.Text("after", House.User(9), "still here")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task As_much_as_is_allowed_is_taken(bool chunked)
    {
        var start = House.Body(House.Text("big", House.User(2), "at the limit"));
        byte[] body = [.. start, .. Enumerable.Repeat((byte)' ', (1024 * 1024) - start.Length)];
        Assert.Equal(200, await house.PostAsync(body, House.Sign(body), chunked: chunked));
        Assert.Equal(["at the limit"], await house.WordsAsync(2));
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
        await client.ConnectAsync("127.0.0.1", house.Http.BaseAddress!.Port);
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
        Assert.Equal(200, await house.PostAsync(House.Text("after", House.User(9), "still here")));
    }

    [Fact]
    public async Task A_thousand_unknown_kinds_are_kept()
    {
        var body = House.Body([
            .. Enumerable
                .Range(0, 1000)
                .Select(n => House.Event($"s{n}", House.User(n), $$""" "type":"hologram{{n}}","depth":{"x":[{{n}}]} """)),
        ]);
        Assert.Equal(200, await house.PostAsync(body));
        Assert.Equal(1000, (await house.Conversations.RawAsync(House.Account, default)).Count);
    }

    [Fact]
    public async Task The_verification_call_is_answered() => Assert.Equal(200, await house.PostAsync(House.Body()));

    [Fact]
    public async Task A_batch_is_applied_whole_and_one_bad_event_costs_nobody()
    {
        Assert.Equal(
            200,
            await house.PostAsync(
                House.Body([.. Enumerable.Range(0, 100).Select(n => n == 50 ? "42" : House.Text($"b{n}", House.User(n % 10), $"t{n}"))])
            )
        );
        for (var user = 1; user < 10; user++)
            Assert.Equal(10, (await house.WordsAsync(user)).Count);
        Assert.Equal(["42"], await house.Conversations.RawAsync(House.Account, default));
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
        var bad = House.Text("bad", "PERSON", "x").Replace("PERSON", written, StringComparison.Ordinal);
        Assert.Equal(200, await house.PostAsync(bad, House.Text("good", House.User(1), "fine")));
        Assert.Equal(["fine"], await house.WordsAsync(1));
        Assert.Null(await house.Conversations.FindAsync(new OmoBroadcast.Domain.Channels.CustomerKey(House.Account, id)));
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
        var body = House.Body(House.Text("same", House.User(3), "once"));
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => house.PostAsync(body))), status => Assert.Equal(200, status));
        Assert.Equal(["once"], await house.WordsAsync(3));
    }

    [Fact]
    public async Task What_is_older_than_ids_are_remembered_changes_nothing()
    {
        Assert.Equal(200, await house.PostAsync(House.Text("old", House.User(4), "long ago", TimeProvider.System.GetUtcNow().AddDays(-9))));
        Assert.Null(await house.Conversations.FindAsync(House.Customer(4)));
    }

    [Fact]
    public async Task Nothing_secret_and_no_words_of_customers_are_in_a_log_or_a_metric()
    {
        await house.PostAsync(House.Text("c1", House.User(5), "canary-words"));
        await house.PostAsync(House.Body(House.Text("c2", House.User(5), "canary-words")), House.Sign([1]));
        await house.PostAsync("canary-words"u8.ToArray());
        var metrics = await house.Http.GetStringAsync("/metrics");
        Assert.Contains("omo_webhook_calls_total", metrics, StringComparison.Ordinal);
        Assert.Contains("omo_webhook_events_total", metrics, StringComparison.Ordinal);
        Assert.Contains("omo_webhook_lag_seconds_bucket", metrics, StringComparison.Ordinal);
        Assert.Contains("omo_inbox_depth", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", house.Logs, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<string>> KeysAsync()
    {
        using var redis = await ConnectionMultiplexer.ConnectAsync(house.Redis.ConnectionString);
        return [.. redis.GetServers()[0].Keys().Select(key => key.ToString()).Order(StringComparer.Ordinal)];
    }
}

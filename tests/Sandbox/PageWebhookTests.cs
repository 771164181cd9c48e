using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace OmoBroadcast.Tests.Sandbox;

/// <summary>What Meta's platforms tell: verification, signatures, events, echoes, receipts.</summary>
public sealed partial class PageWebhookTests
{
    [Fact]
    public async Task With_two_secrets_webhooks_are_signed_with_each_in_turn()
    {
        await using var meta = await Graph.StartAsync("instagram", hears: true);
        await meta.PostAsync("accounts/instagram", new { meta.Id, secrets = new[] { "one", "two" } });
        await meta.SayAsync(new { index = 0, times = 2 });
        var signed = meta.Service.Webhooks.Select(w =>
            new[] { "one", "two" }.Single(s =>
                w.Signature == $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(s), w.Body))}"
            )
        );
        Assert.Equal(["one", "two"], signed);
    }

    [Theory]
    [InlineData("messenger")]
    [InlineData("instagram")]
    [InlineData("whatsapp")]
    public async Task A_webhook_is_verified_when_told(string channel)
    {
        await using var meta = await Graph.StartAsync(channel, hears: true);
        Assert.True((bool)(await meta.PostAsync($"accounts/{channel}/verify", new { }))["verified"]!);
        var refused = await meta.PostAsync($"accounts/{channel}/verify", new { verifyToken = "wrong" });
        Assert.Equal((403, false), ((int)refused["status"]!, (bool)refused["verified"]!));
    }

    [Fact]
    public async Task Messenger_gives_back_the_metadata_and_tells_what_was_delivered_and_read()
    {
        await using var meta = await Graph.StartAsync("messenger", hears: true);
        await meta.WeatherAsync(new { read = 1 });
        var to = await meta.CustomerAsync();
        var said = await meta.TextAsync(to, "hello", "id.0");
        var items = await meta.ItemsAsync();

        Assert.Equal(
            ["message", "delivery", "read"],
            items.Select(i => i.Select(f => f.Key).Except(["sender", "recipient", "timestamp"]).Single())
        );
        var echo = items[0]["message"]!;
        Assert.Equal((meta.Id, to), ((string)items[0]["sender"]!["id"]!, (string)items[0]["recipient"]!["id"]!));
        Assert.Equal(
            (true, 104729L, "id.0", said.MessageId, "hello"),
            ((bool)echo["is_echo"]!, (long)echo["app_id"]!, (string)echo["metadata"]!, (string)echo["mid"]!, (string)echo["text"]!)
        );
        Assert.Equal(said.MessageId, (string)items[1]["delivery"]!["mids"]![0]!);
        Assert.True((long)items[2]["read"]!["watermark"]! >= (long)items[0]["timestamp"]!);
    }

    [Fact]
    public async Task Instagram_gives_back_neither_app_nor_metadata_and_knows_no_delivery()
    {
        await using var meta = await Graph.StartAsync("instagram", hears: true);
        await meta.WeatherAsync(new { read = 1 });
        var said = await meta.TextAsync(await meta.CustomerAsync(), "hello", "id.0");
        var items = await meta.ItemsAsync();
        Assert.Equal(2, items.Length);
        Assert.Equal(["is_echo", "mid", "text"], items[0]["message"]!.AsObject().Select(f => f.Key).Order());
        Assert.Equal(said.MessageId, (string)items[1]["read"]!["mid"]!);
    }

    [Theory]
    [InlineData("messenger")]
    [InlineData("instagram")]
    [InlineData("whatsapp")]
    public async Task The_webhook_comes_before_the_answer_or_instead_of_it_or_never(string channel)
    {
        await using var meta = await Graph.StartAsync(channel, hears: true);
        var to = await meta.CustomerAsync();
        var before = new
        {
            telling = "before",
            hold = true,
            delivered = 0,
        };
        await meta.WeatherAsync(before);
        var held = Send("a");
        await meta.Service.ComesAsync(1);
        Assert.False(held.IsCompleted);
        await ReleaseAsync(meta);
        Assert.Equal(200, (await held).Status);

        await meta.WeatherAsync(new { telling = "instead", delivered = 0 });
        await Assert.ThrowsAsync<HttpRequestException>(() => Send("b"));
        await meta.Service.ComesAsync(1);
        Assert.Equal(2, (int)(await meta.SumAsync())["accepted"]!);

        await meta.WeatherAsync(new { telling = "never" });
        Assert.Equal(200, (await Send("c")).Status);
        Assert.Equal(2, (await meta.HeardAsync()).Length);

        Task<Graph.Said> Send(string text) => channel == "whatsapp" ? meta.WordsAsync(to, text) : meta.TextAsync(to, text);
    }

    private static async Task ReleaseAsync(Graph meta)
    {
        using var released = await meta.Http.PostAsync(new Uri("weather/release", UriKind.Relative), null);
        released.EnsureSuccessStatusCode();
    }

    [Theory]
    [InlineData("resetBefore", 0, false)]
    [InlineData("resetAfter", 0, true)]
    [InlineData("status500Before", 500, false)]
    [InlineData("status500After", 500, true)]
    [InlineData("status429", 400, false)]
    [InlineData("status401", 401, false)]
    [InlineData("junkBefore", 200, false)]
    [InlineData("junkAfter", 200, true)]
    [InlineData("invalidReplyAfter", 500, true)]
    public async Task Each_fault_is_what_it_says_on_every_platform(string fault, int status, bool accepted)
    {
        foreach (var channel in new[] { "messenger", "instagram", "whatsapp" })
        {
            await using var meta = await Graph.StartAsync(channel, hears: true);
            await meta.WeatherAsync(new { script = new[] { fault }, delivered = 0 });
            var to = await meta.CustomerAsync();
            var said = 0;
            try
            {
                var answer = channel == "whatsapp" ? await meta.WordsAsync(to) : await meta.TextAsync(to);
                said = answer.Status;
                if (fault.StartsWith("junk", StringComparison.Ordinal))
                    Assert.ThrowsAny<System.Text.Json.JsonException>(() => answer.Json);
            }
            catch (HttpRequestException)
            {
                // Cut off.
            }

            Assert.Equal((status, accepted ? 1 : 0), (said, (int)(await meta.SumAsync())["accepted"]!));
            Assert.Equal(accepted ? 1 : 0, (await meta.HeardAsync()).Length);
        }
    }

    [Fact]
    public async Task The_platform_speaks_up_on_request_and_another_app_may_have_the_thread()
    {
        await using var meta = await Graph.StartAsync("messenger", hears: true);
        await meta.PostAsync(
            "accounts/messenger/tell",
            new
            {
                value = new
                {
                    recipient = new { id = meta.Id },
                    timestamp = 1,
                    policy_enforcement = new { action = "block", reason = "spam" },
                },
            }
        );
        await meta.PostAsync("accounts/messenger/tell", new { field = "feed", value = new { item = "post" } });
        await meta.SayAsync(new { index = 0, standby = true });
        var entries = (await meta.HeardAsync()).Select(b => b["entry"]![0]!).ToArray();
        Assert.Equal("block", (string)entries[0]["messaging"]![0]!["policy_enforcement"]!["action"]!);
        Assert.Equal("feed", (string)entries[1]["changes"]![0]!["field"]!);
        Assert.NotNull(entries[2]["standby"]![0]!["message"]);
    }

    [Fact]
    public async Task An_unanswered_webhook_comes_again_later_each_time_and_duplicates_come_when_asked_for()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var meta = await Graph.StartAsync("messenger", time: time);
        await meta.HearAsync(redeliverAfterMs: 1_000);
        meta.Service.Answers.Enqueue(500);
        meta.Service.Answers.Enqueue(500);
        await meta.SayAsync(new { index = 0 });
        await meta.Service.ComesAsync(1);
        time.Advance(TimeSpan.FromSeconds(1));
        await meta.Service.ComesAsync(1);
        while (meta.Service.Webhooks.Count < 3)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        await meta.Service.ComesAsync(1);
        Assert.Single(meta.Service.Webhooks.Select(w => Convert.ToHexString(w.Body)).Distinct());

        await meta.WeatherAsync(new { times = 3, delivered = 0 });
        await meta.TextAsync(await meta.CustomerAsync());
        Assert.Equal(6, (await meta.HeardAsync()).Length);
    }

    [Fact]
    public async Task After_an_hour_of_failures_the_page_hears_nothing_until_it_subscribes_again()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var meta = await Graph.StartAsync("messenger", hears: true, time: time);
        meta.Service.Answers.Enqueue(500);
        meta.Service.Answers.Enqueue(500);
        await meta.SayAsync(new { index = 0 });
        time.Advance(TimeSpan.FromMinutes(61));
        await meta.SayAsync(new { index = 0 });
        var to = await meta.CustomerAsync();
        await meta.TextAsync(to);
        Assert.Equal(2, (await meta.HeardAsync()).Length);
        await meta.CallAsync(HttpMethod.Post, "v25.0/me/subscribed_apps");
        await meta.TextAsync(to);
        Assert.Equal(4, (await meta.HeardAsync()).Length);
    }

    [Fact]
    public async Task Many_that_wait_may_share_a_body()
    {
        await using var meta = await Graph.StartAsync("messenger", customers: 40, hears: true);
        await meta.WeatherAsync(
            new
            {
                eventsPerBody = 50,
                delivered = 0,
                toldMs = 50,
                textPerSecond = 0,
            }
        );
        await Task.WhenAll((await meta.CustomersAsync()).Select(to => meta.TextAsync(to)));
        Assert.Equal(40, (await meta.ItemsAsync()).Length);
    }
}

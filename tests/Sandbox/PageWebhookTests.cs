using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace OmoBroadcast.Tests.Sandbox;

/// <summary>What Meta's platforms tell: verification, signatures, events, echoes, receipts.</summary>
public sealed class PageWebhookTests
{
    [Theory]
    [InlineData("messenger", "page")]
    [InlineData("instagram", "instagram")]
    [InlineData("whatsapp", "whatsapp_business_account")]
    public async Task Customers_write_in_by_signed_webhooks_in_plain_ascii(string channel, string name)
    {
        await using var meta = await Graph.StartAsync(channel, customers: 0);
        var report = await meta.PostAsync($"customers/{channel}", new
        {
            Count = 10, Destination = meta.Id, WebhookUrl = meta.Service.At(channel), Text = "還有嗎 🤨 a/b", EventsPerBody = 4,
        });

        Assert.Equal((10, 10, 3), ((int)report["customers"]!, (int)report["events"]!, (int)report["statuses"]!["200"]!));
        foreach (var (body, signature) in meta.Service.Webhooks)
            Assert.Equal($"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Graph.Secret), body))}", signature);
        var raw = Encoding.UTF8.GetString(meta.Service.Webhooks.First().Body);
        Assert.Contains("\\u9084\\u6709\\u55ce \\ud83e\\udd28 a\\/b", raw, StringComparison.Ordinal);
        Assert.All(raw, c => Assert.True(char.IsAscii(c)));
        Assert.All(await meta.HeardAsync(), b => Assert.Equal(name, (string)b["object"]!));
        // On WhatsApp several may stand in one value.
        Assert.Equal(10, (await meta.ItemsAsync()).Sum(item => (item["value"]?["messages"] as JsonArray)?.Count ?? 1));
        if (channel == "whatsapp") Assert.Equal([1, 4], (await meta.ItemsAsync()).Select(item => item["value"]!["messages"]!.AsArray().Count).Distinct().Order());
    }

    [Fact]
    public async Task With_two_secrets_webhooks_are_signed_with_each_in_turn()
    {
        await using var meta = await Graph.StartAsync("instagram", hears: true);
        await meta.PostAsync("accounts/instagram", new { meta.Id, secrets = new[] { "one", "two" } });
        await meta.SayAsync(new { index = 0, times = 2 });
        var signed = meta.Service.Webhooks.Select(w => new[] { "one", "two" }.Single(s => w.Signature == $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(s), w.Body))}"));
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

        Assert.Equal(["message", "delivery", "read"], items.Select(i => i.Select(f => f.Key).Except(["sender", "recipient", "timestamp"]).Single()));
        var echo = items[0]["message"]!;
        Assert.Equal((meta.Id, to), ((string)items[0]["sender"]!["id"]!, (string)items[0]["recipient"]!["id"]!));
        Assert.Equal((true, 104729L, "id.0", said.MessageId, "hello"), ((bool)echo["is_echo"]!, (long)echo["app_id"]!, (string)echo["metadata"]!, (string)echo["mid"]!, (string)echo["text"]!));
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
        await meta.WeatherAsync(new { telling = "before", hold = true, delivered = 0 });
        var held = Send("a");
        await meta.Service.ComesAsync(1);
        Assert.False(held.IsCompleted);
        using (var released = await meta.Http.PostAsync(new Uri("weather/release", UriKind.Relative), null)) released.EnsureSuccessStatusCode();
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
                if (fault.StartsWith("junk", StringComparison.Ordinal)) Assert.ThrowsAny<System.Text.Json.JsonException>(() => answer.Json);
            }
            catch (HttpRequestException)
            {
                // Cut off.
            }

            Assert.Equal((status, accepted ? 1 : 0), (said, (int)(await meta.SumAsync())["accepted"]!));
            Assert.Equal(accepted ? 1 : 0, (await meta.HeardAsync()).Length);
        }
    }

    [Theory]
    [InlineData("messenger", "image", "message")]
    [InlineData("messenger", "location", "message")]
    [InlineData("messenger", "sticker", "message")]
    [InlineData("messenger", "echo", "message")]
    [InlineData("messenger", "reaction", "reaction")]
    [InlineData("messenger", "unreact", "reaction")]
    [InlineData("messenger", "edit", "message_edit")]
    [InlineData("messenger", "postback", "postback")]
    [InlineData("messenger", "delivered", "delivery")]
    [InlineData("messenger", "read", "read")]
    [InlineData("messenger", "referral", "referral")]
    [InlineData("messenger", "hologram", "hologram")]
    [InlineData("instagram", "images", "message")]
    [InlineData("instagram", "story", "message")]
    [InlineData("instagram", "unsend", "message")]
    [InlineData("instagram", "edit", "message_edit")]
    [InlineData("instagram", "unsupported", "message")]
    public async Task Customers_do_all_kinds_of_things(string channel, string kind, string member)
    {
        await using var meta = await Graph.StartAsync(channel, hears: true);
        await meta.SayAsync(new { index = 0, kind, of = "m_earlier", text = kind == "edit" ? null : "x" });
        var item = (await meta.ItemsAsync()).Single();
        Assert.NotNull(item[member]);
        if (kind == "unsend") Assert.True((bool)item["message"]!["is_deleted"]!);
        if (kind == "edit" && channel == "instagram") Assert.Equal((0, null), ((int)item[member]!["num_edit"]!, (string?)item[member]!["text"]));
        if (kind is "image" or "images") Assert.Equal(200, (int)(await meta.Http.GetAsync(new Uri((string)item["message"]!["attachments"]![0]!["payload"]!["url"]!))).StatusCode);
    }

    [Fact]
    public async Task Media_of_customers_expire()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var meta = await Graph.StartAsync("messenger", hears: true, time: time);
        await meta.SayAsync(new { index = 0, kind = "image" });
        var url = new Uri((string)(await meta.ItemsAsync()).Single()["message"]!["attachments"]![0]!["payload"]!["url"]!);
        time.Advance(TimeSpan.FromHours(25));
        Assert.Equal(403, (int)(await meta.Http.GetAsync(url)).StatusCode);
    }

    [Fact]
    public async Task The_platform_speaks_up_on_request_and_another_app_may_have_the_thread()
    {
        await using var meta = await Graph.StartAsync("messenger", hears: true);
        await meta.PostAsync("accounts/messenger/tell", new { value = new { recipient = new { id = meta.Id }, timestamp = 1, policy_enforcement = new { action = "block", reason = "spam" } } });
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
        while (meta.Service.Webhooks.Count < 3) { time.Advance(TimeSpan.FromSeconds(1)); await Task.Yield(); }
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
    public async Task Customers_answer_block_and_opt_out_by_their_habits()
    {
        await using var meta = await Graph.StartAsync("messenger", customers: 60, hears: true);
        using (var set = await meta.Http.PutAsJsonAsync("customers/messenger/habits", new { answer = 0.3, block = 0.2, optOut = 0.2, answerText = "謝謝", seed = 5 })) set.EnsureSuccessStatusCode();
        foreach (var to in await meta.CustomersAsync()) await meta.TextAsync(to);
        var words = (await meta.ItemsAsync()).Where(i => (bool?)i["message"]?["is_echo"] != true).Select(i => (string?)i["message"]?["text"]).ToArray();
        Assert.InRange(words.Count(w => w == "謝謝"), 8, 28);
        Assert.InRange(words.Count(w => w == "取消訂閱"), 4, 22);
        Assert.InRange((await meta.GetAsync("customers/messenger"))["customers"]!.AsArray().Count(c => (bool)c!["blocked"]!), 4, 22);
    }

    [Fact]
    public async Task Many_that_wait_may_share_a_body()
    {
        await using var meta = await Graph.StartAsync("messenger", customers: 40, hears: true);
        await meta.WeatherAsync(new { eventsPerBody = 50, delivered = 0, toldMs = 50, textPerSecond = 0 });
        await Task.WhenAll((await meta.CustomersAsync()).Select(to => meta.TextAsync(to)));
        Assert.Equal(40, (await meta.ItemsAsync()).Length);
    }
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace OmoBroadcast.Tests.Sandbox;

public sealed class CustomersTests
{
    [Fact]
    public async Task Customers_write_in_by_signed_webhooks_as_line_writes_them()
    {
        await using var line = await Platform.StartAsync();
        await using var service = await Receiver.StartAsync();
        var report = await TenWriteAsync(line, service);
        Assert.Equal((10, 10, 3), ((int)report["customers"]!, (int)report["events"]!, (int)report["statuses"]!["200"]!));
        foreach (var (body, signature) in service.Webhooks)
            Assert.Equal(Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Platform.Secret), body)), signature);
        var text = Encoding.UTF8.GetString(service.Webhooks.First().Body);
        Assert.Contains("還有嗎 \\uD83E\\uDD28", text, StringComparison.Ordinal);
        var events = service.Webhooks.SelectMany(w => JsonNode.Parse(w.Body)!["events"]!.AsArray()).ToArray();
        Assert.Equal(10, events.Select(e => (string)e!["source"]!["userId"]!).Distinct().Count());
        Assert.Equal(10, events.Select(e => (string)e!["webhookEventId"]!).Distinct().Count());
        var one = events[0]!;
        Assert.Equal(26, ((string)one["webhookEventId"]!).Length);
        Assert.Equal(("message", "active", "text"), ((string)one["type"]!, (string)one["mode"]!, (string)one["message"]!["type"]!));
        Assert.False((bool)one["deliveryContext"]!["isRedelivery"]!);
        Assert.NotNull(one["replyToken"]);
        Assert.NotNull(one["message"]!["quoteToken"]);
    }

    private static Task<JsonObject> TenWriteAsync(Platform line, Receiver service) =>
        line.PostAsync(
            "customers/line",
            new
            {
                Count = 10,
                Seed = 3,
                Platform.Destination,
                Platform.Secret,
                WebhookUrl = service.Address,
                Text = "還有嗎 🤨",
                EventsPerBody = 4,
            }
        );

    [Fact]
    public async Task Bodies_can_be_delivered_several_times_and_out_of_order()
    {
        await using var line = await Platform.StartAsync();
        await using var service = await Receiver.StartAsync();
        await line.PostAsync(
            "customers/line",
            new
            {
                Count = 20,
                Platform.Destination,
                Platform.Secret,
                WebhookUrl = service.Address,
                Messages = 2,
                Times = 3,
                Shuffle = true,
                InFlight = 1,
            }
        );

        var ids = service.Webhooks.Select(w => (string)JsonNode.Parse(w.Body)!["events"]![0]!["webhookEventId"]!).ToArray();
        Assert.Equal(120, ids.Length);
        Assert.All(ids.GroupBy(i => i), g => Assert.Equal(3, g.Count()));
        var times = service.Webhooks.Select(w => (long)JsonNode.Parse(w.Body)!["events"]![0]!["timestamp"]!).ToArray();
        Assert.NotEqual(times.Order(), times);
    }

    [Fact]
    public async Task A_webhook_without_a_good_answer_comes_again_as_a_redelivery()
    {
        await using var line = await Platform.StartAsync(customers: 1);
        await using var service = await Receiver.StartAsync();
        service.Answers.Enqueue(503);
        await line.PostAsync(
            "customers/line",
            new
            {
                Count = 0,
                Platform.Destination,
                WebhookUrl = service.Address,
                RedeliverAfterMs = 1,
            }
        );

        var said = await line.PostAsync("customers/line/say", new { index = 0, text = "hi" });
        Assert.Equal(503, (int)said["status"]!);
        await service.ComesAsync(2);
        var (first, again) = (Event(0), Event(1));
        Assert.True((bool)again["deliveryContext"]!["isRedelivery"]!);
        again["deliveryContext"]!["isRedelivery"] = false;
        Assert.Equal(first.ToJsonString(), again.ToJsonString());

        JsonNode Event(int index) => JsonNode.Parse(service.Webhooks.ElementAt(index).Body)!["events"]![0]!;
    }

    [Fact]
    public async Task Missed_webhooks_can_be_called_in()
    {
        await using var line = await Platform.StartAsync(customers: 1);
        await using var service = await Receiver.StartAsync();
        service.Answers.Enqueue(500);
        await line.PostAsync(
            "customers/line",
            new
            {
                Count = 0,
                Platform.Destination,
                WebhookUrl = service.Address,
            }
        );
        await line.PostAsync("customers/line/say", new { index = 0 });
        Assert.Equal(1, (int)(await line.PostAsync("customers/line/redeliver", new { }))["statuses"]!["200"]!);
        Assert.Equal(0, (int)(await line.PostAsync("customers/line/redeliver", new { }))["webhooks"]!);
    }

    [Theory]
    [InlineData("image", "message")]
    [InlineData("file", "message")]
    [InlineData("sticker", "message")]
    [InlineData("location", "message")]
    [InlineData("unsend", "unsend")]
    [InlineData("postback", "postback")]
    [InlineData("follow", "follow")]
    [InlineData("unfollow", "unfollow")]
    [InlineData("hologram", "hologram")]
    public async Task Customers_do_all_kinds_of_things(string kind, string type)
    {
        await using var line = await Platform.StartAsync(customers: 1);
        await using var service = await Receiver.StartAsync();
        await line.PostAsync(
            "customers/line",
            new
            {
                Count = 0,
                Platform.Destination,
                WebhookUrl = service.Address,
            }
        );
        await line.PostAsync("customers/line/say", new { index = 0, kind });

        var happened = JsonNode.Parse(service.Webhooks.Single().Body)!["events"]![0]!;
        Assert.Equal(type, (string)happened["type"]!);
        if (type == "message")
            Assert.Equal(kind, (string)happened["message"]!["type"]!);
        Assert.Equal(kind is "unsend" or "unfollow", happened["replyToken"] is null);
    }

    [Fact]
    public async Task Blocking_and_coming_back_are_told_unless_the_webhook_is_lost()
    {
        await using var line = await Platform.StartAsync(customers: 2);
        await using var service = await Receiver.StartAsync();
        await line.PostAsync(
            "customers/line",
            new
            {
                Count = 0,
                Platform.Destination,
                WebhookUrl = service.Address,
            }
        );
        await line.PostAsync("customers/line/block", new { index = 0 });
        await line.PostAsync("customers/line/block", new { index = 1, silent = true });
        await line.PostAsync("customers/line/unblock", new { index = 0 });

        Assert.Equal(["unfollow", "follow"], service.Webhooks.Select(w => (string)JsonNode.Parse(w.Body)!["events"]![0]!["type"]!));
        var blocked = (await line.GetAsync("customers/line"))["customers"]!.AsArray().Select(c => (bool)c!["blocked"]!);
        Assert.Equal([false, true], blocked);
    }

    [Fact]
    public async Task The_same_seed_makes_the_same_people()
    {
        await using var one = await Platform.StartAsync(customers: 50);
        await using var other = await Platform.StartAsync(customers: 50);
        Assert.Equal((await one.GetAsync("customers/line")).ToJsonString(), (await other.GetAsync("customers/line")).ToJsonString());
    }
}

using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace OmoBroadcast.Tests.Sandbox;

public sealed partial class PageWebhookTests
{
    [Theory]
    [InlineData("messenger", "page")]
    [InlineData("instagram", "instagram")]
    [InlineData("whatsapp", "whatsapp_business_account")]
    public async Task Customers_write_in_by_signed_webhooks_in_plain_ascii(string channel, string name)
    {
        await using var meta = await Graph.StartAsync(channel, customers: 0);
        var report = await meta.PostAsync(
            $"customers/{channel}",
            new
            {
                Count = 10,
                Destination = meta.Id,
                WebhookUrl = meta.Service.At(channel),
                Text = "還有嗎 🤨 a/b",
                EventsPerBody = 4,
            }
        );

        Assert.Equal((10, 10, 3), ((int)report["customers"]!, (int)report["events"]!, (int)report["statuses"]!["200"]!));
        foreach (var (body, signature) in meta.Service.Webhooks)
            Assert.Equal($"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Graph.Secret), body))}", signature);
        var raw = Encoding.UTF8.GetString(meta.Service.Webhooks.First().Body);
        Assert.Contains("\\u9084\\u6709\\u55ce \\ud83e\\udd28 a\\/b", raw, StringComparison.Ordinal);
        Assert.All(raw, c => Assert.True(char.IsAscii(c)));
        Assert.All(await meta.HeardAsync(), b => Assert.Equal(name, (string)b["object"]!));
        // On WhatsApp several may stand in one value.
        Assert.Equal(10, (await meta.ItemsAsync()).Sum(item => (item["value"]?["messages"] as JsonArray)?.Count ?? 1));
        if (channel == "whatsapp")
            Assert.Equal([1, 4], (await meta.ItemsAsync()).Select(item => item["value"]!["messages"]!.AsArray().Count).Distinct().Order());
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
        await meta.SayAsync(
            new
            {
                index = 0,
                kind,
                of = "m_earlier",
                text = kind == "edit" ? null : "x",
            }
        );
        var item = (await meta.ItemsAsync()).Single();
        Assert.NotNull(item[member]);
        if (kind == "unsend")
            Assert.True((bool)item["message"]!["is_deleted"]!);
        if (kind == "edit" && channel == "instagram")
            Assert.Equal((0, null), ((int)item[member]!["num_edit"]!, (string?)item[member]!["text"]));
        if (kind is "image" or "images")
            Assert.Equal(
                200,
                (int)(await meta.Http.GetAsync(new Uri((string)item["message"]!["attachments"]![0]!["payload"]!["url"]!))).StatusCode
            );
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
    public async Task Customers_answer_block_and_opt_out_by_their_habits()
    {
        await using var meta = await Graph.StartAsync("messenger", customers: 60, hears: true);
        using (
            var set = await meta.Http.PutAsJsonAsync(
                "customers/messenger/habits",
                new
                {
                    answer = 0.3,
                    block = 0.2,
                    optOut = 0.2,
                    answerText = "謝謝",
                    seed = 5,
                }
            )
        )
            set.EnsureSuccessStatusCode();
        foreach (var to in await meta.CustomersAsync())
            await meta.TextAsync(to);
        var words = (await meta.ItemsAsync())
            .Where(i => (bool?)i["message"]?["is_echo"] != true)
            .Select(i => (string?)i["message"]?["text"])
            .ToArray();
        Assert.InRange(words.Count(w => w == "謝謝"), 8, 28);
        Assert.InRange(words.Count(w => w == "取消訂閱"), 4, 22);
        Assert.InRange((await meta.GetAsync("customers/messenger"))["customers"]!.AsArray().Count(c => (bool)c!["blocked"]!), 4, 22);
    }
}

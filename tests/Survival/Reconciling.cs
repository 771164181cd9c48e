using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Survival;

/// <summary>
/// Platforms that know no retry key: an answer that is lost is never asked for again, and what became of the message is learnt from their webhooks, which come
/// before, after or instead of the answer.
/// </summary>
[Collection(nameof(OneAtATime))]
public sealed class Reconciling
{
    private const int Customers = 24;
    private const string Marker = "#reconciling";
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(90);

    [Theory]
    [InlineData("whatsapp", "before")]
    [InlineData("whatsapp", "after")]
    [InlineData("whatsapp", "instead")]
    [InlineData("messenger", "before")]
    [InlineData("messenger", "after")]
    [InlineData("messenger", "instead")]
    [InlineData("instagram", "before")]
    [InlineData("instagram", "after")]
    [InlineData("instagram", "instead")]
    public async Task A_lost_answer_sends_nothing_again_and_the_webhook_proves_it(string channel, string telling)
    {
        await using var shop = await MetaShop.OpenAsync(channel, Customers);
        await shop.WeatherAsync(new { telling, resetAfter = telling == "instead" ? 0 : 0.3 });
        var card = await shop.House.Seller.BroadcastAsync($"週末有禮 {Marker}");
        var report = await shop.House.Seller.FinalAsync(card, EndsWithin);
        Assert.True(report.AddsUp, report.ToString());
        report = await Until.SeenAsync("all to be known as accepted", EndsWithin, () => shop.ReportAsync(), seen => seen.Accepted == Customers, () => shop.House.Output);
        Assert.Equal((Customers, 0, 0), (report.Chosen, report.Unknown, report.Refused));
        await shop.NobodyGotOneTwiceAsync(Marker, parts: 1, Customers);
    }

    [Theory]
    [InlineData("whatsapp")]
    [InlineData("messenger")]
    [InlineData("instagram")]
    public async Task What_nobody_tells_of_stays_unknown_and_is_shown_so(string channel)
    {
        await using var shop = await MetaShop.OpenAsync(channel, Customers);
        await shop.WeatherAsync(new { telling = "never", script = new[] { "resetAfter", "none", "resetAfter" } });
        var report = await shop.House.Seller.FinalAsync(await shop.House.Seller.BroadcastAsync($"週末有禮 {Marker}"), EndsWithin);
        Assert.Equal((Customers, Customers - 2, 2), (report.Chosen, report.Accepted, report.Unknown));
        await shop.NobodyGotOneTwiceAsync(Marker, parts: 1, Customers);
    }

    [Theory]
    [InlineData("whatsapp")]
    [InlineData("messenger")]
    [InlineData("instagram")]
    public async Task Killed_in_the_middle_of_several_messages_it_repeats_none(string channel)
    {
        await using var shop = await MetaShop.OpenAsync(channel, Customers);
        await shop.WeatherAsync(new { telling = "after", holdNext = 6 });
        var card = await shop.House.Seller.BroadcastAsync($"一 {Marker}", $"二 {Marker}", $"三 {Marker}");
        Assert.True(await shop.House.Sandbox.Client.HeldAsync(6, EndsWithin));
        await shop.Node.KillAsync();
        await shop.RestartAsync();
        await shop.House.Sandbox.Client.ReleaseAsync();

        var report = await shop.House.Seller.FinalAsync(card, EndsWithin);
        Assert.True(report.AddsUp, report.ToString());
        Assert.Equal((Customers, 0), (report.Chosen, report.Refused));
        // What the dead node had claimed is in doubt, begun or not: nothing of it is sent by itself.
        Assert.InRange(report.Unknown, 1, Customers);
        await shop.NobodyGotOneTwiceAsync(Marker, parts: 3, (int)(6 + report.Accepted), everybody: false);
    }

    /// <summary>A store with one account of one of Meta's platforms, whose customers have written in and are the salesperson's.</summary>
    private sealed class MetaShop(Installation house, string channel) : IAsyncDisposable
    {
        public Installation House => house;

        public ServiceProcess Node { get; private set; } = null!;

        public static async Task<MetaShop> OpenAsync(string channel, int customers)
        {
            var id = channel switch { "messenger" => "108724390001234", "instagram" => "17841400000000001", _ => "106540352242922" };
            const string secret = "4cbf12ddd0b1cf8aa2c71ed2a5b4e1c2";
            const string token = "EAAG-good-token";
            var settings = new Dictionary<string, string>
            {
                ["Omo__Accounts__0__Channel"] = channel,
                ["Omo__Accounts__0__Id"] = id,
                ["Omo__Accounts__0__Secrets__0"] = secret,
                ["Omo__Accounts__0__AccessToken"] = token,
                ["Omo__Accounts__0__VerifyToken"] = "verify-me",
                ["Omo__Accounts__0__AppId"] = "104729",
            };
            if (channel == "whatsapp") settings["Omo__Accounts__0__Waba"] = "102290129340398";
            var house = await Installation.OpenAsync(EnginePair.Embedded, settings, channel);
            var shop = new MetaShop(house, channel) { Node = await house.StartNodeAsync() };
            var webhookUrl = new Uri(house.Front, $"webhooks/{channel}");
            await house.Sandbox.Client.DoAsync(
                HttpMethod.Post, $"accounts/{channel}", new { id, token, secret, verifyToken = "verify-me", appId = "104729", waba = "102290129340398", phone = "886255550199", webhookUrl, redeliverAfterMs = 500 });
            await house.Sandbox.Client.DoAsync(HttpMethod.Post, $"customers/{channel}", new { count = customers, destination = id });
            await house.Seller.TakeAllAsync();
            return shop;
        }

        public Task WeatherAsync(object weather) =>
            house.Sandbox.Client.WeatherAsync(new Dictionary<string, object> { ["seed"] = 7, [channel == "whatsapp" ? "whatsApp" : channel] = weather });

        public async Task RestartAsync()
        {
            await Node.DisposeAsync();
            Node = await house.StartNodeAsync();
        }

        /// <summary>The numbers of the latest campaign, as its record shows them now.</summary>
        public async Task<CampaignNumbers> ReportAsync()
        {
            var records = await house.Seller.SayAsync("群發紀錄", "records.open");
            return (await house.Seller.PressAsync(records, "records.open")).Numbers!;
        }

        /// <summary>Each customer got each message at most once, and in order.</summary>
        public async Task NobodyGotOneTwiceAsync(string words, int parts, int atLeast, bool everybody = true)
        {
            var answer = await house.Sandbox.Client.DoAsync(HttpMethod.Get, $"ledger/messages?contains={Uri.EscapeDataString(words)}&channel={channel}", null);
            var got = answer["messages"]!.AsArray().Select(message => (To: (string)message!["to"]!, Text: (string)message["text"]!, At: (long)message["at"]!)).ToList();
            Assert.InRange(got.Count, Math.Min(atLeast, Customers), Customers * parts);
            if (everybody) Assert.Equal(Customers, got.Select(message => message.To).Distinct().Count());
            foreach (var customer in got.GroupBy(message => message.To))
            {
                var texts = customer.OrderBy(message => message.At).Select(message => message.Text).ToList();
                Assert.Equal(texts.Distinct(), texts);
                Assert.Equal(texts.OrderBy(text => "一二三".IndexOf(text[0], StringComparison.Ordinal)), texts);
            }
        }

        public ValueTask DisposeAsync() => house.DisposeAsync();
    }
}

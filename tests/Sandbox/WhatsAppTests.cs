using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.Extensions.Time.Testing;

namespace OmoBroadcast.Tests.Sandbox;

public sealed partial class WhatsAppTests
{
    private const string Bsuid = "TW.";

    [Fact]
    public async Task A_text_is_answered_with_its_id_and_its_statuses_give_the_callback_data_back()
    {
        await using var meta = await Graph.StartAsync("whatsapp", hears: true);
        await meta.WeatherAsync(new { read = 1 });
        var to = await meta.CustomerAsync();
        var said = await meta.WordsAsync(to, "新品到店", "0123456789abcdef0123456789abcdef.1");

        Assert.StartsWith("wamid.", said.MessageId, StringComparison.Ordinal);
        Assert.Equal(($"+{to}", to), ((string)said.Json["contacts"]![0]!["input"]!, (string)said.Json["contacts"]![0]!["wa_id"]!));
        var statuses = await meta.StatusesAsync();
        Assert.Equal(["sent", "delivered", "read"], statuses.Select(s => (string)s["status"]!));
        Assert.All(statuses, s =>
            Assert.Equal(
                (said.MessageId, to, "0123456789abcdef0123456789abcdef.1"),
                ((string)s["id"]!, (string)s["recipient_id"]!, (string)s["biz_opaque_callback_data"]!)
            )
        );
        Assert.All(statuses, s => Assert.True(long.TryParse((string)s["timestamp"]!, CultureInfo.InvariantCulture, out _)));
        Assert.Equal(1, (int)(await meta.GetAsync("ledger/messages?contains=新品"))["messages"]![0]!["part"]!);
        Assert.Equal(meta.Id, (string)(await meta.ItemsAsync())[0]["value"]!["metadata"]!["phone_number_id"]!);
    }

    public static TheoryData<string, int> Wrong =>
        new()
        {
            { """{"to":"+TO","type":"text","text":{"body":"x"}}""", 100 },
            { """{"messaging_product":"whatsapp","type":"text","text":{"body":"x"}}""", 131008 },
            { """{"messaging_product":"whatsapp","to":"someone","type":"text","text":{"body":"x"}}""", 131009 },
            { """{"messaging_product":"whatsapp","recipient":"no-bsuid","type":"text","text":{"body":"x"}}""", 131009 },
            { """{"messaging_product":"whatsapp","to":"+886255550199","type":"text","text":{"body":"x"}}""", 131021 },
            { """{"messaging_product":"whatsapp","to":"+TO","type":"text","text":{"body":""}}""", 131008 },
            { """{"messaging_product":"whatsapp","to":"+TO","type":"text"}""", 131008 },
            { """{"messaging_product":"whatsapp","to":"+TO","type":"hologram","hologram":{}}""", 131051 },
            { """{"messaging_product":"whatsapp","to":"+TO","type":"image","image":{}}""", 100 },
            { """{"messaging_product":"whatsapp","to":"+TO","type":"image","image":{"id":"77"}}""", 100 },
            {
                """{"messaging_product":"whatsapp","to":"+TO","type":"audio","audio":{"link":"https://a.example/a.mp3","caption":"no"}}""",
                100
            },
            { """{"messaging_product":"whatsapp","to":"+TO","type":"template","template":{"name":"autumn_sale"}}""", 131008 },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_body_that_breaks_a_rule_is_refused(string body, int code)
    {
        await using var meta = await Graph.StartAsync("whatsapp");
        using var content = new StringContent(
            body.Replace("TO", await meta.CustomerAsync(), StringComparison.Ordinal),
            System.Text.Encoding.UTF8,
            "application/json"
        );
        var said = await meta.CallAsync(HttpMethod.Post, $"v25.0/{meta.Id}/messages", content);
        Assert.Equal((400, code), (said.Status, said.Error.Item1));
        Assert.Equal(0, (int)(await meta.SumAsync())["accepted"]!);
    }

    [Fact]
    public async Task Lengths_have_limits_and_a_number_without_plus_is_noted()
    {
        await using var meta = await Graph.StartAsync("whatsapp");
        var to = await meta.CustomerAsync();
        Assert.Equal(200, (await meta.WordsAsync(to, new string('字', 4_096), new string('x', 512))).Status);
        Assert.Equal(100, (await meta.WordsAsync(to, new string('字', 4_097))).Error.Item1);
        Assert.Equal(100, (await meta.WordsAsync(to, "x", new string('x', 513))).Error.Item1);
        Assert.Equal(
            100,
            (await meta.WhatsAppAsync(to, "image", new { link = "https://a.example/a.png", caption = new string('x', 1_025) })).Error.Item1
        );
        Assert.Equal(
            200,
            (
                await meta.SendAsync(
                    new
                    {
                        messaging_product = "whatsapp",
                        to,
                        text = new { body = "x" },
                    }
                )
            ).Status
        );
        Assert.Equal(1, await meta.ViolationsAsync("to.withoutPlus"));
    }

    [Fact]
    public async Task Outside_the_window_a_text_fails_later_or_at_once_and_a_template_goes_through()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var meta = await Graph.StartAsync("whatsapp", hears: true, time: time);
        var to = await meta.CustomerAsync();
        time.Advance(TimeSpan.FromHours(25));
        Assert.Equal(200, (await meta.WordsAsync(to, "late", "id.0")).Status);
        var status = (await meta.StatusesAsync()).Single();
        Assert.Equal(
            ("failed", 131047, "id.0"),
            ((string)status["status"]!, (int)status["errors"]![0]!["code"]!, (string)status["biz_opaque_callback_data"]!)
        );
        Assert.Equal((1, 0), ((int)(await meta.SumAsync())["accepted"]!, (int)(await meta.SumAsync())["delivered"]!));

        time.Advance(TimeSpan.FromMinutes(1));
        await meta.WeatherAsync(new { refuseAtOnce = true });
        Assert.Equal(131047, (await meta.WordsAsync(to)).Error.Item1);
        time.Advance(TimeSpan.FromMinutes(1));
        var template = await meta.TemplateAsync(to, "autumn_sale", "en_US", Body(("text", "Ann"), ("text", "AB12")));
        Assert.Equal((200, "accepted"), (template.Status, (string)template.Json["messages"]![0]!["message_status"]!));
        Assert.Contains(
            "Hello Ann, the autumn collection is here. Code AB12",
            (string)(await meta.GetAsync("ledger/messages?contains=AB12"))["messages"]![0]!["text"]!,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task To_one_person_45_may_be_borrowed_and_must_be_paid_back()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var meta = await Graph.StartAsync("whatsapp", customers: 2, time: time);
        await meta.WeatherAsync(new { textPerSecond = 0 });
        var people = await meta.CustomersAsync();
        for (var i = 0; i < 45; i++)
            Assert.Equal(200, (await meta.WordsAsync(people[0])).Status);
        Assert.Equal(131056, (await meta.WordsAsync(people[0])).Error.Item1);
        Assert.Equal(200, (await meta.WordsAsync(people[1])).Status);
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(200, (await meta.WordsAsync(people[1])).Status);
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(131056, (await meta.WordsAsync(people[1])).Error.Item1);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await meta.WordsAsync(people[1])).Status);
        Assert.Equal(131056, (await meta.WordsAsync(people[0])).Error.Item1);
        time.Advance(TimeSpan.FromSeconds(258));
        Assert.Equal(200, (await meta.WordsAsync(people[0])).Status);
    }

    [Fact]
    public async Task The_number_has_a_throughput()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var meta = await Graph.StartAsync("whatsapp", customers: 9, time: time);
        var people = await meta.CustomersAsync();
        for (var i = 0; i < 8; i++)
            Assert.Equal(200, (await meta.WordsAsync(people[i])).Status);
        Assert.Equal(130429, (await meta.WordsAsync(people[8])).Error.Item1);
    }

    [Fact]
    public async Task Who_is_not_there_stopped_or_blocked_is_never_reached()
    {
        await using var meta = await Graph.StartAsync("whatsapp", customers: 2, hears: true);
        await meta.WordsAsync("886911222333", "nobody");
        Assert.Equal(131026, (int)(await meta.StatusesAsync()).Single()["errors"]![0]!["code"]!);

        await meta.SayAsync(new { index = 0, kind = "stop" });
        var preference = (await meta.ItemsAsync()).Single(i => (string)i["field"]! == "user_preferences")["value"]!["user_preferences"]![
            0
        ]!;
        Assert.Equal(("stop", "marketing_messages"), ((string)preference["value"]!, (string)preference["category"]!));
        await meta.TemplateAsync((await meta.CustomersAsync())[0], "autumn_sale", "zh_TW", Body(("text", "a"), ("text", "b")));
        Assert.Equal(131050, (int)(await meta.StatusesAsync())[^1]["errors"]![0]!["code"]!);
        await meta.TemplateAsync((await meta.CustomersAsync())[0], "hello_world", "en_US");
        Assert.Equal("delivered", (string)(await meta.StatusesAsync())[^1]["status"]!);

        await meta.PostAsync("customers/whatsapp/block", new { index = 1 });
        await meta.WordsAsync((await meta.CustomersAsync())[1]);
        Assert.Equal("sent", (string)(await meta.StatusesAsync())[^1]["status"]!);
    }

    [Fact]
    public async Task Some_fail_later_and_statuses_come_in_any_order_and_more_than_once()
    {
        await using var meta = await Graph.StartAsync("whatsapp", customers: 40, hears: true);
        await meta.WeatherAsync(
            new
            {
                failed = 0.3,
                failedCode = 131049,
                read = 0.5,
                jitterMs = 20,
                shuffle = true,
                times = 2,
                textPerSecond = 0,
            },
            seed: 9
        );
        foreach (var to in await meta.CustomersAsync())
            await meta.WordsAsync(to);
        var statuses = await meta.StatusesAsync();
        var failed = statuses.Where(s => (string)s["status"]! == "failed").ToArray();
        Assert.InRange(failed.Length, 8, 44);
        Assert.All(failed, s => Assert.Equal(131049, (int)s["errors"]![0]!["code"]!));
        Assert.All(statuses.GroupBy(s => ((string)s["id"]!, (string)s["status"]!)), g => Assert.Equal(2, g.Count()));
        Assert.Contains(statuses.GroupBy(s => (string)s["id"]!), g => (string)g.First()["status"]! is "delivered" or "read");
    }

    [Fact]
    public async Task Media_are_uploaded_named_fetched_and_forgotten()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var meta = await Graph.StartAsync("whatsapp", time: time);
        var to = await meta.CustomerAsync();
        var id = (string)(await meta.UploadAsync()).Json["id"]!;
        Assert.Equal(200, (await meta.WhatsAppAsync(to, "image", new { id, caption = "看這個" })).Status);
        var kept = (await meta.GetAsync("ledger/messages"))["messages"]![0]!;
        Assert.Equal(("image", "看這個", id), ((string)kept["kind"]!, (string)kept["text"]!, (string)kept["media"]!));
        Assert.Equal(100, (await meta.UploadAsync("model/hologram")).Error.Item1);

        time.Advance(TimeSpan.FromDays(30));
        await meta.HearAsync();
        await meta.SayAsync(new { index = 0 });
        Assert.Equal(100, (await meta.WhatsAppAsync(to, "image", new { id })).Error.Item1);
    }

    [Fact]
    public async Task A_medium_is_had_for_five_minutes_by_an_address_and_until_it_is_deleted_by_its_id()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var meta = await Graph.StartAsync("whatsapp", time: time);
        var id = (string)(await meta.UploadAsync()).Json["id"]!;
        var about = (await meta.CallAsync(HttpMethod.Get, $"v25.0/{id}?phone_number_id={meta.Id}")).Json;
        Assert.Equal((3, "image/png"), ((int)about["file_size"]!, (string)about["mime_type"]!));
        var url = new Uri((string)about["url"]!);
        Assert.Equal(401, await DownloadAsync(meta, url, null));
        Assert.Equal(200, await DownloadAsync(meta, url, Graph.Token));
        time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(404, await DownloadAsync(meta, url, Graph.Token));
        Assert.True((bool)(await meta.CallAsync(HttpMethod.Delete, $"v25.0/{id}")).Json["success"]!);
        Assert.Equal((100, 33), (await meta.CallAsync(HttpMethod.Get, $"v25.0/{id}")).Error);
    }

    private static async Task<int> DownloadAsync(Graph meta, Uri url, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await meta.Http.SendAsync(request);
        return (int)response.StatusCode;
    }

    [Fact]
    public async Task A_link_that_leads_nowhere_fails_later()
    {
        await using var meta = await Graph.StartAsync("whatsapp", hears: true);
        var to = await meta.CustomerAsync();
        await meta.WhatsAppAsync(to, "image", new { link = new Uri(meta.Service.At("whatsapp"), "/media/a.png") });
        await meta.WhatsAppAsync(to, "image", new { link = new Uri(meta.Service.At("whatsapp"), "/media/gone.png") });
        Assert.Equal(131053, (int)(await meta.StatusesAsync()).Single(s => (string)s["status"]! == "failed")["errors"]![0]!["code"]!);
    }

    private static object Body(params (string Type, string Text)[] parameters) =>
        new { type = "body", parameters = parameters.Select(p => new { type = p.Type, text = p.Text }) };
}

using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace OmoBroadcast.Tests.Sandbox;

/// <summary>Messenger and Instagram.</summary>
public sealed partial class PageSendingTests
{
    [Theory]
    [InlineData("messenger", "m_")]
    [InlineData("instagram", "aWdf")]
    public async Task A_text_is_answered_with_its_recipient_and_its_id_and_kept_in_the_ledger(string channel, string prefix)
    {
        await using var meta = await Graph.StartAsync(channel);
        var to = await meta.CustomerAsync();
        var said = await meta.TextAsync(to, "新品到店 🧥", "0123456789abcdef0123456789abcdef.2");

        Assert.Equal((200, to), (said.Status, (string)said.Json["recipient_id"]!));
        Assert.StartsWith(prefix, said.MessageId, StringComparison.Ordinal);
        var kept = (await meta.GetAsync($"ledger/messages?channel={channel}&contains=🧥"))["messages"]!.AsArray().Single()!;
        Assert.Equal(
            (to, "text", "新品到店 🧥", said.MessageId),
            ((string)kept["to"]!, (string)kept["kind"]!, (string)kept["text"]!, (string)kept["messageId"]!)
        );
        Assert.Equal(
            channel == "messenger" ? (2, "0123456789abcdef0123456789abcdef.2") : (0, null),
            ((int)kept["part"]!, (string?)kept["correlation"])
        );
        Assert.Equal(channel == "instagram" ? 1 : 0, await meta.ViolationsAsync("metadata.undocumented"));
    }

    [Theory]
    [InlineData(null, 190)]
    [InlineData("another", 190)]
    public async Task A_call_without_a_good_token_is_refused(string? token, int code)
    {
        await using var meta = await Graph.StartAsync("messenger");
        var said = await meta.CallAsync(HttpMethod.Get, $"v25.0/{meta.Id}", token: token);
        Assert.Equal((401, code, "OAuthException"), (said.Status, said.Error.Item1, (string)said.Json["error"]!["type"]!));
    }

    [Fact]
    public async Task A_token_in_the_query_a_dead_version_and_none_are_taken_and_noted()
    {
        await using var meta = await Graph.StartAsync("messenger");
        Assert.Equal(200, (await meta.CallAsync(HttpMethod.Get, $"v25.0/me?access_token={Graph.Token}", token: null)).Status);
        Assert.Equal(200, (await meta.CallAsync(HttpMethod.Get, "v19.0/me")).Status);
        Assert.Equal(200, (await meta.CallAsync(HttpMethod.Get, "me")).Status);
        Assert.Equal(2500, (await meta.CallAsync(HttpMethod.Get, "v99.0/me")).Error.Item1);
        Assert.Equal(
            (1, 1, 1),
            (
                await meta.ViolationsAsync("token.inQuery"),
                await meta.ViolationsAsync("version.dead"),
                await meta.ViolationsAsync("version.missing")
            )
        );
    }

    [Fact]
    public async Task A_proof_must_be_right_and_may_be_required()
    {
        await using var meta = await Graph.StartAsync("messenger");
        await meta.PostAsync("accounts/messenger", new { meta.Id, requireProof = true });
        var proof = Convert.ToHexStringLower(
            System.Security.Cryptography.HMACSHA256.HashData(
                System.Text.Encoding.UTF8.GetBytes(Graph.Secret),
                System.Text.Encoding.UTF8.GetBytes(Graph.Token)
            )
        );
        Assert.Equal(104, (await meta.CallAsync(HttpMethod.Get, "v25.0/me")).Error.Item1);
        Assert.Equal(104, (await meta.CallAsync(HttpMethod.Get, "v25.0/me?appsecret_proof=00")).Error.Item1);
        Assert.Equal(200, (await meta.CallAsync(HttpMethod.Get, $"v25.0/me?appsecret_proof={proof}")).Status);
    }

    [Fact]
    public async Task Another_page_than_the_tokens_does_not_exist()
    {
        await using var meta = await Graph.StartAsync("messenger");
        Assert.Equal((100, 33), (await meta.CallAsync(HttpMethod.Post, "v25.0/12345/messages", JsonContent.Create(new { }))).Error);
    }

    [Fact]
    public async Task An_instagram_account_may_be_called_by_its_page()
    {
        await using var meta = await Graph.StartAsync("instagram");
        await meta.PostAsync("accounts/instagram", new { meta.Id, PageId = "5550001" });
        var body = JsonContent.Create(new { recipient = new { id = await meta.CustomerAsync() }, message = new { text = "hi" } });
        Assert.Equal(200, (await meta.CallAsync(HttpMethod.Post, "v25.0/5550001/messages", body)).Status);
    }

    [Fact]
    public async Task Who_is_unknown_and_who_blocked_the_account_is_told_so()
    {
        await using var meta = await Graph.StartAsync("messenger");
        var to = await meta.CustomerAsync();
        Assert.Equal((100, 2018001), (await meta.TextAsync("1234567890123456")).Error);
        await meta.PostAsync("customers/messenger/block", new { index = 0 });
        Assert.Equal((200, 1545041), (await meta.TextAsync(to)).Error);
        await meta.WeatherAsync(new { blockedIs551 = true });
        Assert.Equal((551, 1545041), (await meta.TextAsync(to)).Error);
        var errors = (await meta.SumAsync())["errors"]!;
        Assert.Equal((1, 1, 1), ((int)errors["100/2018001"]!, (int)errors["200/1545041"]!, (int)errors["551/1545041"]!));
    }

    [Theory]
    [InlineData("messenger")]
    [InlineData("instagram")]
    public async Task An_upload_is_sent_by_its_id_until_it_is_90_days_old(string channel)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var meta = await Graph.StartAsync(channel, time: time);
        var to = await meta.CustomerAsync();
        var byFile = (string)(await meta.UploadAsync()).Json["attachment_id"]!;
        var byAddress = await UploadByAddressAsync(meta, channel);
        foreach (var id in new[] { byFile, byAddress })
            Assert.Equal(200, (await SendAsync(meta, to, id)).Status);
        Assert.Equal((100, 2018074), (await SendAsync(meta, to, "99")).Error);
        Assert.Equal([3, 3], (await meta.GetAsync("uploads"))["uploads"]!.AsArray().Select(u => (int)u!["size"]!));

        time.Advance(TimeSpan.FromDays(90));
        var wrote = new
        {
            Count = 1,
            Destination = meta.Id,
            Seed = 2,
        };
        await meta.PostAsync($"customers/{channel}", wrote);
        Assert.Equal((100, 2018074), (await SendAsync(meta, (await meta.CustomersAsync())[1], byFile)).Error);
    }

    private static async Task<string> UploadByAddressAsync(Graph meta, string channel)
    {
        var payload = new { url = new Uri(meta.Service.At(channel), "/media/a.png"), is_reusable = true };
        var body = JsonContent.Create(new { message = new { attachment = new { type = "image", payload } } });
        return (string)(await meta.CallAsync(HttpMethod.Post, "v25.0/me/message_attachments", body)).Json["attachment_id"]!;
    }

    private static Task<Graph.Said> SendAsync(Graph meta, string to, string upload) =>
        meta.MessageAsync(to, new { attachment = new { type = "image", payload = new { attachment_id = upload } } });

    [Fact]
    public async Task A_file_without_a_type_or_of_another_and_an_address_without_a_file_are_refused()
    {
        await using var meta = await Graph.StartAsync("messenger");
        Assert.Equal((100, 2018047), (await meta.UploadAsync(null)).Error);
        Assert.Equal((100, 2018047), (await meta.UploadAsync("video/mp4")).Error);
        var gone = new
        {
            attachment = new { type = "image", payload = new { url = new Uri(meta.Service.At("messenger"), "/media/gone.png") } },
        };
        Assert.Equal((100, 2018008), (await meta.MessageAsync(await meta.CustomerAsync(), gone)).Error);
    }

    [Fact]
    public async Task Texts_and_media_have_a_pace_each_and_the_error_can_be_chosen()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var meta = await Graph.StartAsync("messenger", time: time);
        var to = await meta.CustomerAsync();
        var video = new { attachment = new { type = "video", payload = new { url = "https://a.example/a.mp4" } } };
        await meta.WeatherAsync(new { textPerSecond = 20 });
        Assert.Equal("200 200 400", await StatusesAsync(3, () => meta.TextAsync(to)));
        Assert.Equal("200 400", await StatusesAsync(2, () => meta.MessageAsync(to, video)));
        Assert.Equal(613, (await meta.TextAsync(to)).Error.Item1);
        var chosen = new
        {
            textPerSecond = 20,
            limitCode = 80006,
            limitStatus = 429,
        };
        await meta.WeatherAsync(chosen);
        var said = await meta.TextAsync(to);
        Assert.Equal((429, 80006), (said.Status, said.Error.Item1));
        time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Equal("200 429", await StatusesAsync(2, () => meta.TextAsync(to)));
        var pace = (await meta.GetAsync("ledger/summary"))["pace"]!.AsArray();
        Assert.Contains(pace, p => (string)p!["endpoint"]! == "sendMedia" && (int)p["accepted"]! == 1);
    }

    private static async Task<string> StatusesAsync(int count, Func<Task<Graph.Said>> send)
    {
        var all = new List<int>();
        for (var i = 0; i < count; i++)
            all.Add((await send()).Status);
        return string.Join(' ', all);
    }

    [Fact]
    public async Task Usage_headers_appear_as_the_load_rises_and_then_calls_are_refused()
    {
        await using var meta = await Graph.StartAsync("messenger");
        var to = await meta.CustomerAsync();
        await meta.WeatherAsync(new { callPool = 20 });
        Assert.DoesNotContain("X-App-Usage", (await meta.TextAsync(to)).Headers.Keys);
        for (var i = 0; i < 17; i++)
            await meta.TextAsync(to);
        var said = await meta.TextAsync(to);
        Assert.Equal(95, (int)JsonNode.Parse(said.Headers["X-App-Usage"])!["call_count"]!);
        var use = JsonNode.Parse(said.Headers["X-Business-Use-Case-Usage"])![meta.Id]![0]!;
        Assert.Equal(("messenger", 95, 0), ((string)use["type"]!, (int)use["call_count"]!, (int)use["estimated_time_to_regain_access"]!));
        await meta.TextAsync(to);
        var refused = await meta.TextAsync(to);
        Assert.Equal(80006, refused.Error.Item1);
        Assert.InRange(
            (int)JsonNode.Parse(refused.Headers["X-Business-Use-Case-Usage"])![meta.Id]![0]!["estimated_time_to_regain_access"]!,
            1,
            60
        );
    }

    [Fact]
    public async Task The_same_words_twice_are_a_duplicate_whatever_they_are_recognised_by()
    {
        await using var meta = await Graph.StartAsync("messenger");
        var to = await meta.CustomerAsync();
        await meta.TextAsync(to, "a", "one.0");
        await meta.TextAsync(to, "a", "two.0");
        await meta.TextAsync(to, "b");
        var sum = await meta.SumAsync();
        Assert.Equal(
            (3, 1, 1, 1),
            ((int)sum["accepted"]!, (int)sum["distinctRecipients"]!, (int)sum["duplicates"]!, (int)sum["withoutCorrelation"]!)
        );
    }

    [Fact]
    public async Task Names_typing_and_subscriptions_are_answered()
    {
        await using var meta = await Graph.StartAsync("messenger");
        var to = await meta.CustomerAsync();
        Assert.NotEmpty((string)(await meta.CallAsync(HttpMethod.Get, $"v25.0/{to}?fields=first_name,last_name")).Json["first_name"]!);
        Assert.Equal(
            to,
            (string)(await meta.SendAsync(new { recipient = new { id = to }, sender_action = "typing_on" })).Json["recipient_id"]!
        );
        Assert.True((bool)(await meta.CallAsync(HttpMethod.Post, "v25.0/me/subscribed_apps?subscribed_fields=messages")).Json["success"]!);
        Assert.Equal("104729", (string)(await meta.CallAsync(HttpMethod.Get, "v25.0/me/subscribed_apps")).Json["data"]![0]!["id"]!);
    }
}

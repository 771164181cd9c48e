using System.Text.Json.Nodes;

namespace OmoBroadcast.Tests.Sandbox;

/// <summary>What official clients of LINE look for beyond messages in a chat of their own.</summary>
public sealed class LineEventsTests
{
    private const string Group = "Ca56f94637c9e5e4b7d1a1c3f0d1e2b3c";

    [Fact]
    public async Task An_edit_tells_the_old_id_in_a_group_with_a_token_of_its_own()
    {
        await using var line = await Platform.StartAsync(customers: 1);
        await using var service = await HearAsync(line);
        var first = await line.PostAsync(
            "customers/line/say",
            new
            {
                index = 0,
                group = Group,
                text = "one",
            }
        );
        await line.PostAsync(
            "customers/line/say",
            new
            {
                index = 0,
                group = Group,
                kind = "edit",
                of = (string)first["messageId"]!,
                text = "two",
            }
        );
        var events = Events(service);

        Assert.Equal(("message", "messageEdited"), ((string)events[0]["type"]!, (string)events[1]["type"]!));
        Assert.Equal((string)first["messageId"]!, (string)events[1]["message"]!["id"]!);
        Assert.Equal("two", (string)events[1]["message"]!["text"]!);
        Assert.Null(events[1]["message"]!["markAsReadToken"]);
        Assert.NotEqual((string)events[0]["replyToken"]!, (string)events[1]["replyToken"]!);
        Assert.All(events, one => Assert.Equal(("group", Group), ((string)one["source"]!["type"]!, (string)one["source"]!["groupId"]!)));
    }

    [Theory]
    [InlineData("join", null, true)]
    [InlineData("leave", null, false)]
    [InlineData("memberJoined", "joined", true)]
    [InlineData("memberLeft", "left", false)]
    public async Task Groups_tell_who_comes_and_goes(string kind, string? list, bool replyable)
    {
        await using var line = await Platform.StartAsync(customers: 1);
        await using var service = await HearAsync(line);
        await line.PostAsync("customers/line/say", new { index = 0, kind });
        var happened = Assert.Single(Events(service));
        Assert.Equal(
            (kind, "group", replyable),
            ((string)happened["type"]!, (string)happened["source"]!["type"]!, happened["replyToken"] is not null)
        );
        Assert.Null(happened["source"]!["userId"]);
        if (list is not null)
            Assert.Equal((await line.CustomersAsync())[0], (string)happened[list]!["members"]![0]!["userId"]!);
    }

    [Fact]
    public async Task A_video_with_a_tracking_id_is_taken_and_seen_to_its_end()
    {
        await using var line = await Platform.StartAsync(customers: 1);
        await using var service = await HearAsync(line);
        var to = (await line.CustomersAsync())[0];
        object Video(string tracking) =>
            new
            {
                to,
                messages = new[]
                {
                    new
                    {
                        type = "video",
                        originalContentUrl = "https://a.example/v.mp4",
                        previewImageUrl = "https://a.example/v.png",
                        trackingId = tracking,
                    },
                },
            };
        Assert.Equal(200, (await line.SendAsync("push", Video("spring-2026"))).Status);
        Assert.Equal(400, (await line.SendAsync("push", Video(new string('x', 101)))).Status);
        await line.PostAsync(
            "customers/line/say",
            new
            {
                index = 0,
                kind = "videoPlayComplete",
                text = "spring-2026",
            }
        );
        Assert.Equal("spring-2026", (string)Assert.Single(Events(service))["videoPlayComplete"]!["trackingId"]!);
    }

    [Theory]
    [InlineData("line/")]
    [InlineData("")]
    public async Task What_a_customer_sent_is_had_where_official_clients_ask_for_it(string root)
    {
        await using var line = await Platform.StartAsync(customers: 1);
        await using var service = await HearAsync(line);
        var picture = new byte[] { 0x89, 0x50, 0x4E, 0x47, 1, 2, 3 };
        var id = (string)
            (
                await line.PostAsync(
                    "customers/line/say",
                    new
                    {
                        index = 0,
                        kind = "image",
                        bytes = picture,
                    }
                )
            )["messageId"]!;
        var sound = (string)(await line.PostAsync("customers/line/say", new { index = 0, kind = "audio" }))["messageId"]!;
        Assert.Equal(
            200,
            (await line.SendAsync("push", new { to = (await line.CustomersAsync())[0], messages = Platform.Texts("hi") })).Status
        );

        using (var answer = await GetAsync(line, $"{root}v2/bot/message/{id}/content"))
        {
            Assert.Equal("image/png", answer.Content.Headers.ContentType!.MediaType);
            Assert.Equal(picture, await answer.Content.ReadAsByteArrayAsync());
        }

        Assert.Equal(
            (200, 400, 404),
            (
                await StatusAsync(line, $"{root}v2/bot/message/{id}/content/preview"),
                await StatusAsync(line, $"{root}v2/bot/message/{sound}/content/preview"),
                await StatusAsync(line, $"{root}v2/bot/message/1/content")
            )
        );
        Assert.Equal(
            (200, 400),
            (
                await StatusAsync(line, $"{root}v2/bot/message/{sound}/content/transcoding"),
                await StatusAsync(line, $"{root}v2/bot/message/{id}/content/transcoding")
            )
        );
        await line.WeatherAsync(new { preparingMs = 60_000 });
        Assert.Equal(202, await StatusAsync(line, $"{root}v2/bot/message/{id}/content"));
        await line.PostAsync(
            "customers/line/say",
            new
            {
                index = 0,
                kind = "unsend",
                of = id,
            }
        );
        Assert.Equal(410, await StatusAsync(line, $"{root}v2/bot/message/{id}/content"));
    }

    private static async Task<Receiver> HearAsync(Platform line)
    {
        var service = await Receiver.StartAsync();
        await line.PostAsync(
            "customers/line",
            new
            {
                Count = 0,
                Platform.Destination,
                WebhookUrl = service.At("line"),
            }
        );
        return service;
    }

    private static JsonObject[] Events(Receiver service) =>
        [.. service.Webhooks.SelectMany(webhook => JsonNode.Parse(webhook.Body)!["events"]!.AsArray()).Select(one => (JsonObject)one!)];

    private static async Task<int> StatusAsync(Platform line, string path)
    {
        using var answer = await GetAsync(line, path);
        return (int)answer.StatusCode;
    }

    private static async Task<HttpResponseMessage> GetAsync(Platform line, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", Platform.Token);
        return await line.Http.SendAsync(request);
    }
}

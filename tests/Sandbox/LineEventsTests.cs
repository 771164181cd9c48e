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
        var said = new
        {
            index = 0,
            group = Group,
            text = "one",
        };
        var first = (string)(await line.PostAsync("customers/line/say", said))["messageId"]!;
        var edit = new
        {
            index = 0,
            group = Group,
            kind = "edit",
            of = first,
            text = "two",
        };
        await line.PostAsync("customers/line/say", edit);
        var events = Events(service);
        Assert.Equal(("message", "messageEdited"), ((string)events[0]["type"]!, (string)events[1]["type"]!));
        Assert.Equal((first, "two"), ((string)events[1]["message"]!["id"]!, (string)events[1]["message"]!["text"]!));
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
        Assert.Equal(200, (await line.SendAsync("push", new { to, messages = new[] { Video("spring-2026") } })).Status);
        Assert.Equal(400, (await line.SendAsync("push", new { to, messages = new[] { Video(new string('x', 101)) } })).Status);
        var seen = new
        {
            index = 0,
            kind = "videoPlayComplete",
            text = "spring-2026",
        };
        await line.PostAsync("customers/line/say", seen);
        Assert.Equal("spring-2026", (string)Assert.Single(Events(service))["videoPlayComplete"]!["trackingId"]!);
    }

    private static object Video(string tracking) =>
        new
        {
            type = "video",
            originalContentUrl = "https://a.example/v.mp4",
            previewImageUrl = "https://a.example/v.png",
            trackingId = tracking,
        };

    [Theory]
    [InlineData("line/")]
    [InlineData("")]
    public async Task What_a_customer_sent_is_had_where_official_clients_ask_for_it(string root)
    {
        await using var line = await Platform.StartAsync(customers: 1);
        await using var service = await HearAsync(line);
        var picture = new byte[] { 0x89, 0x50, 0x4E, 0x47, 1, 2, 3 };
        var image = await SayAsync(line, "image", picture);
        var sound = await SayAsync(line, "audio", bytes: null);
        var push = new { to = (await line.CustomersAsync())[0], messages = Platform.Texts("hi") };
        Assert.Equal(200, (await line.SendAsync("push", push)).Status);

        using (var answer = await GetAsync(line, $"{root}v2/bot/message/{image}/content"))
        {
            Assert.Equal("image/png", answer.Content.Headers.ContentType!.MediaType);
            Assert.Equal(picture, await answer.Content.ReadAsByteArrayAsync());
        }

        foreach (
            var (path, status) in new[]
            {
                ($"{image}/content/preview", 200),
                ($"{sound}/content/preview", 400),
                ("1/content", 404),
                ($"{sound}/content/transcoding", 200),
                ($"{image}/content/transcoding", 400),
            }
        )
            Assert.Equal((path, status), (path, await StatusAsync(line, $"{root}v2/bot/message/{path}")));
    }

    [Theory]
    [InlineData("line/")]
    [InlineData("")]
    public async Task What_is_being_prepared_is_not_there_yet_and_what_was_taken_back_no_more(string root)
    {
        await using var line = await Platform.StartAsync(customers: 1);
        await using var service = await HearAsync(line);
        var image = await SayAsync(line, "image", [0x89, 0x50, 0x4E, 0x47, 1, 2, 3]);
        await line.WeatherAsync(new { preparingMs = 60_000 });
        Assert.Equal(202, await StatusAsync(line, $"{root}v2/bot/message/{image}/content"));
        await line.PostAsync(
            "customers/line/say",
            new
            {
                index = 0,
                kind = "unsend",
                of = image,
            }
        );
        Assert.Equal(410, await StatusAsync(line, $"{root}v2/bot/message/{image}/content"));
    }

    /// <summary>The first customer sends a medium; its message's id.</summary>
    private static async Task<string> SayAsync(Platform line, string kind, byte[]? bytes) =>
        (string)
            (
                await line.PostAsync(
                    "customers/line/say",
                    new
                    {
                        index = 0,
                        kind,
                        bytes,
                    }
                )
            )["messageId"]!;

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

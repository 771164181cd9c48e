using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Tests.Storage.Media;

namespace OmoBroadcast.Tests.Teams;

/// <summary>The matrix at the endpoint: what a desktop may not send to Instagram, a phone may, and so may all when the operator says
/// so.</summary>
public sealed class SurfaceTests
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData("Windows", false, 1)]
    [InlineData("iOS", false, 2)]
    [InlineData("Windows", true, 2)]
    public async Task A_video_reaches_instagram_from_where_it_may(string platform, bool lifted, int receive)
    {
        await using var stub = await ConnectorStub.StartAsync();
        await using var house = await House.StartAsync(
            stub,
            "Development",
            ("Omo:Teams:AllowAnonymous", "true"),
            ("Omo:SameOnDesktop", lifted ? "true" : "false"),
            ("Omo:Accounts:1:Channel", "instagram"),
            ("Omo:Accounts:1:Id", "17841400000000000"),
            ("Omo:Accounts:1:Name", "IG"),
            ("Omo:Accounts:1:Secrets:0", "secret"),
            ("Omo:Accounts:1:AccessToken", "token"),
            ("Omo:Accounts:1:VerifyToken", "verify-token-of-ig"),
            ("Omo:Accounts:1:BaseUrl", new Uri(stub.Address, "ig").ToString())
        );
        house.Platform = platform;
        await CustomerAsync(house, new(new(ChannelId.Line, House.Line), "U" + new string('a', 32)));
        await CustomerAsync(house, new(new(ChannelId.Instagram, "17841400000000000"), "1234567890123456"));

        var began = await house.SayAsync(House.Seller, "broadcast");
        var compose = (await house.PressAsync(House.Seller, began.Card!, "broadcast.compose", began.AnsweredId))["value"]!.AsObject();
        stub.Next(context => context.Response.Body.WriteAsync(Samples.Mp4).AsTask());
        var activity = house.Activity("message", House.Seller);
        activity["attachments"] = new JsonArray(
            new JsonObject
            {
                ["contentType"] = "application/vnd.microsoft.teams.file.download.info",
                ["name"] = "show.mp4",
                ["content"] = new JsonObject { ["downloadUrl"] = $"{stub.ServiceUrl}/files/1" },
            }
        );
        await house.PostAsync(activity.ToJsonString());
        await stub.CallAsync(call => call.Method == "POST");
        var preview = (await PressAsync(house, compose, "broadcast.compose", ("text1", "watch"))).ToJsonString(Plain);
        Assert.Contains($"Send now to {receive}\"", preview, StringComparison.Ordinal);
        Assert.Equal(receive == 1, preview.Contains("Instagram, message 2: not supported on a computer", StringComparison.Ordinal));
        Assert.Equal(receive == 1, preview.Contains("Channel doesn’t support this content: 1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_picture_goes_to_line_by_its_public_address_with_a_preview()
    {
        await using var stub = await ConnectorStub.StartAsync();
        await using var house = await House.StartAsync(
            stub,
            "Development",
            ("Omo:Teams:AllowAnonymous", "true"),
            ("Omo:PublicUrl", "https://shop.example")
        );
        await CustomerAsync(house, new(new(ChannelId.Line, House.Line), "U" + new string('a', 32)));
        stub.Next(context => context.Response.Body.WriteAsync(Samples.Jpeg()).AsTask());
        var activity = house.Activity("message", House.Seller);
        activity["text"] = "broadcast";
        activity["attachments"] = new JsonArray(
            new JsonObject { ["contentType"] = "image/*", ["contentUrl"] = $"{stub.ServiceUrl}/v3/attachments/1/views/original" }
        );
        await house.PostAsync(activity.ToJsonString());
        var choose = (await stub.CallAsync(call => call.Method == "POST")).Card!;
        var preview = await PressAsync(house, await PressAsync(house, choose, "broadcast.compose"), "broadcast.compose", ("text2", "look"));
        Assert.Contains("\"url\":\"https://shop.example/media/", preview.ToJsonString(Plain), StringComparison.Ordinal);
        await PressAsync(house, preview, "broadcast.send");
        await stub.CallAsync(call => call.Method == "PUT" && (string?)call.Card?["metadata"]?["omo"]?["state"] == "done");
        var messages = JsonNode.Parse(stub.All.Single(call => call.Path == "/line/v2/bot/message/push").Body)!["messages"]!.AsArray();
        Assert.Equal(["image", "text"], messages.Select(message => (string?)message!["type"]));
        Assert.Matches("^https://shop.example/media/[0-9a-f]{32}$", (string?)messages[0]!["originalContentUrl"]);
        Assert.Matches("^https://shop.example/media/[0-9a-f]{32}$", (string?)messages[0]!["previewImageUrl"]);
        Assert.NotEqual((string?)messages[0]!["originalContentUrl"], (string?)messages[0]!["previewImageUrl"]);
    }

    private static async Task CustomerAsync(House house, CustomerKey customer)
    {
        var now = TimeProvider.System.GetUtcNow();
        var said = new InboundEvent(
            $"event {customer}",
            customer.Account,
            customer.UserId,
            now,
            false,
            new InboundBody.Message("m", MessageKind.Text, "hi", null),
            null
        );
        await house.Get<Conversations>().ApplyAsync([said], suppressionsPending: false, default);
        Assert.Equal(Transition.Done, await house.Get<Conversations>().TakeAsync(customer, House.Seller.Id, now));
    }

    private static async Task<JsonObject> PressAsync(House house, JsonObject card, string verb, params (string, string)[] inputs)
    {
        var answer = await house.PressAsync(House.Seller, card, verb, "the-card", inputs);
        Assert.True((string?)answer["type"] == "application/vnd.microsoft.card.adaptive", answer.ToJsonString());
        return answer["value"]!.AsObject();
    }
}

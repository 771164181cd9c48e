using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Tests.Playing;
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
        await using var teams = await TeamsFace.OpenAsync(
            stub,
            [
                ("Omo:SameOnDesktop", lifted ? "true" : "false"),
                .. TestAccounts.Meta(1, "instagram", TestAccounts.InstagramId),
                ("Omo:Accounts:1:BaseUrl", new Uri(stub.Address, "ig").ToString()),
            ]
        );
        teams.Platform = platform;
        await teams.Customers.TakenAsync(Staff.Seller);
        await teams.Customers.TakenAsync(new(TestAccounts.Instagram, "1234567890123456"), Staff.Seller);

        var began = await teams.SayAsync(Staff.Seller, "broadcast");
        var compose = (await teams.PressAsync(Staff.Seller, began.Card!, "broadcast.compose", began.AnsweredId))["value"]!.AsObject();
        await SendVideoAsync(stub, teams);
        var preview = (await PressAsync(teams, compose, "broadcast.compose", ("text1", "watch"))).ToJsonString(Plain);
        Assert.Contains($"Send now to {receive}\"", preview, StringComparison.Ordinal);
        Assert.Equal(receive == 1, preview.Contains("Instagram, message 2: not supported on a computer", StringComparison.Ordinal));
        Assert.Equal(receive == 1, preview.Contains("Channel doesn’t support this content: 1", StringComparison.Ordinal));
    }

    private static async Task SendVideoAsync(ConnectorStub stub, TeamsFace teams)
    {
        stub.Next(context => context.Response.Body.WriteAsync(Samples.Mp4).AsTask());
        var activity = teams.Activity("message", Staff.Seller);
        activity["attachments"] = new JsonArray(
            new JsonObject
            {
                ["contentType"] = "application/vnd.microsoft.teams.file.download.info",
                ["name"] = "show.mp4",
                ["content"] = new JsonObject { ["downloadUrl"] = $"{stub.ServiceUrl}/files/1" },
            }
        );
        await teams.PostAsync(activity.ToJsonString());
        await stub.CallAsync(call => call.Method == "POST");
    }

    [Fact]
    public async Task A_picture_goes_to_line_by_its_public_address_with_a_preview()
    {
        await using var stub = await ConnectorStub.StartAsync();
        await using var teams = await TeamsFace.OpenAsync(stub, ("Omo:PublicUrl", "https://shop.example"));
        await teams.Customers.TakenAsync(new(TestAccounts.Line, "U" + new string('a', 32)), Staff.Seller);
        stub.Next(context => context.Response.Body.WriteAsync(Samples.Jpeg()).AsTask());
        var activity = teams.Activity("message", Staff.Seller);
        activity["text"] = "broadcast";
        activity["attachments"] = new JsonArray(
            new JsonObject { ["contentType"] = "image/*", ["contentUrl"] = $"{stub.ServiceUrl}/v3/attachments/1/views/original" }
        );
        await teams.PostAsync(activity.ToJsonString());
        var choose = (await stub.CallAsync(call => call.Method == "POST")).Card!;
        var preview = await PressAsync(teams, await PressAsync(teams, choose, "broadcast.compose"), "broadcast.compose", ("text2", "look"));
        Assert.Contains("\"url\":\"https://shop.example/media/", preview.ToJsonString(Plain), StringComparison.Ordinal);
        await PressAsync(teams, preview, "broadcast.send");
        await stub.CallAsync(call => call.Method == "PUT" && (string?)call.Card?["metadata"]?["omo"]?["state"] == "done");
        var messages = JsonNode.Parse(stub.All.Single(call => call.Path == "/line/v2/bot/message/push").Body)!["messages"]!.AsArray();
        Assert.Equal(["image", "text"], messages.Select(message => (string?)message!["type"]));
        Assert.Matches("^https://shop.example/media/[0-9a-f]{32}$", (string?)messages[0]!["originalContentUrl"]);
        Assert.Matches("^https://shop.example/media/[0-9a-f]{32}$", (string?)messages[0]!["previewImageUrl"]);
        Assert.NotEqual((string?)messages[0]!["originalContentUrl"], (string?)messages[0]!["previewImageUrl"]);
    }

    private static async Task<JsonObject> PressAsync(TeamsFace teams, JsonObject card, string verb, params (string, string)[] inputs)
    {
        var answer = await teams.PressAsync(Staff.Seller, card, verb, "the-card", inputs);
        Assert.True((string?)answer["type"] == "application/vnd.microsoft.card.adaptive", answer.ToJsonString());
        return answer["value"]!.AsObject();
    }
}

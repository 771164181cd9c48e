using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Storage.Media;

namespace OmoBroadcast.Tests.Teams;

/// <summary>Pictures, videos and files, from the message they came in to the ledger.</summary>
public sealed class AttachmentTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly TeamsFixture open = new();

    private TeamsFace Teams => open.Teams;

    public ValueTask InitializeAsync() => open.InitializeAsync();

    public ValueTask DisposeAsync() => open.DisposeAsync();

    [Fact]
    public async Task A_picture_joins_the_open_draft_and_goes_out_with_it()
    {
        await open.Customers.TakenAsync(Staff.Seller, 2);
        var compose = await ComposeAsync(await Teams.SayAsync(Staff.Seller, "broadcast"));
        var redrawn = (await AttachAsync("", Samples.Jpeg(), "spring.jpg")).Card!;
        Assert.Contains("spring.jpg", Words(redrawn), StringComparison.Ordinal);
        Assert.Contains("Added to your broadcast", Words(redrawn), StringComparison.Ordinal);

        // What was typed into the card above is not lost: its button brings it along, and the picture stays.
        var preview = await PressAsync(compose, "broadcast.compose", ("text1", "Hi {{customer_name}}"));
        Assert.Contains("Send now to 2", Words(preview), StringComparison.Ordinal);
        Assert.Contains("spring.jpg", Words(preview), StringComparison.Ordinal);
        var moved = await MoveUpAsync(await PressAsync(preview, "broadcast.compose"));
        preview = await PressAsync(moved, "broadcast.compose", ("text2", "Hi {{customer_name}}!"), ("text3", "bye"));
        Assert.Contains("out of date", Words(await PressAsync(compose, "broadcast.compose", ("text1", "old"))), StringComparison.Ordinal);

        var sent = await PressAsync(preview, "broadcast.send");
        Assert.All(await RequestsAsync((long)sent["metadata"]!["omo"]!["campaign"]!, 2), AssertPictureAndTexts);
    }

    /// <summary>The picture, before the text, with another behind it.</summary>
    private async Task<JsonObject> MoveUpAsync(JsonObject form)
    {
        var up = Buttons(form, "broadcast.arrange").Single(button => (string?)button["data"]!["act"] == "up");
        var answer = await Teams.PressAsync(Staff.Seller, Fill(up, ("text1", "Hi {{customer_name}}!"), ("text3", "bye")), "c1");
        var moved = answer["value"]!.AsObject();
        Assert.Equal("Hi {{customer_name}}!", (string?)Input(moved, "text2")!["value"]);
        Assert.Equal("bye", (string?)Input(moved, "text3")!["value"]);
        return moved;
    }

    private static void AssertPictureAndTexts(Content content)
    {
        var media = Assert.IsType<OutboundMessage.Media>(content.Messages[0]);
        Assert.Equal((MediaKind.Image, "image/jpeg", "spring.jpg"), (media.Kind, media.ContentType, media.FileName));
        Assert.NotNull(media.PreviewId);
        Assert.StartsWith("Hi ", Assert.IsType<OutboundMessage.Text>(content.Messages[1]).Words, StringComparison.Ordinal);
        Assert.Equal(new OutboundMessage.Text("bye"), content.Messages[2]);
    }

    [Fact]
    public async Task What_line_cannot_carry_is_said_with_its_reason_before_anything_is_sent()
    {
        await open.Customers.TakenAsync(Staff.Seller, 1);
        var choose = (await AttachAsync("broadcast", Samples.Pdf, "price.pdf", asFile: true)).Card!;
        var compose = await PressAsync(choose, "broadcast.compose");
        Assert.Contains("price.pdf", Words(compose), StringComparison.Ordinal);
        var wrong = await PressAsync(compose, "broadcast.compose", ("text2", "kept"));
        Assert.Contains("None of your channels supports this kind", Words(wrong), StringComparison.Ordinal);
        Assert.Equal("kept", (string?)Input(wrong, "text2")!["value"]);
        var drop = Buttons(wrong, "broadcast.arrange").Single(button => (string?)button["data"]!["act"] == "drop");
        var dropped = (await Teams.PressAsync(Staff.Seller, Fill(drop, ("text2", "kept")), "c1"))["value"]!.AsObject();
        Assert.DoesNotContain("price.pdf", Words(dropped), StringComparison.Ordinal);
        Assert.Equal("kept", (string?)Input(dropped, "text1")!["value"]);
        var asked = (
            await AttachAsync("", Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"), "a.gif")
        ).Card!;
        var added = await PressAsync(asked, "media.join");
        Assert.Contains("a.gif", Words(added), StringComparison.Ordinal);
        var gif = await PressAsync(added, "broadcast.compose");
        Assert.Contains(
            "None of your channels supports this format",
            Words(await PressAsync(gif, "broadcast.compose", ("text1", "kept"))),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Five_messages_are_the_most_however_they_came()
    {
        await open.Customers.TakenAsync(Staff.Seller, 1);
        var compose = await PressAsync((await Teams.SayAsync(Staff.Seller, "broadcast")).Card!, "broadcast.compose");
        await PressAsync(compose, "broadcast.compose", ("text1", "1"), ("text2", "2"), ("text3", "3"), ("text4", "4"));
        var card = await PressAsync(
            (await AttachAsync("with words", Samples.Png(), "five.png")).Card!,
            "media.join",
            ("text", "with words")
        );
        Assert.Contains("You can send up to 5 messages.", Words(card), StringComparison.Ordinal);
        Assert.Contains("five.png", Words(card), StringComparison.Ordinal);
        // Of two there was room for one, and the card says which.
        Assert.Contains("Not added: “with words”", Words(card), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("broadcast")]
    [InlineData("saved replies")]
    [InlineData("reply 陳安")]
    public async Task Of_six_pictures_the_one_left_out_is_named_whatever_they_are_for(string words)
    {
        var customer = await open.Customers.TakenAsync(Staff.Seller);
        await Teams.Get<Conversations>().SetProfileAsync(customer, new Profile("陳安", null));
        var activity = Teams.Activity("message", Staff.Seller);
        activity["text"] = words;
        activity["attachments"] = new JsonArray([
            .. Enumerable
                .Range(1, 6)
                .Select(i => new JsonObject
                {
                    ["contentType"] = "image/png",
                    ["contentUrl"] = $"{open.Stub.ServiceUrl}/files/{i}",
                    ["name"] = $"p{i}.png",
                }),
        ]);
        for (var i = 1; i <= Content.MostMessages; i++)
            open.Stub.Serve($"/teams/files/{i}", Samples.Png());
        await Teams.PostAsync(activity.ToJsonString());
        var told = await open.Stub.CallAsync(call => call.Body.Contains("p6.png", StringComparison.Ordinal) && call.Card is not null);
        Assert.Contains("Not added: “p6.png”", told.Card!.ToJsonString(Plain), StringComparison.Ordinal);
        Assert.DoesNotContain(open.Stub.All, call => call.Path.EndsWith("/message/push", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_draft_the_person_is_asked_what_it_is_for()
    {
        var customer = await open.Customers.TakenAsync(Staff.Other);
        var offer = (await AttachAsync("new in store", Samples.Png(), "new.png", who: Staff.Other)).Card!;
        Assert.Equal("new in store", (string?)Input(offer, "text")!["value"]);
        var nobody = await PressAsync(offer, "media.reply", Staff.Other);
        Assert.Contains("Please choose a customer", Words(nobody), StringComparison.Ordinal);
        var replied = await Teams.PressAsync(
            Staff.Other,
            offer,
            "media.reply",
            "c1",
            ("customer", customer.ToString()),
            ("text", "for you")
        );
        Assert.Contains("new.png", replied.ToJsonString(Plain), StringComparison.Ordinal);
        var contents = await RequestsAsync(0, 1);
        Assert.Equal(["Media", "Text"], contents.Single().Messages.Select(message => message.GetType().Name));
        var begun = await PressAsync(offer, "media.begin", Staff.Other, ("text", "for all"));
        var compose = await PressAsync(begun, "broadcast.compose", Staff.Other);
        Assert.Contains("new.png", Words(compose), StringComparison.Ordinal);
        Assert.Equal("for all", (string?)Input(compose, "text2")!["value"]);
        Assert.Equal("", (string?)Input(await PressAsync(offer, "media.save", Staff.Other), "name")!["value"] ?? "");
        var stranger = await Teams.PressAsync(Staff.Administrator, offer["actions"]![0]!.DeepClone().AsObject(), "c1");
        Assert.Contains("Only sales managers", stranger.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_typed_reply_takes_what_is_attached_to_it()
    {
        var customer = await open.Customers.WriteAsync("嗨");
        await Teams.Get<Conversations>().SetProfileAsync(customer, new Profile("陳安", null));
        await Teams.Get<Conversations>().TakeAsync(customer, Staff.Seller.Id, TimeProvider.System.GetUtcNow());
        await AttachAsync("reply 陳安 here it is", Samples.Jpeg(), "it.jpg", expectNote: true);
        var content = (await RequestsAsync(0, 1)).Single();
        Assert.Equal("it.jpg", Assert.IsType<OutboundMessage.Media>(content.Messages[0]).FileName);
        Assert.Equal(new OutboundMessage.Text("here it is"), content.Messages[1]);
    }

    [Theory]
    [InlineData("evil.png", "<html><script>alert(1)</script>", "You can send images, videos, audio, PDFs and Office documents")]
    [InlineData("empty.png", "", "The file is empty")]
    public async Task What_is_no_picture_is_refused_whatever_it_is_called(string name, string content, string said)
    {
        var note = await AttachAsync("", System.Text.Encoding.UTF8.GetBytes(content), name, expectNote: true);
        Assert.Contains(said, note.Text, StringComparison.Ordinal);
        Assert.Contains(name, note.Text!.Replace("\\", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private async Task<ConnectorCall> AttachAsync(
        string words,
        byte[] content,
        string name,
        bool asFile = false,
        bool expectNote = false,
        StaffMember? who = null
    )
    {
        var activity = Teams.Activity("message", who ?? Staff.Seller);
        activity["text"] = words;
        var url = $"{open.Stub.ServiceUrl}/files/{Guid.NewGuid():N}";
        open.Stub.Serve(new Uri(url).AbsolutePath, content);
        activity["attachments"] = new JsonArray(
            new JsonObject { ["contentType"] = "text/html", ["content"] = "<p>x</p>" },
            asFile
                ? new JsonObject
                {
                    ["contentType"] = "application/vnd.microsoft.teams.file.download.info",
                    ["name"] = name,
                    ["contentUrl"] = "https://contoso.sharepoint.com/x",
                    ["content"] = new JsonObject { ["downloadUrl"] = url },
                }
                : new JsonObject
                {
                    ["contentType"] = "image/png",
                    ["name"] = name,
                    ["contentUrl"] = url,
                }
        );
        Assert.Equal(System.Net.HttpStatusCode.OK, (await Teams.PostAsync(activity.ToJsonString())).Status);
        var call = await open.Stub.CallAsync(call => call.Method == "POST");
        Assert.True(expectNote || call.Card is not null, call.Body);
        return call;
    }

    // By the id that the card has in the chat, beneath which something is attached then.
    private async Task<JsonObject> ComposeAsync(ConnectorCall began) =>
        (await Teams.PressAsync(Staff.Seller, began.Card!, "broadcast.compose", began.AnsweredId))["value"]!.AsObject();

    private async Task<IReadOnlyList<Content>> RequestsAsync(long campaign, int count)
    {
        List<Content> found = [];
        await Servers.Until.SeenAsync(
            $"{count} requests",
            TimeSpan.FromSeconds(20),
            async () =>
            {
                found = await Teams
                    .Get<Database>()
                    .QueryAsync(
                        "select content from records where campaign = @campaign",
                        row => LedgerJson.Read<Content>(row.Text("content")),
                        default,
                        ("campaign", campaign)
                    );
                return found.Count;
            },
            seen => seen == count
        );
        return found;
    }

    private Task<JsonObject> PressAsync(JsonObject card, string verb, params (string, string)[] inputs) =>
        PressAsync(card, verb, Staff.Seller, inputs);

    private async Task<JsonObject> PressAsync(JsonObject card, string verb, StaffMember who, params (string, string)[] inputs)
    {
        var answer = await Teams.PressAsync(who, card, verb, "the-card", inputs);
        Assert.True((string?)answer["type"] == "application/vnd.microsoft.card.adaptive", answer.ToJsonString());
        return answer["value"]!.AsObject();
    }

    private static JsonObject Fill(JsonObject button, params (string Id, string Value)[] inputs)
    {
        var pressed = button.DeepClone().AsObject();
        foreach (var (id, value) in inputs)
            pressed["data"]![id] = value;
        return pressed;
    }

    private static IEnumerable<JsonObject> Buttons(JsonObject card, string verb) =>
        CardReader.Buttons(card).Where(button => (string?)button["verb"] == verb);

    private static JsonObject? Input(JsonObject card, string id) =>
        card["body"]!.AsArray().OfType<JsonObject>().FirstOrDefault(element => (string?)element["id"] == id);

    private static string Words(JsonObject card) => card.ToJsonString(Plain);
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Sandbox;
using OmoBroadcast.Tests.Storage.Media;

namespace OmoBroadcast.Tests.Teams;

/// <summary>群發訊息範本, from the typed command to what WhatsApp took; its templates are read from the sandbox.</summary>
public sealed partial class TemplateBroadcastTests : IAsyncLifetime
{
    /// <summary>The id of the card that stands last in the chat, which is pressed.</summary>
    private string newest = "the-card";

    private const string SecondNumber = "106540352242923",
        SecondWaba = "102290129340399";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private Graph? graph;
    private ConnectorStub? stub;
    private TeamsFace? teams;

    private TeamsFace Teams => teams!;

    public async ValueTask InitializeAsync()
    {
        graph = await Graph.StartAsync("whatsapp", customers: 2);
        await graph.PostAsync(
            "accounts/whatsapp",
            new
            {
                Id = SecondNumber,
                Graph.Token,
                Graph.Secret,
                VerifyToken = "verify-me",
                AppId = "104729",
                Waba = SecondWaba,
                Phone = "886255550198",
            }
        );
        await graph.PostAsync(
            "customers/whatsapp",
            new
            {
                Count = 1,
                Destination = SecondNumber,
                Seed = 9,
            }
        );
        stub = await ConnectorStub.StartAsync();
        teams = await TeamsFace.OpenAsync(stub, [.. graph.Settings("台北"), .. graph.Settings("台中", 2, SecondNumber, SecondWaba)]);
        foreach (var waba in (string[])[Graph.Waba, SecondWaba])
            await Servers.Until.SeenAsync(
                "templates",
                TimeSpan.FromSeconds(20),
                () => Teams.Get<Templates>().OfferedAsync(waba, default),
                templates => templates.Count > 0
            );
    }

    public async ValueTask DisposeAsync()
    {
        if (teams is not null)
            await teams.DisposeAsync();
        if (stub is not null)
            await stub.DisposeAsync();
        if (graph is not null)
            await graph.DisposeAsync();
    }

    [Fact]
    public void The_conflict_is_said_word_for_word() =>
        Assert.Equal("請重新選擇對話事件。訊息範本僅支援發送相同WhatsApp商業帳號的顧客", Phrases.Chinese["Template_Conflict"]);

    [Fact]
    public async Task Customers_of_two_accounts_are_split_and_the_template_reaches_those_of_one()
    {
        await TakeAsync(graph!.Id, Staff.Seller, "Ann");
        var there = await TakeAsync(SecondNumber, Staff.Seller, "Bob");
        await TakeLineAsync(Staff.Seller);
        var form = await PickAsync(await SplitAsync(await ChooseAsync()), "autumn_sale", "en_US", Staff.Seller);
        var wrong = await PressAsync(form, "template.fill", Staff.Seller, ("body1", "{{customer_name}}"), ("body2", "A     B"));
        Assert.Contains("more than 4 spaces in a row", Words(wrong), StringComparison.Ordinal);
        Assert.Equal("{{customer_name}}", (string?)Input(wrong, "body1")!["value"]);
        var preview = await PressAsync(wrong, "template.fill", Staff.Seller, ("body1", "{{customer_name}}"), ("body2", "FALL20"));
        Assert.Contains("Hello Bob, the autumn collection is here. Code FALL20", Words(preview), StringComparison.Ordinal);
        Assert.Contains("Reply STOP to unsubscribe", Words(preview), StringComparison.Ordinal);
        Assert.Contains("Send now to 1", Words(preview), StringComparison.Ordinal);

        var again = await PressAsync(preview, "broadcast.compose", Staff.Seller);
        Assert.Equal("FALL20", (string?)Input(again, "body2")!["value"]);
        await PressAsync(preview, "broadcast.send", Staff.Seller);
        var message = (await MessagesAsync(1)).Single()!;
        Assert.Equal(
            (there[0].UserId, "Hello Bob, the autumn collection is here. Code FALL20 is good this weekend."),
            ((string?)message["to"], (string?)message["text"])
        );
    }

    /// <summary>First somebody who is not there, then all three.</summary>
    private async Task<JsonObject> ChooseAsync()
    {
        var choose = (await SayAsync(Staff.Seller, "群發訊息範本")).Card!;
        Assert.Equal("3", CardReader.Large(choose));
        Assert.Contains(
            "No customers would receive this",
            Words(await PressAsync(choose, "template.list", Staff.Seller, ("name", "nobody is called this"))),
            StringComparison.Ordinal
        );
        var anew = (await SayAsync(Staff.Seller, "template broadcast")).Card!;
        return await PressAsync(anew, "broadcast.choose", Staff.Seller, ("name", ""));
    }

    /// <summary>The conflict of two accounts, and the list of the second one's templates.</summary>
    private async Task<JsonObject> SplitAsync(JsonObject choose)
    {
        var conflict = await PressAsync(choose, "template.list", Staff.Seller);
        Assert.Contains(Phrases.English["Template_Conflict"], Words(conflict), StringComparison.Ordinal);
        var split = CardReader.Buttons(conflict).Where(button => (string?)button["verb"] == "template.split").ToList();
        Assert.Equal([Graph.Waba, SecondWaba], split.Select(button => (string?)button["data"]!["waba"]));

        var list = Card(await Teams.PressAsync(Staff.Seller, split[1].DeepClone().AsObject(), "the-card"));
        Assert.Contains("autumn\\\\_sale", Words(list), StringComparison.Ordinal);
        Assert.DoesNotContain("summer", Words(list), StringComparison.Ordinal);
        Assert.DoesNotContain("login", Words(list), StringComparison.Ordinal);
        return list;
    }

    [Fact]
    public async Task A_header_shows_what_was_attached_in_the_chat()
    {
        await TakeAsync(graph!.Id, Staff.Other, "Amy");
        var list = await PressAsync((await SayAsync(Staff.Other, "template")).Card!, "template.list", Staff.Other);
        var form = await PickAsync(list, "new_arrivals", "zh_TW", Staff.Other);
        (string, string)[] typed = [("body1", "{{customer_name}}"), ("body2", "coat"), ("link0", "coat-1")];
        var missing = await PressAsync(form, "template.fill", Staff.Other, typed);
        Assert.Contains("Attach the header file right below this card first", Words(missing), StringComparison.Ordinal);
        Assert.Equal("coat-1", (string?)Input(missing, "link0")!["value"]);

        var with = await AttachAsync(Staff.Other, Samples.Jpeg(), "spring.jpg");
        var media = (string)Input(with, "media")!["value"]!;
        // The card above still holds what was typed, and may be pressed.
        var preview = await PressAsync(missing, "template.fill", Staff.Other, [.. typed, ("media", media)]);
        Assert.Contains("spring.jpg", Words(preview), StringComparison.Ordinal);
        Assert.Contains("https://shop.example/p/coat-1", Words(preview), StringComparison.Ordinal);
        Assert.Contains("Send now to 2", Words(preview), StringComparison.Ordinal);

        // Something more in the chat does not become part of it: it is asked for, and as long as nothing is chosen the preview stands.
        var more = await AttachAsync(Staff.Other, Samples.Jpeg(), "summer.jpg");
        Assert.Contains(CardReader.Buttons(more), button => (string?)button["verb"] == "media.join");
        await PressAsync(preview, "broadcast.send", Staff.Other);
        var sent = await MessagesAsync(2);
        Assert.All(sent, message =>
            Assert.Equal(("Amy 您好，coat 剛到貨。", true), ((string?)message!["text"], message["media"] is not null))
        );
    }

    [Fact]
    public async Task A_template_that_is_paused_meanwhile_is_no_longer_sent()
    {
        await TakeAsync(graph!.Id, Staff.Seller, "Ann");
        var list = await PressAsync((await SayAsync(Staff.Seller, "template")).Card!, "template.list", Staff.Seller);
        var preview = await PressAsync(await PickAsync(list, "hello_world", "en_US", Staff.Seller), "template.fill", Staff.Seller);
        Assert.Contains("Hello World", Words(preview), StringComparison.Ordinal);
        await SetStatusAsync("PAUSED");
        await TellAsync("paused", "PAUSED");
        Assert.Contains("No customers", Words(await PressAsync(preview, "broadcast.timed", Staff.Seller)), StringComparison.Ordinal);
        Assert.Contains("No customers", Words(await PressAsync(preview, "broadcast.send", Staff.Seller)), StringComparison.Ordinal);
        Assert.Contains(
            "no longer be used",
            (await Teams.PressAsync(Staff.Seller, Pick(list, "hello_world", "en_US", version: 5), "c")).ToJsonString(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("APPROVED", 2, 0)]
    [InlineData("DELETED", 0, 2)]
    public async Task What_is_left_of_a_broadcast_waits_while_its_template_is_paused(string then, int accepted, int skipped)
    {
        await TakeAsync(graph!.Id, Staff.Seller, "Ann");
        var list = await PressAsync((await SayAsync(Staff.Seller, "template")).Card!, "template.list", Staff.Seller);
        var preview = await PressAsync(await PickAsync(list, "hello_world", "en_US", Staff.Seller), "template.fill", Staff.Seller);
        Assert.Contains("Send now to 2", Words(preview), StringComparison.Ordinal);
        await Teams.SayAsync(Staff.Administrator, "help");
        // Nobody tells us: the first call finds out.
        await SetStatusAsync("PAUSED");
        var sent = await PressAsync(preview, "broadcast.send", Staff.Seller);
        var campaign = (long)sent["metadata"]!["omo"]!["campaign"]!;
        await TwoAreToldOfThePauseAsync();
        await Servers.Until.SeenAsync("the card", TimeSpan.FromSeconds(30), () => Task.FromResult(stub!.All.Any(Waits)), shown => shown);
        Assert.Equal((0, 2), await TallyAsync(campaign, tally => ((int)tally.Accepted, (int)tally.Waiting), _ => true));

        await SetStatusAsync("APPROVED");
        await TellAsync("news", then, ahead: TimeSpan.FromSeconds(1));
        Assert.Equal(
            (accepted, skipped),
            await TallyAsync(campaign, tally => ((int)tally.Accepted, (int)tally.Skipped), tally => tally.Waiting == 0)
        );
        await MessagesAsync(accepted);
        var goesOn = accepted > 0 ? "The broadcast continues" : "The remaining customers";
        await stub!.CallAsync(call => call.Method == "POST" && call.Body.Contains(goesOn, StringComparison.Ordinal));
    }
}

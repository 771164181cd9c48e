using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Texts;
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
    private House? house;
    private int events;

    private House House => house!;

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
        house = await House.StartAsync(
            stub,
            "Development",
            [
                ("Omo:Teams:AllowAnonymous", "true"),
                .. Number(1, graph.Id, Graph.Waba, "台北"),
                .. Number(2, SecondNumber, SecondWaba, "台中"),
            ]
        );
        foreach (var waba in (string[])[Graph.Waba, SecondWaba])
            await Servers.Until.SeenAsync(
                "templates",
                TimeSpan.FromSeconds(20),
                () => House.Get<Templates>().OfferedAsync(waba, default),
                templates => templates.Count > 0
            );

        IEnumerable<(string, string)> Number(int number, string id, string waba, string name) =>
            [
                ($"Omo:Accounts:{number}:Channel", "whatsapp"),
                ($"Omo:Accounts:{number}:Id", id),
                ($"Omo:Accounts:{number}:Name", name),
                ($"Omo:Accounts:{number}:Waba", waba),
                ($"Omo:Accounts:{number}:Secrets:0", Graph.Secret),
                ($"Omo:Accounts:{number}:AccessToken", Graph.Token),
                ($"Omo:Accounts:{number}:VerifyToken", "verify-me"),
                ($"Omo:Accounts:{number}:BaseUrl", graph.Host.WhatsAppBase),
            ];
    }

    public async ValueTask DisposeAsync()
    {
        if (house is not null)
            await house.DisposeAsync();
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
        await TakeAsync(graph!.Id, House.Seller, "Ann");
        var there = await TakeAsync(SecondNumber, House.Seller, "Bob");
        await TakeLineAsync(House.Seller);
        var choose = (await SayAsync(House.Seller, "群發訊息範本")).Card!;
        Assert.Equal("3", House.Large(choose));
        Assert.Contains(
            "No customers would receive this",
            Words(await PressAsync(choose, "template.list", House.Seller, ("name", "nobody is called this"))),
            StringComparison.Ordinal
        );
        choose = await PressAsync(
            (await SayAsync(House.Seller, "template broadcast")).Card!,
            "broadcast.choose",
            House.Seller,
            ("name", "")
        );
        var conflict = await PressAsync(choose, "template.list", House.Seller);
        Assert.Contains(Phrases.English["Template_Conflict"], Words(conflict), StringComparison.Ordinal);
        var split = House.Buttons(conflict).Where(button => (string?)button["verb"] == "template.split").ToList();
        Assert.Equal([Graph.Waba, SecondWaba], split.Select(button => (string?)button["data"]!["waba"]));

        var list = Card(await House.PressAsync(House.Seller, split[1].DeepClone().AsObject(), "the-card"));
        Assert.Contains("autumn\\\\_sale", Words(list), StringComparison.Ordinal);
        Assert.DoesNotContain("summer", Words(list), StringComparison.Ordinal);
        Assert.DoesNotContain("login", Words(list), StringComparison.Ordinal);
        var form = await PickAsync(list, "autumn_sale", "en_US", House.Seller);
        var wrong = await PressAsync(form, "template.fill", House.Seller, ("body1", "{{customer_name}}"), ("body2", "A     B"));
        Assert.Contains("more than 4 spaces in a row", Words(wrong), StringComparison.Ordinal);
        Assert.Equal("{{customer_name}}", (string?)Input(wrong, "body1")!["value"]);
        var preview = await PressAsync(wrong, "template.fill", House.Seller, ("body1", "{{customer_name}}"), ("body2", "FALL20"));
        Assert.Contains("Hello Bob, the autumn collection is here. Code FALL20", Words(preview), StringComparison.Ordinal);
        Assert.Contains("Reply STOP to unsubscribe", Words(preview), StringComparison.Ordinal);
        Assert.Contains("Send now to 1", Words(preview), StringComparison.Ordinal);

        var again = await PressAsync(preview, "broadcast.compose", House.Seller);
        Assert.Equal("FALL20", (string?)Input(again, "body2")!["value"]);
        await PressAsync(preview, "broadcast.send", House.Seller);
        var message = (await MessagesAsync(1)).Single()!;
        Assert.Equal(
            (there[0].UserId, "Hello Bob, the autumn collection is here. Code FALL20 is good this weekend."),
            ((string?)message["to"], (string?)message["text"])
        );
    }

    [Fact]
    public async Task A_header_shows_what_was_attached_in_the_chat()
    {
        await TakeAsync(graph!.Id, House.Other, "Amy");
        var list = await PressAsync((await SayAsync(House.Other, "template")).Card!, "template.list", House.Other);
        var form = await PickAsync(list, "new_arrivals", "zh_TW", House.Other);
        (string, string)[] typed = [("body1", "{{customer_name}}"), ("body2", "coat"), ("link0", "coat-1")];
        var missing = await PressAsync(form, "template.fill", House.Other, typed);
        Assert.Contains("Attach the header file right below this card first", Words(missing), StringComparison.Ordinal);
        Assert.Equal("coat-1", (string?)Input(missing, "link0")!["value"]);

        var with = await AttachAsync(House.Other, Samples.Jpeg(), "spring.jpg");
        var media = (string)Input(with, "media")!["value"]!;
        // The card above still holds what was typed, and may be pressed.
        var preview = await PressAsync(missing, "template.fill", House.Other, [.. typed, ("media", media)]);
        Assert.Contains("spring.jpg", Words(preview), StringComparison.Ordinal);
        Assert.Contains("https://shop.example/p/coat-1", Words(preview), StringComparison.Ordinal);
        Assert.Contains("Send now to 2", Words(preview), StringComparison.Ordinal);

        // Something more in the chat does not become part of it: it is asked for, and as long as nothing is chosen the preview stands.
        var more = await AttachAsync(House.Other, Samples.Jpeg(), "summer.jpg");
        Assert.Contains(House.Buttons(more), button => (string?)button["verb"] == "media.join");
        await PressAsync(preview, "broadcast.send", House.Other);
        var sent = await MessagesAsync(2);
        Assert.All(sent, message =>
            Assert.Equal(("Amy 您好，coat 剛到貨。", true), ((string?)message!["text"], message["media"] is not null))
        );
    }

    [Fact]
    public async Task A_template_that_is_paused_meanwhile_is_no_longer_sent()
    {
        await TakeAsync(graph!.Id, House.Seller, "Ann");
        var list = await PressAsync((await SayAsync(House.Seller, "template")).Card!, "template.list", House.Seller);
        var preview = await PressAsync(await PickAsync(list, "hello_world", "en_US", House.Seller), "template.fill", House.Seller);
        Assert.Contains("Hello World", Words(preview), StringComparison.Ordinal);
        await graph!.PostAsync(
            "accounts/whatsapp/templates/status",
            new
            {
                waba = Graph.Waba,
                name = "hello_world",
                language = "en_US",
                status = "PAUSED",
                tell = false,
            }
        );
        var paused = new InboundEvent(
            "paused",
            new(ChannelId.WhatsApp, graph.Id),
            null,
            TimeProvider.System.GetUtcNow(),
            false,
            new InboundBody.TemplateChanged(Graph.Waba, "hello_world", "en_US", "PAUSED", null),
            null
        );
        await House.Get<Reports>().ApplyAsync([paused], _ => true, TimeProvider.System.GetUtcNow(), default);
        Assert.Contains("No customers", Words(await PressAsync(preview, "broadcast.preview", House.Seller)), StringComparison.Ordinal);
        Assert.Contains("No customers", Words(await PressAsync(preview, "broadcast.send", House.Seller)), StringComparison.Ordinal);
        Assert.Contains(
            "no longer be used",
            (await House.PressAsync(House.Seller, Pick(list, "hello_world", "en_US", version: 5), "c")).ToJsonString(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("APPROVED", 2, 0)]
    [InlineData("DELETED", 0, 2)]
    public async Task What_is_left_of_a_broadcast_waits_while_its_template_is_paused(string then, int accepted, int skipped)
    {
        await TakeAsync(graph!.Id, House.Seller, "Ann");
        var list = await PressAsync((await SayAsync(House.Seller, "template")).Card!, "template.list", House.Seller);
        var preview = await PressAsync(await PickAsync(list, "hello_world", "en_US", House.Seller), "template.fill", House.Seller);
        Assert.Contains("Send now to 2", Words(preview), StringComparison.Ordinal);
        await House.SayAsync(House.Administrator, "help");
        // Nobody tells us: the first call finds out.
        await graph.PostAsync(
            "accounts/whatsapp/templates/status",
            new
            {
                waba = Graph.Waba,
                name = "hello_world",
                language = "en_US",
                status = "PAUSED",
                tell = false,
            }
        );
        var sent = await PressAsync(preview, "broadcast.send", House.Seller);
        var campaign = (long)sent["metadata"]!["omo"]!["campaign"]!;
        var told = new List<ConnectorCall>();
        while (told.Count < 2)
            told.Add(
                await stub!.CallAsync(call =>
                    call.Method == "POST"
                    && call.Body.Contains("be used for now (paused, code", StringComparison.Ordinal)
                    && call.Body.Contains("132015", StringComparison.Ordinal)
                )
            );
        Assert.Equal(2, told.Select(call => call.Path).Distinct().Count());
        Assert.All(told, call => Assert.Contains("waiting: 2", Words(call.Card!), StringComparison.Ordinal));
        await Servers.Until.SeenAsync("the card", TimeSpan.FromSeconds(30), () => Task.FromResult(stub!.All.Any(Waits)), shown => shown);
        Assert.Equal((0, 2), await TallyAsync(campaign, tally => ((int)tally.Accepted, (int)tally.Waiting), _ => true));

        await graph.PostAsync(
            "accounts/whatsapp/templates/status",
            new
            {
                waba = Graph.Waba,
                name = "hello_world",
                language = "en_US",
                status = "APPROVED",
                tell = false,
            }
        );
        var now = TimeProvider.System.GetUtcNow();
        var news = new InboundEvent(
            "news",
            new(ChannelId.WhatsApp, graph.Id),
            null,
            now.AddSeconds(1),
            false,
            new InboundBody.TemplateChanged(Graph.Waba, "hello_world", "en_US", then, null),
            null
        );
        await House.Get<Reports>().ApplyAsync([news], _ => true, now, default);
        Assert.Equal(
            (accepted, skipped),
            await TallyAsync(campaign, tally => ((int)tally.Accepted, (int)tally.Skipped), tally => tally.Waiting == 0)
        );
        await MessagesAsync(accepted);
        await stub!.CallAsync(call =>
            call.Method == "POST"
            && call.Body.Contains(accepted > 0 ? "The broadcast continues" : "The remaining customers", StringComparison.Ordinal)
        );
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Sandbox;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Tests.Storage.Media;

namespace OmoBroadcast.Tests.Teams;

/// <summary>What WhatsApp costs: told before the button by what is left of the month, afterwards by what WhatsApp says of each message; and
/// picture and text are one message there.</summary>
public sealed class CostTests
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string File = """
        market,codes,category,from,amount,currency
        Everywhere,*,service,2026-10-01,0.5,TWD
        """;

    [Fact]
    public async Task The_preview_counts_the_month_s_free_messages_and_the_result_what_was_charged()
    {
        await using var graph = await Graph.StartAsync("whatsapp", customers: 3);
        await using var stub = await ConnectorStub.StartAsync();
        using var folder = new TempFolder();
        await System.IO.File.WriteAllTextAsync(Path.Combine(folder.Path, "rates.csv"), File);
        await using var house = await House.StartAsync(
            stub,
            "Development",
            [.. WhatsApp(graph), ("Omo:RatesFile", Path.Combine(folder.Path, "rates.csv"))]
        );
        var account = new AccountKey(ChannelId.WhatsApp, graph.Id);
        var users = await graph.CustomersAsync();
        for (var i = 0; i < users.Length; i++)
            await TakeAsync(house, new(account, users[i]), i);

        // All but two of the free ones are used up; what is reported twice counts once, and what was free for another reason not at all.
        var used = Enumerable
            .Range(0, 998)
            .Select(i => Told(account, $"old-{i}", "886900000000", ReceiptKind.Sent, MessagePricing.FreeService))
            .ToList();
        for (var twice = 0; twice < 2; twice++)
            await ReportAsync(house, used);
        await ReportAsync(
            house,
            [.. Enumerable.Range(0, 50).Select(i => Told(account, $"entry-{i}", "886900000000", ReceiptKind.Delivered, "free_entry_point"))]
        );
        var compose = await PressAsync(house, (await house.SayAsync(House.Seller, "broadcast")).Card!, "broadcast.compose");
        var preview = await PressAsync(house, compose, "broadcast.compose", ("text1", "您好"), ("text2", "再見"));
        Assert.Contains(
            "Free WhatsApp messages left this month: 2 of 1,000. Charged this time: 4.",
            preview.ToJsonString(Plain),
            StringComparison.Ordinal
        );
        Assert.Contains("2 TWD", preview.ToJsonString(Plain), StringComparison.Ordinal);

        await PressAsync(house, preview, "broadcast.send");
        var messages = await Until.SeenAsync(
            "all messages",
            TimeSpan.FromSeconds(30),
            async () => (await graph.GetAsync("ledger/messages?channel=whatsapp"))["messages"]!.AsArray(),
            all => all.Count == 6
        );
        await ReportAsync(
            house,
            [
                .. messages.Select(
                    (message, i) =>
                        Told(
                            account,
                            (string)message!["messageId"]!,
                            (string)message["to"]!,
                            ReceiptKind.Delivered,
                            i < 4 ? MessagePricing.Regular : MessagePricing.FreeService
                        )
                ),
            ]
        );
        var end = await stub.CallAsync(call =>
            call.Method == "PUT" && call.Body.Contains("Cost reported by WhatsApp: 2 TWD (messages: 4)", StringComparison.Ordinal)
        );
        Assert.Equal("done", (string?)end.Card!["metadata"]!["omo"]!["state"]);
    }

    [Fact]
    public async Task A_rate_file_with_a_wrong_line_stops_the_start_and_names_it()
    {
        await using var stub = await ConnectorStub.StartAsync();
        using var folder = new TempFolder();
        var path = Path.Combine(folder.Path, "rates.csv");
        await System.IO.File.WriteAllTextAsync(path, File + "\nTaiwan,886,service,soon,1,TWD\n");
        var wrong = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            House.StartAsync(stub, "Development", ("Omo:RatesFile", path))
        );
        Assert.Contains("Omo:RatesFile: line 3: 'soon' is no date such as 2026-10-01", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("whatsapp", 1_024, 1)]
    [InlineData("whatsapp", 1_025, 2)]
    [InlineData("messenger", 10, 2)]
    [InlineData("instagram", 10, 2)]
    public async Task A_picture_and_the_text_behind_it_are_one_message_on_whatsapp_where_the_text_fits(
        string channel,
        int length,
        int messages
    )
    {
        await using var graph = await Graph.StartAsync(channel, customers: 1);
        await using var stub = await ConnectorStub.StartAsync();
        await using var house = await House.StartAsync(
            stub,
            "Development",
            [.. channel == "whatsapp" ? WhatsApp(graph) : Page(graph, channel), ("Omo:PublicUrl", "https://shop.example")]
        );
        var user = (await graph.CustomersAsync())[0];
        await TakeAsync(house, new(new(new(channel), graph.Id), user), 1);
        var words = new string('字', length - 1) + "。";
        stub.Serve("/teams/files/1", Samples.Jpeg());
        var activity = house.Activity("message", House.Seller);
        activity["text"] = "broadcast";
        activity["attachments"] = new JsonArray(
            new JsonObject
            {
                ["contentType"] = "image/jpeg",
                ["name"] = "a.jpg",
                ["contentUrl"] = $"{stub.ServiceUrl}/files/1",
            }
        );
        await house.PostAsync(activity.ToJsonString());
        var choose = (await stub.CallAsync(call => call.Method == "POST")).Card!;
        var preview = await PressAsync(house, await PressAsync(house, choose, "broadcast.compose"), "broadcast.compose", ("text2", words));
        Assert.Equal(messages == 1, preview.ToJsonString(Plain).Contains("image and the text are sent as one", StringComparison.Ordinal));
        await PressAsync(house, preview, "broadcast.send");
        await stub.CallAsync(call => call.Method == "PUT" && (string?)call.Card?["metadata"]?["omo"]?["state"] == "done");
        var sent = (await graph.GetAsync($"ledger/messages?channel={channel}"))["messages"]!.AsArray();
        Assert.Equal(messages, sent.Count);
        Assert.Equal(words, (string?)sent[^1]!["text"]);
        var request = Assert.Single(await house.Get<Database>().QueryAsync("select parts, content from requests", PartsOf, default));
        // Of one message nothing is counted that its state does not say.
        Assert.Equal((messages == 1 ? 0 : messages, messages == 1), request);
    }

    private static (int Parts, bool Own) PartsOf(Row row) => (row.Number("parts"), row.TextOrNull("content") is not null);

    private static InboundEvent Told(AccountKey account, string id, string user, ReceiptKind kind, string type) =>
        new(
            $"{id}|{kind}",
            account,
            user,
            TimeProvider.System.GetUtcNow(),
            false,
            new InboundBody.Receipt(kind, id, null, null, null) { Pricing = new("service", type) },
            null
        );

    private static async Task ReportAsync(House house, IReadOnlyList<InboundEvent> told) =>
        await house.Get<Reports>().ApplyAsync(told, _ => true, TimeProvider.System.GetUtcNow(), default);

    private static (string, string)[] WhatsApp(Graph graph) => [.. Page(graph, "whatsapp"), ("Omo:Accounts:1:Waba", Graph.Waba)];

    private static (string, string)[] Page(Graph graph, string channel) =>
        [
            ("Omo:Teams:AllowAnonymous", "true"),
            ("Omo:Accounts:1:Channel", channel),
            ("Omo:Accounts:1:Id", graph.Id),
            ("Omo:Accounts:1:Name", "台北"),
            ("Omo:Accounts:1:Secrets:0", Graph.Secret),
            ("Omo:Accounts:1:AccessToken", Graph.Token),
            ("Omo:Accounts:1:VerifyToken", "verify-me"),
            (
                "Omo:Accounts:1:BaseUrl",
                channel switch
                {
                    "whatsapp" => graph.Host.WhatsAppBase,
                    "messenger" => graph.Host.MessengerBase,
                    _ => graph.Host.InstagramBase,
                }
            ),
        ];

    private static async Task TakeAsync(House house, CustomerKey customer, int number)
    {
        var said = new InboundEvent(
            $"event {number}",
            customer.Account,
            customer.UserId,
            TimeProvider.System.GetUtcNow(),
            false,
            new InboundBody.Message($"{number}", MessageKind.Text, "嗨", null),
            null
        );
        await house.Get<Conversations>().ApplyAsync([said], suppressionsPending: false, default);
        Assert.Equal(
            Transition.Done,
            await house.Get<Conversations>().TakeAsync(customer, House.Seller.Id, TimeProvider.System.GetUtcNow())
        );
    }

    private static async Task<JsonObject> PressAsync(House house, JsonObject card, string verb, params (string, string)[] inputs)
    {
        var answer = await house.PressAsync(House.Seller, card, verb, "the-card", inputs);
        Assert.True((string?)answer["type"] == "application/vnd.microsoft.card.adaptive", answer.ToJsonString());
        return answer["value"]!.AsObject();
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;
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
        await using var teams = await TeamsFace.OpenAsync(
            stub,
            [.. graph.Settings("台北"), ("Omo:RatesFile", Path.Combine(folder.Path, "rates.csv"))]
        );
        var account = new AccountKey(ChannelId.WhatsApp, graph.Id);
        foreach (var user in await graph.CustomersAsync())
            await teams.Customers.TakenAsync(new(account, user), Staff.Seller);
        await UseUpAllButTwoAsync(teams, account);

        var compose = await PressAsync(teams, (await teams.SayAsync(Staff.Seller, "broadcast")).Card!, "broadcast.compose");
        var preview = await PressAsync(teams, compose, "broadcast.compose", ("text1", "您好"), ("text2", "再見"));
        var shown = preview.ToJsonString(Plain);
        Assert.Contains("Free WhatsApp messages left this month: 2 of 1,000. Charged this time: 4.", shown, StringComparison.Ordinal);
        Assert.Contains("2 TWD", shown, StringComparison.Ordinal);

        await PressAsync(teams, preview, "broadcast.send");
        await ChargeAsync(teams, account, await SentAsync(graph, 6), charged: 4);
        var end = await stub.CallAsync(call =>
            call.Method == "PUT" && call.Body.Contains("Cost reported by WhatsApp: 2 TWD (messages: 4)", StringComparison.Ordinal)
        );
        Assert.Equal("done", (string?)end.Card!["metadata"]!["omo"]!["state"]);
    }

    /// <summary>Of the free ones; what is reported twice counts once, and what was free for another reason not at all.</summary>
    private static async Task UseUpAllButTwoAsync(TeamsFace teams, AccountKey account)
    {
        var used = Enumerable
            .Range(0, 998)
            .Select(i => Told(account, $"old-{i}", "886900000000", ReceiptKind.Sent, MessagePricing.FreeService))
            .ToList();
        for (var twice = 0; twice < 2; twice++)
            await ReportAsync(teams, used);
        await ReportAsync(
            teams,
            [.. Enumerable.Range(0, 50).Select(i => Told(account, $"entry-{i}", "886900000000", ReceiptKind.Delivered, "free_entry_point"))]
        );
    }

    private static Task<JsonArray> SentAsync(Graph graph, int count) =>
        Until.SeenAsync(
            "all messages",
            TimeSpan.FromSeconds(30),
            async () => (await graph.GetAsync("ledger/messages?channel=whatsapp"))["messages"]!.AsArray(),
            all => all.Count == count
        );

    /// <summary>The platform tells what the first of them cost, and that the others were free.</summary>
    private static Task ChargeAsync(TeamsFace teams, AccountKey account, JsonArray messages, int charged) =>
        ReportAsync(
            teams,
            [
                .. messages.Select(
                    (message, i) =>
                        Told(
                            account,
                            (string)message!["messageId"]!,
                            (string)message["to"]!,
                            ReceiptKind.Delivered,
                            i < charged ? MessagePricing.Regular : MessagePricing.FreeService
                        )
                ),
            ]
        );

    [Fact]
    public async Task A_rate_file_with_a_wrong_line_stops_the_start_and_names_it()
    {
        await using var stub = await ConnectorStub.StartAsync();
        using var folder = new TempFolder();
        var path = Path.Combine(folder.Path, "rates.csv");
        await System.IO.File.WriteAllTextAsync(path, File + "\nTaiwan,886,service,soon,1,TWD\n");
        var wrong = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            TeamsFace.OpenAsync(stub, "Development", ("Omo:RatesFile", path))
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
        await using var teams = await TeamsFace.OpenAsync(stub, [.. graph.Settings("台北"), ("Omo:PublicUrl", "https://shop.example")]);
        await teams.Customers.TakenAsync(new(new(new(channel), graph.Id), await graph.CustomerAsync()), Staff.Seller);
        var words = new string('字', length - 1) + "。";
        var compose = await PressAsync(teams, await BeginWithPictureAsync(stub, teams), "broadcast.compose");
        var preview = await PressAsync(teams, compose, "broadcast.compose", ("text2", words));
        Assert.Equal(messages == 1, preview.ToJsonString(Plain).Contains("image and the text are sent as one", StringComparison.Ordinal));
        await PressAsync(teams, preview, "broadcast.send");
        await stub.CallAsync(call => call.Method == "PUT" && (string?)call.Card?["metadata"]?["omo"]?["state"] == "done");
        var sent = (await graph.GetAsync($"ledger/messages?channel={channel}"))["messages"]!.AsArray();
        Assert.Equal(messages, sent.Count);
        Assert.Equal(words, (string?)sent[^1]!["text"]);
        var request = Assert.Single(await teams.Get<Database>().QueryAsync("select parts, content from records", PartsOf, default));
        // Of one message nothing is counted that its state does not say.
        Assert.Equal((messages == 1 ? 0 : messages, messages == 1), request);
    }

    private static async Task<JsonObject> BeginWithPictureAsync(ConnectorStub stub, TeamsFace teams)
    {
        stub.Serve("/teams/files/1", Samples.Jpeg());
        var activity = teams.Activity("message", Staff.Seller);
        activity["text"] = "broadcast";
        activity["attachments"] = new JsonArray(
            new JsonObject
            {
                ["contentType"] = "image/jpeg",
                ["name"] = "a.jpg",
                ["contentUrl"] = $"{stub.ServiceUrl}/files/1",
            }
        );
        await teams.PostAsync(activity.ToJsonString());
        return (await stub.CallAsync(call => call.Method == "POST")).Card!;
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

    private static async Task ReportAsync(TeamsFace teams, IReadOnlyList<InboundEvent> told) =>
        await teams.Get<Reports>().ApplyAsync(told, _ => true, TimeProvider.System.GetUtcNow(), default);

    private static async Task<JsonObject> PressAsync(TeamsFace teams, JsonObject card, string verb, params (string, string)[] inputs)
    {
        var answer = await teams.PressAsync(Staff.Seller, card, verb, "the-card", inputs);
        Assert.True((string?)answer["type"] == "application/vnd.microsoft.card.adaptive", answer.ToJsonString());
        return answer["value"]!.AsObject();
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

/// <summary>Words typed into the chat that are no command: they go to the conversation at hand on a press, once, and nowhere
/// else.</summary>
public sealed class LooseTextTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly Phrases Phrases = Phrases.English;
    private readonly TeamsFixture open = new();

    private TeamsFace Teams => open.Teams;

    public ValueTask InitializeAsync() => open.InitializeAsync();

    public ValueTask DisposeAsync() => open.DisposeAsync();

    [Fact]
    public async Task They_are_offered_to_the_conversation_opened_last_and_go_once_on_a_press()
    {
        var customers = await CustomersAsync("ゆき", "阿華");
        await OpenAsync(customers[0]);
        var offered = await Teams.SayAsync(Staff.Seller, "  您好 *VIP*\n明天見 ");
        Assert.Contains(Phrases.Say("Loose_ToCustomer", "ゆき"), offered.Body, StringComparison.Ordinal);
        Assert.Equal("您好 *VIP*\n明天見", (string?)Input(offered.Card!)!["value"]);
        Assert.Empty(await RequestsAsync());

        var send = CardReader.Buttons(offered.Card!).First();
        Assert.Equal(("conversation.reply", Phrases["Button_SendLoose"]), ((string?)send["verb"], (string?)send["title"]));
        send["data"]!["text"] = (string?)Input(offered.Card!)!["value"];
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 3).Select(_ => Teams.PressAsync(Staff.Seller, send.DeepClone().AsObject(), offered.AnsweredId))
        );
        Assert.All(answers, answer => Assert.Contains("ゆき", answer.ToJsonString(Plain), StringComparison.Ordinal));
        var request = Assert.Single(await RequestsAsync());
        Assert.Equal(new OutboundMessage.Text("您好 *VIP*\n明天見"), Assert.Single(request.Content.Messages));
        Assert.Contains(customers[0].UserId, request.To, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conversation_told_of_since_is_meant_rather_than_the_one_opened_before()
    {
        var customers = await CustomersAsync("ゆき", "阿華");
        await Teams.SayAsync(Staff.Seller, "help");
        await OpenAsync(customers[0]);
        await open.Customers.WriteAsync(customers[1], "在嗎");
        await open.Stub.CallAsync(call => call.Card?["metadata"]?["omo"]?["notice"] is not null);
        Assert.Contains(Phrases.Say("Loose_ToCustomer", "阿華"), await SayAsync("在的"), StringComparison.Ordinal);
        await OpenAsync(customers[0]);
        Assert.Contains(Phrases.Say("Loose_ToCustomer", "ゆき"), await SayAsync("在的"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conversation_told_of_is_meant_as_soon_as_it_is_seen()
    {
        var customers = await CustomersAsync("ゆき");
        await Teams.SayAsync(Staff.Seller, "help");
        CustomerKey? meant = null;
        open.Stub.Next(async context =>
        {
            // It is on its way to whoever is told, and the answer to us is not.
            meant = (await Teams.Get<Chats>().FindAsync($"a:1{Staff.Seller.Id}", default))?.Told;
            context.Response.StatusCode = 201;
            await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, """{"id":"told"}""");
        });
        await open.Customers.WriteAsync(customers[0], "在嗎");
        await open.Stub.CallAsync(call => call.Card?["metadata"]?["omo"]?["notice"] is not null);
        Assert.Equal(customers[0], meant);
    }

    [Fact]
    public async Task A_conversation_that_is_theirs_no_more_is_not_offered_and_takes_nothing()
    {
        var customers = await CustomersAsync("ゆき");
        await OpenAsync(customers[0]);
        var offered = await Teams.SayAsync(Staff.Seller, "還在嗎");
        await Teams.Get<Conversations>().CloseAsync(customers[0], Staff.Seller.Id, TimeProvider.System.GetUtcNow());
        var late = await Teams.PressAsync(Staff.Seller, offered.Card!, "conversation.reply", offered.AnsweredId, ("text", "還在嗎"));
        Assert.Equal(Phrases["Denied_NotYours"], (string?)late["value"]);
        Assert.Empty(await RequestsAsync());
        var help = await SayAsync("還在嗎");
        Assert.DoesNotContain("ゆき", help, StringComparison.Ordinal);
        Assert.Contains(Phrases["Help_What"], help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_s_conversation_and_an_administrator_s_words_are_offered_nothing()
    {
        var customers = await CustomersAsync("ゆき");
        await OpenAsync(customers[0]);
        Assert.DoesNotContain("ゆき", (await Teams.SayAsync(Staff.Other, "到貨了")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("ゆき", (await Teams.SayAsync(Staff.Administrator, "到貨了")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_like_a_command_has_both_a_press_away_and_commands_stay_commands()
    {
        var customers = await CustomersAsync("ゆき");
        await OpenAsync(customers[0]);
        var near = (await Teams.SayAsync(Staff.Seller, "brodcast")).Card!;
        Assert.Equal(
            ["conversation.reply", "command.run", "help.open"],
            CardReader.Buttons(near).Select(button => (string)button["verb"]!).Distinct()
        );
        var help = (await Teams.PressAsync(Staff.Seller, near, "help.open", "c1")).ToJsonString(Plain);
        Assert.Contains(Phrases["Help_What"], help, StringComparison.Ordinal);
        Assert.Contains(Phrases["Help_What"], await SayAsync("hello"), StringComparison.Ordinal);
        Assert.Empty(await RequestsAsync());
    }

    [Fact]
    public async Task Words_too_long_for_one_message_are_not_cut()
    {
        await OpenAsync((await CustomersAsync("ゆき"))[0]);
        var said = await Teams.SayAsync(Staff.Seller, new string('長', 5_001));
        Assert.Null(said.Card);
        Assert.Contains("5,000", said.Text!, StringComparison.Ordinal);
    }

    private async Task<string> SayAsync(string words) => (await Teams.SayAsync(Staff.Seller, words)).Card!.ToJsonString(Plain);

    private async Task OpenAsync(CustomerKey customer)
    {
        var mine = await Teams.SayAsync(Staff.Seller, "mine");
        var button = CardReader
            .Buttons(mine.Card!)
            .First(one => (string?)one["verb"] == "mine.open" && (string?)one["data"]!["customer"] == customer.ToString());
        await Teams.PressAsync(Staff.Seller, button.DeepClone().AsObject(), mine.AnsweredId);
    }

    private async Task<IReadOnlyList<CustomerKey>> CustomersAsync(params string[] names)
    {
        var customers = await open.Customers.TakenAsync(Staff.Seller, names.Length);
        for (var i = 0; i < names.Length; i++)
            await Teams.Get<Conversations>().SetProfileAsync(customers[i], new Profile(names[i], null));
        return customers;
    }

    private async Task<IReadOnlyList<(Content Content, string To)>> RequestsAsync() =>
        await Teams
            .Get<Database>()
            .QueryAsync(
                "select content, recipients from records union all select content, recipients from queue",
                row => (LedgerJson.Read<Content>(row.Text("content")), row.Text("recipients")),
                default
            );

    private static JsonObject? Input(JsonObject card) =>
        card["body"]!.AsArray().OfType<JsonObject>().FirstOrDefault(element => (string?)element["id"] == "text");
}

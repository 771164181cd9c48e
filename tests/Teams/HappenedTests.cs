using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

/// <summary>What happened besides messages stands in a conversation where it happened.</summary>
public sealed class HappenedTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly StaffMember Manager = new("44444444-4444-4444-8444-444444444444", "黃經理", Role.Manager, Staff.Seller.Store);
    private readonly TeamsFixture open = new();

    private TeamsFace Teams => open.Teams;

    public async ValueTask InitializeAsync()
    {
        await open.InitializeAsync();
        await Teams.Get<StaffDirectory>().ReplaceAsync([Staff.Seller, Staff.Other, Staff.Administrator, Manager], default);
    }

    public ValueTask DisposeAsync() => open.DisposeAsync();

    [Fact]
    public async Task A_broadcast_and_a_tag_stand_between_what_was_said_before_and_after_them()
    {
        var customer = await open.Customers.TakenAsync(Staff.Seller);
        await BroadcastAsync("週六 *特賣* {{customer_name}}");
        await open.Customers.WriteAsync(customer, "特賣幾點開始");
        await Teams.PressAsync(Staff.Seller, Tagging(customer, "VIP"), "m1");
        await Teams.PressAsync(Staff.Seller, Tagging(customer, "熟客"), "m2");
        await open.Customers.WriteAsync(customer, "謝謝");

        var card = await SeenAsync(Staff.Seller, Verbs.MineOpen, customer);
        string[] order = ["嗨", "Your broadcast", "週六", "特賣幾點開始", "王店員 +VIP", "熟客 −VIP", "謝謝"];
        Assert.Equal(order.Select(words => At(card, words)).Order(), order.Select(words => At(card, words)));
        Assert.Contains("Tags changed by", card, StringComparison.Ordinal);
        Assert.Contains("Broadcast by 王店員", await SeenAsync(Manager, Verbs.TeamConversation, customer), StringComparison.Ordinal);

        // To whom it did not go has nothing of it.
        var another = await open.Customers.TakenAsync(Staff.Seller);
        Assert.DoesNotContain("Your broadcast", await SeenAsync(Staff.Seller, Verbs.MineOpen, another), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tags_as_they_were_leave_no_line_and_count_as_nothing_said()
    {
        await Teams.SayAsync(Staff.Seller, "help");
        var customer = await open.Customers.TakenAsync(Staff.Seller);
        await Teams.PressAsync(Staff.Seller, Tagging(customer, "VIP"), "m1");
        await Teams.PressAsync(Staff.Seller, Tagging(customer, "VIP"), "m2");
        var card = await SeenAsync(Staff.Seller, Verbs.MineOpen, customer);
        Assert.Equal(At(card, "Tags changed by"), card.LastIndexOf("Tags changed by", StringComparison.Ordinal));
        await open.Customers.WriteAsync(customer, "在嗎");
        var told = await open.Stub.CallAsync(call => call.Body.Contains("在嗎", StringComparison.Ordinal) && call.Method == "POST");
        Assert.DoesNotContain("Tags changed by", told.Card!.ToJsonString(Plain), StringComparison.Ordinal);
        Assert.Equal("在嗎", (await Teams.Get<Conversations>().FindAsync(customer))!.LastText);
    }

    private async Task BroadcastAsync(string words)
    {
        var compose = await PressAsync((await Teams.SayAsync(Staff.Seller, "broadcast")).Card!, Verbs.BroadcastCompose);
        var preview = await PressAsync(compose, Verbs.BroadcastCompose, ("text1", words));
        await PressAsync(preview, Verbs.BroadcastSend);
        await open.Stub.CallAsync(call => call.Method == "PUT" && (string?)call.Card?["metadata"]?["omo"]?["state"] == "done");
    }

    private async Task<JsonObject> PressAsync(JsonObject card, string verb, params (string, string)[] inputs) =>
        (await Teams.PressAsync(Staff.Seller, card, verb, "the-card", inputs))["value"]!.AsObject();

    private async Task<string> SeenAsync(StaffMember who, Verb verb, CustomerKey customer) =>
        (
            await Teams.PressAsync(
                who,
                Card.Button(verb, "x", new JsonObject { ["customer"] = customer.ToString() }),
                Guid.NewGuid().ToString()
            )
        ).ToJsonString(Plain);

    private static JsonObject Tagging(CustomerKey customer, string tags) =>
        Card.Button(Verbs.ConversationTag, "x", new JsonObject { ["customer"] = customer.ToString(), ["tags"] = tags });

    private static int At(string card, string words)
    {
        var at = card.IndexOf(words, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{words}: {card}");
        return at;
    }
}

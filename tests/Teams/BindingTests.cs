using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

/// <summary>綁定, from the typed command to who is chosen.</summary>
public sealed class BindingTests(TeamsFixture open) : IClassFixture<TeamsFixture>
{
    private TeamsFace Teams => open.Teams;

    [Fact]
    public async Task A_customer_is_bound_listed_passed_on_and_let_go()
    {
        var customer = await BoundAsync();
        var mine = (await Teams.SayAsync(Staff.Seller, "linked customers")).Card!;
        var code = await Teams.Get<Bindings>().CodeAsync(Staff.Seller.Id, DateTimeOffset.UnixEpoch, default);
        Assert.Contains($"#{code}", mine.ToJsonString(), StringComparison.Ordinal);
        var list = Card(await Teams.PressAsync(Staff.Seller, mine, "bound.list", "m2"));
        Assert.Contains("Select at least one customer.", Text(await PassOnAsync(list, "")), StringComparison.Ordinal);
        Assert.Contains(": 1 of 1.", Text(await PassOnAsync(list, customer.ToString())), StringComparison.Ordinal);
        Assert.Equal(Staff.Other.Id, (await Teams.Get<Bindings>().FindAsync(customer, default))!.Staff);
        Assert.DoesNotContain("transferred to", Text(await PassOnAsync(list, customer.ToString())), StringComparison.Ordinal);
    }

    /// <summary>To the seller, whose link nobody else may end.</summary>
    private async Task<CustomerKey> BoundAsync()
    {
        var customer = await open.Customers.WriteAsync("你好");
        await Teams.PressAsync(Staff.Seller, Button("pending.take", customer), "m1");
        Assert.Contains(
            "This customer is now linked to you.",
            Text(await Teams.PressAsync(Staff.Seller, Button("conversation.bind", customer), "m1")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "have access to it",
            Text(await Teams.PressAsync(Staff.Other, Button("conversation.unbind", customer), "m1")),
            StringComparison.Ordinal
        );
        return customer;
    }

    private Task<JsonObject> PassOnAsync(JsonObject list, string customers) =>
        Teams.PressAsync(Staff.Seller, list, "bound.transfer", "m2", ("customers", customers), ("colleague", Staff.Other.Id));

    [Fact]
    public async Task A_broadcast_to_bound_customers_chooses_them_whatever_the_state_of_their_conversations()
    {
        var bound = await open.Customers.WriteAsync("我");
        var other = await open.Customers.WriteAsync("她");
        await Teams.PressAsync(Staff.Other, Button("pending.take", bound), "m1");
        await Teams.PressAsync(Staff.Other, Button("conversation.bind", bound), "m1");
        await Teams.PressAsync(Staff.Other, Button("mine.close", bound), "m1");
        await Teams.PressAsync(Staff.Other, Button("pending.take", other), "m1");
        var before = await Teams.Get<Bindings>().CountAsync(bound.Account, Staff.Other.Id, default);

        var asked = (await Teams.SayAsync(Staff.Other, "綁定顧客群發")).Card!;
        var chosen = Card(await Teams.PressAsync(Staff.Other, asked, "bound.broadcast", "m3"));
        Assert.Equal($"{before}", CardReader.Large(chosen));
        Assert.Contains("linked customers selected", chosen.ToJsonString(), StringComparison.Ordinal);

        // A filter of the card leaves the source as it is.
        var filtered = Card(await Teams.PressAsync(Staff.Other, chosen, "broadcast.choose", "m3", ("name", "no such name")));
        Assert.Equal("0", CardReader.Large(filtered));
    }

    [Fact]
    public async Task Only_line_and_whatsapp_have_bound_customers()
    {
        var button = new JsonObject
        {
            ["verb"] = "bound.broadcast",
            ["data"] = new JsonObject { ["channel"] = "messenger" },
        };
        Assert.Contains("customers can be linked", Text(await Teams.PressAsync(Staff.Seller, button, "m1")), StringComparison.Ordinal);
    }

    private static JsonObject Button(string verb, CustomerKey customer) =>
        OmoBroadcast.Teams.Cards.Card.Button(
            OmoBroadcast.Teams.Cards.Verbs.Find(verb)!,
            "x",
            new JsonObject { ["customer"] = customer.ToString() }
        );

    private static JsonObject Card(JsonObject answer) => answer["value"]!.AsObject();

    private static string Text(JsonObject answer) => answer.ToJsonString();
}

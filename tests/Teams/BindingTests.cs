using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Teams;

/// <summary>綁定, from the typed command to who is chosen.</summary>
public sealed class BindingTests(OpenHouse open) : IClassFixture<OpenHouse>
{
    private House House => open.House;

    [Fact]
    public async Task A_customer_is_bound_listed_passed_on_and_let_go()
    {
        var customer = await open.CustomerSaysAsync("你好");
        await House.PressAsync(House.Seller, Button("pending.take", customer), "m1");
        Assert.Contains(
            "This customer is now linked to you.",
            Text(await House.PressAsync(House.Seller, Button("conversation.bind", customer), "m1")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "have access to it",
            Text(await House.PressAsync(House.Other, Button("conversation.unbind", customer), "m1")),
            StringComparison.Ordinal
        );

        var mine = (await House.SayAsync(House.Seller, "linked customers")).Card!;
        var code = await House.Get<Bindings>().CodeAsync(House.Seller.Id, DateTimeOffset.UnixEpoch, default);
        Assert.Contains($"#{code}", mine.ToJsonString(), StringComparison.Ordinal);
        var list = Card(await House.PressAsync(House.Seller, mine, "bound.list", "m2"));
        var nobody = await House.PressAsync(House.Seller, list, "bound.transfer", "m2", ("customers", ""), ("colleague", House.Other.Id));
        Assert.Contains("Select at least one customer.", Text(nobody), StringComparison.Ordinal);
        var passed = await House.PressAsync(
            House.Seller,
            list,
            "bound.transfer",
            "m2",
            ("customers", customer.ToString()),
            ("colleague", House.Other.Id)
        );
        Assert.Contains(": 1 of 1.", Text(passed), StringComparison.Ordinal);
        Assert.Equal(House.Other.Id, (await House.Get<Bindings>().FindAsync(customer, default))!.Staff);
        var again = await House.PressAsync(
            House.Seller,
            list,
            "bound.transfer",
            "m2",
            ("customers", customer.ToString()),
            ("colleague", House.Other.Id)
        );
        Assert.DoesNotContain("transferred to", Text(again), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broadcast_to_bound_customers_chooses_them_whatever_the_state_of_their_conversations()
    {
        var bound = await open.CustomerSaysAsync("我");
        var other = await open.CustomerSaysAsync("她");
        await House.PressAsync(House.Other, Button("pending.take", bound), "m1");
        await House.PressAsync(House.Other, Button("conversation.bind", bound), "m1");
        await House.PressAsync(House.Other, Button("mine.close", bound), "m1");
        await House.PressAsync(House.Other, Button("pending.take", other), "m1");
        var before = await House.Get<Bindings>().CountAsync(bound.Account, House.Other.Id, default);

        var asked = (await House.SayAsync(House.Other, "綁定顧客群發")).Card!;
        var chosen = Card(await House.PressAsync(House.Other, asked, "bound.broadcast", "m3"));
        Assert.Equal($"{before}", House.Large(chosen));
        Assert.Contains("linked customers selected", chosen.ToJsonString(), StringComparison.Ordinal);

        // A filter of the card leaves the source as it is.
        var filtered = Card(await House.PressAsync(House.Other, chosen, "broadcast.choose", "m3", ("name", "no such name")));
        Assert.Equal("0", House.Large(filtered));
    }

    [Fact]
    public async Task Only_line_and_whatsapp_have_bound_customers()
    {
        var button = new JsonObject
        {
            ["verb"] = "bound.broadcast",
            ["data"] = new JsonObject { ["channel"] = "messenger" },
        };
        Assert.Contains("customers can be linked", Text(await House.PressAsync(House.Seller, button, "m1")), StringComparison.Ordinal);
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

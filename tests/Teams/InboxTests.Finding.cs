using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

public sealed partial class InboxTests
{
    [Theory]
    [InlineData("找 王小明", "王小明")]
    [InlineData("Find  blue coat ", "blue coat")]
    [InlineData("搜尋 藍色", "藍色")]
    public void What_follows_find_is_looked_for(string said, string words) =>
        Assert.Equal(new Command.Find(words), CommandReader.Read(said));

    [Fact]
    public async Task A_customer_is_found_by_name_tag_or_words_by_whom_may_see_them()
    {
        var (named, tagged) = (await OfAsync(Staff.Seller), await OfAsync(Staff.Other));
        var waiting = await open.Customers.WriteAsync("is the zanzibar coat there");
        await Teams.Get<Conversations>().TagAsync(tagged, ["ZanziBar"], []);
        await open.Customers.WriteAsync(named, "my zanzibar order");

        Assert.Equal(Of(named, waiting), await FoundAsync(Staff.Seller, "find ZANZIBAR"));
        Assert.Equal(Of(tagged, waiting), await FoundAsync(Staff.Other, "找 zanzibar"));
        Assert.Equal(Of(named, tagged, waiting), await FoundAsync(Manager, "find zanzibar"));
        Assert.Equal(Of(waiting), await FoundAsync(Elsewhere, "find zanzibar"));
        Assert.Empty(await FoundAsync(Manager, "find nobody at all"));
        Assert.Equal(Phrases.English["Denied_Role"], (await Teams.SayAsync(Staff.Administrator, "find zanzibar")).Text);
    }

    [Fact]
    public async Task Who_is_found_in_the_card_that_asks_is_opened_from_it()
    {
        var customer = await OfAsync(Staff.Other);
        await Teams.Get<Conversations>().TagAsync(customer, ["marrakesh"], []);
        var ask = (await Teams.SayAsync(Manager, "find")).Card!;
        var found = Card(await Teams.PressAsync(Manager, ask, Verbs.FindOpen, "m1", ("words", "marrakesh")));
        Assert.Contains(Staff.Other.Name, found.ToJsonString(Plain), StringComparison.Ordinal);
        var opened = Card(await Teams.PressAsync(Manager, found, Verbs.TeamConversation, "m1"));
        Assert.Contains(CardReader.Buttons(opened), button => (string?)button["verb"] == Verbs.TeamTake);
    }

    [Fact]
    public async Task More_than_a_page_of_those_found_is_turned()
    {
        foreach (var customer in await open.Customers.TakenAsync(Staff.Other, 12))
            await Teams.Get<Conversations>().TagAsync(customer, ["pageful"], []);
        var first = (await Teams.SayAsync(Staff.Other, "find pageful")).Card!;
        var next = CardReader
            .Buttons(first)
            .Single(button => (string?)button["title"] == Phrases.English["Button_Next"])
            .DeepClone()
            .AsObject();
        next["data"]!["words"] = "pageful";
        var second = Card(await Teams.PressAsync(Staff.Other, next, "m1"));
        Assert.Equal(2, CardReader.Buttons(second).Count(button => (string?)button["title"] == Phrases.English["Button_Open"]));
    }

    private async Task<string[]> FoundAsync(StaffMember who, string words) =>
        [
            .. CardReader
                .Buttons((await Teams.SayAsync(who, words)).Card!)
                .Where(button => (string?)button["title"] == Phrases.English["Button_Open"])
                .Select(button => (string)button["data"]!["customer"]!)
                .Order(StringComparer.Ordinal),
        ];

    private static string[] Of(params CustomerKey[] customers) =>
        [.. customers.Select(customer => customer.ToString()).Order(StringComparer.Ordinal)];
}

using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Storage.Sql;

namespace OmoBroadcast.Tests.Teams;

/// <summary>過往訊息: what was said before the last messages, as far back as the journal goes, and words in it.</summary>
public sealed class HistoryTests(TeamsFixture open) : IClassFixture<TeamsFixture>
{
    private const int Said = Conversations.TranscriptLength + 30;

    private TeamsFace Teams => open.Teams;

    [Fact]
    public async Task It_goes_back_page_by_page_beyond_what_redis_keeps()
    {
        var customer = await TalkAsync();
        var card = await OpenAsync(customer);
        Assert.Contains("No. 230", card.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("No. 215.", card.ToJsonString(), StringComparison.Ordinal);
        for (var pages = 0; Button(card, "Earlier") is { } earlier; pages++)
        {
            Assert.InRange(pages, 0, Said / HistoryCard.PageSize);
            card = await PressAsync(earlier);
        }

        Assert.Contains("No. 1.", card.ToJsonString(), StringComparison.Ordinal);
        var later = await PressAsync(Button(card, "Later")!);
        Assert.Contains("No. 20.", later.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("No. 230", (await PressAsync(Button(later, "Back")!)).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_are_found_wherever_they_were_said_and_nothing_that_was_taken_back()
    {
        var customer = await TalkAsync();
        var card = await OpenAsync(customer);
        var found = (await PressAsync(With(Button(card, "Search")!, "ＮＯ. 7."))).ToJsonString();
        Assert.Contains("No. 7.", found, StringComparison.Ordinal);
        Assert.DoesNotContain("No. 230", found, StringComparison.Ordinal);
        await open.Customers.TellAsync(customer, new InboundBody.Unsent("m7"));
        await DrainAsync(customer);
        Assert.Contains(
            "No messages found.",
            (await PressAsync(With(Button(card, "Search")!, "no. 7."))).ToJsonString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Whose_conversation_it_is_not_is_told_nothing()
    {
        var customer = await open.Customers.TakenAsync(Staff.Seller);
        await open.Customers.TellAsync(customer, new InboundBody.Message("m", MessageKind.Text, "secret words", null));
        var asked = Card.Button(Verbs.ConversationHistory, "x", new(customer));
        Assert.DoesNotContain("secret words", (await Teams.PressAsync(Staff.Other, asked, "m1")).ToJsonString(), StringComparison.Ordinal);
    }

    private async Task<CustomerKey> TalkAsync()
    {
        var customer = await open.Customers.TakenAsync(Staff.Seller);
        for (var number = 1; number <= Said; number++)
            await open.Customers.TellAsync(customer, new InboundBody.Message($"m{number}", MessageKind.Text, $"No. {number}.", null));
        await DrainAsync(customer);
        return customer;
    }

    private Task DrainAsync(CustomerKey customer) => Draining.DrainAsync(Teams.Get<JournalLists>(), Teams.Get<Journal>(), customer.Account);

    /// <summary>From the card of the conversation.</summary>
    private async Task<JsonObject> OpenAsync(CustomerKey customer)
    {
        var conversation = await PressAsync(Card.Button(Verbs.MineOpen, "x", new(customer)));
        return await PressAsync(Button(conversation, "Earlier messages")!);
    }

    private async Task<JsonObject> PressAsync(JsonObject button) =>
        (await Teams.PressAsync(Staff.Seller, button, "m1"))["value"]!.AsObject();

    private static JsonObject? Button(JsonObject card, string title) =>
        CardReader.Buttons(card).SingleOrDefault(button => (string?)button["title"] == title)?.DeepClone().AsObject();

    private static JsonObject With(JsonObject button, string words)
    {
        button["data"]!["words"] = words;
        return button;
    }
}

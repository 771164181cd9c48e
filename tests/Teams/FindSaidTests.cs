using System.Text.Json.Nodes;
using OmoBroadcast.Broadcast.Clock;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Tests.Storage.Sql;
using Engines = OmoBroadcast.Tests.Broadcast.Engines;

namespace OmoBroadcast.Tests.Teams;

/// <summary>找: what was said long before the last message is found by whom may read it, and the conversation opened there.</summary>
public sealed class FindSaidTests : IAsyncLifetime
{
    private static readonly StaffMember Manager = new("44444444-4444-4444-8444-444444444444", "黃經理", Role.Manager, Staff.Seller.Store);

    private ConnectorStub stub = null!;
    private TeamsFace teams = null!;
    private Engines engines = null!;

    public async ValueTask InitializeAsync() => stub = await ConnectorStub.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await teams.DisposeAsync();
        await engines.DisposeAsync();
        await stub.DisposeAsync();
    }

    [Theory]
    [InlineData(EnginePair.Embedded)]
    [InlineData(EnginePair.Servers)]
    public async Task The_sentence_is_found_and_the_conversation_opened_there(EnginePair pair)
    {
        var customer = await TalkAsync(pair);
        foreach (var words in (string[])["find ＷＯＯＬ", "找 傘", "找 雨傘"])
            Assert.Contains(
                "請問羊毛 Wool 雨傘還有嗎",
                (await FindAsync(Staff.Seller, words)).ToJsonString(Plain),
                StringComparison.Ordinal
            );
        var found = await FindAsync(Staff.Seller, "找 雨傘");
        var place = await PressAsync(Staff.Seller, Button(found, "Open"));
        Assert.Contains("雨傘還有嗎", place.ToJsonString(Plain), StringComparison.Ordinal);
        Assert.DoesNotContain("No. 20.", place.ToJsonString(Plain), StringComparison.Ordinal);
        var later = await PressAsync(Staff.Seller, Button(place, "Later"));
        Assert.Contains("No. 1.", later.ToJsonString(Plain), StringComparison.Ordinal);
        Assert.Contains(customer.ToString(), later.ToJsonString(Plain), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EnginePair.Embedded)]
    [InlineData(EnginePair.Servers)]
    public async Task Nobody_finds_what_they_may_not_read_and_a_manager_reads_their_stores(EnginePair pair)
    {
        await TalkAsync(pair);
        Assert.Empty(Opened(await FindAsync(Staff.Other, "找 羊毛")));
        var found = await FindAsync(Manager, "找 雨傘");
        var place = await PressAsync(Manager, Button(found, "Open"));
        Assert.Contains("羊毛", place.ToJsonString(Plain), StringComparison.Ordinal);
        var back = await PressAsync(Manager, Button(place, "Back"));
        Assert.Contains(CardReader.Buttons(back), button => (string?)button["verb"] == Verbs.TeamTake);
        var stolen = Button(found, "Open");
        Assert.DoesNotContain("羊毛", (await teams.PressAsync(Staff.Other, stolen, "m2")).ToJsonString(Plain), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EnginePair.Embedded)]
    [InlineData(EnginePair.Servers)]
    public async Task What_was_taken_back_or_edited_away_or_erased_is_not_found(EnginePair pair)
    {
        var customer = await TalkAsync(pair);
        await teams.Customers.TellAsync(customer, new InboundBody.Edited("asked", "請問帽子還有嗎"));
        await DrainAsync(customer);
        Assert.Empty(Opened(await FindAsync(Staff.Seller, "找 羊毛")));
        Assert.Contains("No. 3.", (await FindAsync(Staff.Seller, "找 no. 3.")).ToJsonString(Plain), StringComparison.Ordinal);
        await teams.Customers.TellAsync(customer, new InboundBody.Unsent("m3"));
        await DrainAsync(customer);
        Assert.Empty(Opened(await FindAsync(Staff.Seller, "找 no. 3.")));
        await teams.Customers.TellAsync(customer, new InboundBody.Message("again", MessageKind.Text, "麒麟", null));
        await teams.Customers.WriteAsync(customer, "bye");
        await DrainAsync(customer);
        Assert.Single(Opened(await FindAsync(Staff.Seller, "找 麒麟")));
        await teams.Get<Erasures>().BeginAsync(customer, Staff.Administrator.Id, TimeProvider.System.GetUtcNow(), default);
        while (await teams.Get<ErasureRound>().GoOnAsync(default) > 0) { }
        await teams.Customers.TakenAsync(customer, Staff.Seller);
        Assert.Single(Opened(await FindAsync(Staff.Seller, "找 嗨")));
        Assert.Empty(Opened(await FindAsync(Staff.Seller, "找 麒麟")));
    }

    private static readonly System.Text.Json.JsonSerializerOptions Plain = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private async Task<CustomerKey> TalkAsync(EnginePair pair)
    {
        engines = await Engines.OpenAsync(pair);
        teams = await TeamsFace.OpenAsync(stub, ("Omo:Redis", engines.Redis?.ConnectionString ?? ""), ("Omo:Database", engines.Database));
        await teams.Get<StaffDirectory>().ReplaceAsync([Staff.Seller, Staff.Other, Staff.Administrator, Manager], default);
        var customer = await teams.Customers.TakenAsync(Staff.Seller);
        await SayAsync(customer, "asked", "請問羊毛 Wool 雨傘還有嗎");
        for (var number = 1; number <= Conversations.TranscriptLength + 30; number++)
            await SayAsync(customer, $"m{number}", $"No. {number}.");
        await DrainAsync(customer);
        return customer;
    }

    private Task SayAsync(CustomerKey customer, string message, string words) =>
        teams.Customers.TellAsync(customer, new InboundBody.Message(message, MessageKind.Text, words, null));

    private Task DrainAsync(CustomerKey customer) => Draining.DrainAsync(teams.Get<JournalLists>(), teams.Get<Journal>(), customer.Account);

    private async Task<JsonObject> FindAsync(StaffMember who, string words) => (await teams.SayAsync(who, words)).Card!;

    private async Task<JsonObject> PressAsync(StaffMember who, JsonObject button) =>
        (await teams.PressAsync(who, button, "m1"))["value"]!.AsObject();

    private static JsonObject Button(JsonObject card, string title) =>
        CardReader.Buttons(card).First(button => (string?)button["title"] == title).DeepClone().AsObject();

    private static IEnumerable<JsonObject> Opened(JsonObject card) =>
        CardReader.Buttons(card).Where(button => (string?)button["title"] == "Open");
}

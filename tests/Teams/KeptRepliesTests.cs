using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Teams;

/// <summary>A reply that is being written is known to the client alone: no card with a field is drawn anew by itself, and whatever is
/// pressed takes the words along.</summary>
public sealed class KeptRepliesTests : IAsyncLifetime
{
    private const string Typed = "two of them, *tomorrow* at";
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly Phrases Phrases = Phrases.English;
    private readonly TeamsFixture open = new();
    private CustomerKey customer;

    private TeamsFace Teams => open.Teams;

    public async ValueTask InitializeAsync()
    {
        await open.InitializeAsync();
        await Teams.SayAsync(Staff.Seller, "help");
        customer = await open.Customers.TakenAsync(Staff.Seller);
    }

    public ValueTask DisposeAsync() => open.DisposeAsync();

    [Fact]
    public async Task The_card_a_reply_may_be_typed_into_is_left_alone_and_a_second_one_is_brought_up_to_date()
    {
        var first = await ToldAsync("POST", "one");
        Assert.NotNull(Field(first.Card!));
        var second = await ToldAsync("POST", "two");
        Assert.Null(Field(second.Card!));
        Assert.Contains(Phrases["Notice_AnswerAbove"], Text(second.Card!), StringComparison.Ordinal);
        var third = await ToldAsync("PUT", "three");
        Assert.EndsWith($"/{second.AnsweredId}", third.Path, StringComparison.Ordinal);
        Assert.Contains("two", Text(third.Card!), StringComparison.Ordinal);

        // Opened, it can be typed into, too: from then on there is another.
        var opened = await PressAsync(third.Card!, "mine.open", second.AnsweredId!);
        Assert.NotNull(Field(opened));
        var fourth = await ToldAsync("POST", "four");
        var fifth = await ToldAsync("PUT", "five");
        Assert.EndsWith($"/{fourth.AnsweredId}", fifth.Path, StringComparison.Ordinal);
        Assert.DoesNotContain(open.Stub.All, call =>
            call.Method == "PUT" && call.Path.EndsWith($"/{first.AnsweredId}", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Words_being_typed_go_through_the_customer_s_card_and_back()
    {
        var told = await ToldAsync("POST", "do you have two");
        var card = await PressAsync(told.Card!, "mine.open", "m1", ("text", Typed));
        var sheet = await PressAsync(card, "conversation.more", "m1", ("text", Typed));
        Assert.Equal(Typed, (string?)Field(sheet)!["value"]);
        sheet = await PressAsync(sheet, "conversation.tag", "m1", ("text", Typed), ("tags", "VIP"));
        sheet = await PressAsync(sheet, "conversation.note", "m1", ("text", Typed), ("note", "likes blue"));
        var asked = await PressAsync(sheet, "conversation.stop", "m1", ("text", Typed), ("note", "half a note"));
        sheet = await PressAsync(asked, "conversation.stop", "m1", ("text", Typed), ("note", "half a note"));
        Assert.Equal("half a note", (string?)Field(sheet, "note")!["value"]);
        var back = await PressAsync(sheet, "mine.open", "m1", ("text", Typed));
        Assert.Equal(Typed, (string?)Field(back)!["value"]);
        await SendAsync(back);
    }

    [Fact]
    public async Task Closed_while_words_are_being_typed_it_holds_them_to_go_on_with()
    {
        var told = await ToldAsync("POST", "do you have two");
        var closed = await PressAsync(told.Card!, "conversation.close", "m1", ("text", Typed));
        Assert.Equal(ConversationState.Closed, (await Teams.Get<Conversations>().FindAsync(customer))!.State);
        Assert.Contains(Phrases["Close_Done"], Text(closed), StringComparison.Ordinal);
        Assert.Equal(Typed, (string?)Field(closed)!["value"]);
        // Pressed on another device as well.
        Assert.Equal(Typed, (string?)Field(await PressAsync(told.Card!, "conversation.close", "m1", ("text", Typed)))!["value"]);
        var again = await PressAsync(closed, "conversation.reopen", "m1", ("text", Typed));
        Assert.Equal(Typed, (string?)Field(again)!["value"]);
        await SendAsync(again);

        // With nothing typed it is closed as ever.
        var list = await PressAsync(again, "conversation.close", "m1");
        Assert.Contains(Phrases.Say("Mine_Title", "0"), Text(list), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Passed_on_while_words_are_being_typed_they_can_still_be_copied()
    {
        var told = await ToldAsync("POST", "do you have two");
        var card = await PressAsync(told.Card!, "mine.open", "m1");
        var sheet = await PressAsync(card, "conversation.more", "m1", ("text", Typed));
        var passed = await PressAsync(sheet, "conversation.pass", "m1", ("text", Typed), ("colleague", Staff.Other.Id));
        Assert.Equal(Typed, (string?)Field(passed)!["value"]);
        Assert.True((await Teams.Get<Conversations>().FindAsync(customer))!.IsOf(Staff.Other.Id));
    }

    [Fact]
    public async Task What_is_written_in_place_of_a_broadcast_s_card_is_not_replaced_by_its_progress()
    {
        var (cards, place) = (Teams.Get<CampaignCards>(), "the-card");
        var began = await Teams.SayAsync(Staff.Seller, "broadcast");
        var compose = await PressAsync(began.Card!, "broadcast.compose", place);
        var preview = await PressAsync(compose, "broadcast.compose", place, ("text1", "new arrivals"));
        var day = TimeProvider.System.GetUtcNow().AddDays(2).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var scheduled = await PressAsync(preview, "broadcast.schedule", place, ("date", day), ("time", "10:00"));
        var campaign = (long)scheduled["metadata"]!["omo"]!["campaign"]!;
        Assert.Single(await cards.OpenAsync(TimeProvider.System.GetUtcNow(), default));
        var copy = (
            await Teams.PressAsync(Staff.Seller, Card.Button(Verbs.RecordsCopy, "x", new JsonObject { ["campaign"] = campaign }), place)
        )["value"]!;
        Assert.True(Card.HasFields(copy), Text(copy.AsObject()));
        Assert.Equal(CampaignCards.Never, await cards.LookAtAsync(campaign, default));
        Assert.Empty(await cards.OpenAsync(TimeProvider.System.GetUtcNow().AddDays(3), default));

        // Shown there again, it is followed again.
        await PressAsync((await Teams.SayAsync(Staff.Seller, "records")).Card!, "records.open", place);
        Assert.Equal(DateTimeOffset.UnixEpoch, await cards.LookAtAsync(campaign, default));
    }

    private async Task SendAsync(JsonObject card)
    {
        await PressAsync(card, "conversation.reply", "m1", ("text", Typed));
        await Until.SeenAsync("the reply", TimeSpan.FromSeconds(20), () => Task.FromResult(open.Pushes), pushes => pushes == 1);
    }

    private async Task<ConnectorCall> ToldAsync(string method, string words)
    {
        await open.Customers.WriteAsync(customer, words);
        return await open.Stub.CallAsync(call =>
            call.Method == method && call.Card is { } card && Text(card).Contains(words, StringComparison.Ordinal)
        );
    }

    private async Task<JsonObject> PressAsync(JsonObject card, string verb, string id, params (string, string)[] inputs)
    {
        var answer = await Teams.PressAsync(Staff.Seller, card, verb, id, inputs);
        Assert.True((string?)answer["type"] == "application/vnd.microsoft.card.adaptive", answer.ToJsonString());
        // What a client would send: what is typed goes along with a button that takes it.
        if (inputs.Length > 0)
            Assert.Null(CardReader.Buttons(card).First(button => (string?)button["verb"] == verb)["associatedInputs"]);
        return answer["value"]!.AsObject();
    }

    private static JsonObject? Field(JsonObject card, string id = "text") =>
        card["body"]!.AsArray().OfType<JsonObject>().FirstOrDefault(element => (string?)element["id"] == id);

    private static string Text(JsonObject card) => card.ToJsonString(Plain);
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

/// <summary>Words other than replies that are half typed when something else is pressed.</summary>
public sealed class KeptWordsTests : IAsyncLifetime
{
    private const string Half = "likes blue, size *M* or";
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly TeamsFixture open = new();
    private CustomerKey customer;

    private TeamsFace Teams => open.Teams;

    public async ValueTask InitializeAsync() => customer = await open.OpenWithAdaAsync();

    public ValueTask DisposeAsync() => open.DisposeAsync();

    [Fact]
    public async Task A_note_half_typed_stays_when_the_customer_is_linked_and_its_card_stays_on_the_way_back()
    {
        var sheet = await SheetAsync();
        var linked = await PressAsync(sheet, "conversation.bind", ("note", Half), ("tags", "VIP"));
        Assert.Equal((Half, "VIP"), (Value(linked, "note"), Value(linked, "tags")));
        Assert.NotNull(await Teams.Get<Bindings>().FindAsync(customer, default));
        // Pressed on another device, too.
        Assert.Equal(Half, Value(await PressAsync(sheet, "conversation.bind", ("note", Half)), "note"));
        var apart = await PressAsync(linked, "conversation.unbind", ("note", Half));
        Assert.Equal(Half, Value(apart, "note"));

        var shown = await BeneathAsync(apart, "mine.open", ("note", Half), ("tags", ""));
        Assert.Contains(Phrases.English["Placeholder_Reply"], Text(shown), StringComparison.Ordinal);
        // A tag that is not saved yet does the same.
        await BeneathAsync(apart, "mine.open", ("note", ""), ("tags", "VIP"));
        Assert.NotNull(Field(await PressAsync(apart, "mine.open", ("note", ""), ("tags", "")), "text"));

        var passed = await PressAsync(apart, "conversation.pass", ("note", Half), ("colleague", Staff.Other.Id));
        Assert.Equal(Half, Value(passed, "note"));
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("zh-TW")]
    public async Task Tags_half_typed_when_the_conversation_is_passed_on_can_still_be_copied(string locale)
    {
        Teams.Locale = locale;
        var sheet = await SheetAsync();
        sheet = await PressAsync(sheet, "conversation.tag", ("tags", "VIP"));
        var passed = await PressAsync(sheet, "conversation.pass", ("tags", "VIP, blue"), ("note", ""), ("colleague", Staff.Other.Id));
        Assert.Equal("VIP, blue", Value(passed, "tags"));
        // Pressed on another device, too; and this card stays when the list is asked for.
        var again = await PressAsync(sheet, "conversation.pass", ("tags", "VIP, blue"), ("colleague", Staff.Other.Id));
        Assert.Equal("VIP, blue", Value(again, "tags"));
        var note = await Teams.PressAsync(Staff.Seller, Filled(passed, "mine.open", "", [("tags", "VIP, blue")]), "the-card");
        Assert.Equal(Phrases.For(locale)["Shown_Beneath"], (string?)note["value"]);
    }

    [Fact]
    public async Task With_tags_as_they_are_saved_it_leaves_the_list()
    {
        var sheet = await PressAsync(await SheetAsync(), "conversation.tag", ("tags", "VIP, blue"));
        var list = await PressAsync(
            sheet,
            "conversation.pass",
            ("tags", Value(sheet, "tags")!),
            ("note", ""),
            ("colleague", Staff.Other.Id)
        );
        Assert.Contains(Phrases.English.Say("Mine_Title", "0"), Text(list), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reply_half_typed_keeps_its_card_when_the_list_is_asked_for()
    {
        var card = await OpenAsync();
        var list = await BeneathAsync(card, "mine.open", ("text", Half));
        Assert.Contains(Phrases.English.Say("Mine_Title", "1"), Text(list), StringComparison.Ordinal);
        // The list can be gone on with where it stands, and what it shows is kept in mind.
        Assert.NotNull(Field(await PressAsync(list, "mine.open"), "text"));
        // With nothing typed it takes the card's place.
        Assert.Contains(Phrases.English.Say("Mine_Title", "1"), Text(await PressAsync(card, "mine.open")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_saved_reply_half_written_and_one_that_was_changed_are_not_lost_by_going_back()
    {
        var form = await PressAsync((await Teams.SayAsync(Staff.Seller, "saved replies")).Card!, "saved.new");
        var list = await BeneathAsync(form, "saved.open", ("name", "hours"), ("text1", "we are open"));
        Assert.Contains(Phrases.English["Saved_None"], Text(list), StringComparison.Ordinal);
        var kept = await PressAsync(form, "saved.keep", ("name", "hours"), ("text1", "we are\nopen"), ("share", "Me"));
        var edit = await PressAsync(kept, "saved.edit");
        Assert.Contains(
            "hours",
            Text(await PressAsync(edit, "saved.open", ("name", "hours"), ("text1", "we are\r\nopen"))),
            StringComparison.Ordinal
        );
        await BeneathAsync(edit, "saved.open", ("name", "hours"), ("text1", "we are closed"));
    }

    [Fact]
    public async Task A_time_that_is_filled_in_stays_whatever_is_looked_at_and_ticks_stay_on_the_way_back()
    {
        var choose = (await Teams.SayAsync(Staff.Seller, "broadcast")).Card!;
        var pick = await PressAsync(choose, "broadcast.pick");
        var back = await PressAsync(pick, "broadcast.pick", "back", ("picked", customer.ToString()));
        Assert.Contains(Phrases.English.Say("Choose_Picked", "1"), Text(back), StringComparison.Ordinal);
        var compose = await PressAsync(back, "broadcast.compose");
        var preview = await PressAsync(compose, "broadcast.compose", ("text1", "hello"));
        (string, string)[] typed = [("date", "2099-01-02"), ("time", "10:30")];
        await BeneathAsync(preview, "broadcast.left", typed);
        var anew = await PressAsync(preview, "broadcast.timed", typed);
        Assert.Contains("2099-01-02", Text(anew), StringComparison.Ordinal);
        Assert.Contains("10:30", Text(anew), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_that_were_no_command_stay_where_they_were_changed_before_the_help_is_asked_for()
    {
        await OpenAsync();
        await Teams.SayAsync(Staff.Seller, "mine");
        await PressAsync((await Teams.SayAsync(Staff.Seller, "mine")).Card!, "mine.open");
        var loose = (await Teams.SayAsync(Staff.Seller, "we have it in blue")).Card!;
        Assert.Equal("we have it in blue", Value(loose, "text"));
        await BeneathAsync(loose, "help.open", ("text", "we have it in blue, too"));
        // As it was sent it stands in the chat.
        await PressAsync(loose, "help.open", ("text", "we have it in blue"));
    }

    private async Task<JsonObject> OpenAsync() =>
        (
            await Teams.PressAsync(
                Staff.Seller,
                Card.Button(Verbs.MineOpen, "x", new JsonObject { ["customer"] = customer.ToString() }),
                "the-card"
            )
        )["value"]!.AsObject();

    private async Task<JsonObject> SheetAsync() => await PressAsync(await OpenAsync(), "conversation.more");

    private Task<JsonObject> PressAsync(JsonObject card, string verb, params (string, string)[] inputs) =>
        PressAsync(card, verb, "", inputs);

    private async Task<JsonObject> PressAsync(JsonObject card, string verb, string step, params (string, string)[] inputs)
    {
        var answer = await Teams.PressAsync(Staff.Seller, Filled(card, verb, step, inputs), "the-card");
        Assert.True((string?)answer["type"] == "application/vnd.microsoft.card.adaptive", answer.ToJsonString());
        return answer["value"]!.AsObject();
    }

    // The card pressed stays, and what was asked for is a message of its own.
    private async Task<JsonObject> BeneathAsync(JsonObject card, string verb, params (string, string)[] inputs)
    {
        var answer = await Teams.PressAsync(Staff.Seller, Filled(card, verb, "", inputs), "the-card");
        Assert.Equal(Phrases.English["Shown_Beneath"], (string?)answer["value"]);
        return (await open.Stub.CallAsync(call => call is { Method: "POST", Card: not null })).Card!;
    }

    private static JsonObject Filled(JsonObject card, string verb, string step, (string Id, string Value)[] inputs)
    {
        var button = CardReader
            .Buttons(card)
            .First(button => (string?)button["verb"] == verb && (step.Length == 0 || (string?)button["data"]!["step"] == step))
            .DeepClone()
            .AsObject();
        // What a client would send: what is typed goes along with a button that takes it.
        Assert.True(inputs.Length == 0 || button["associatedInputs"] is null, verb);
        foreach (var (id, value) in inputs)
            button["data"]![id] = value;
        return button;
    }

    private static string? Value(JsonObject card, string id) => (string?)Field(card, id)!["value"];

    private static JsonObject? Field(JsonNode? node, string id) =>
        node switch
        {
            JsonObject one when (string?)(one["id"] as JsonValue) == id => one,
            JsonObject one => one.Select(member => Field(member.Value, id)).FirstOrDefault(found => found is not null),
            JsonArray many => many.Select(item => Field(item, id)).FirstOrDefault(found => found is not null),
            _ => null,
        };

    private static string Text(JsonObject card) => card.ToJsonString(Plain);
}

using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

/// <summary>Filtering and picking one by one, as a person does it.</summary>
public sealed class PickTests(TeamsFixture open) : IClassFixture<TeamsFixture>
{
    private TeamsFace Teams => open.Teams;

    [Fact]
    public async Task Those_picked_on_several_pages_and_nobody_else_are_chosen_and_reached()
    {
        var mine = await NamedAsync(Staff.Seller, 15, "Ann");
        var theirs = await open.Customers.TakenAsync(Staff.Other);
        var card = await PressAsync((await Teams.SayAsync(Staff.Seller, "broadcast")).Card!, Verbs.BroadcastPick);
        var first = Shown(card);
        // Also one of a colleague's, which no card of mine offers.
        card = await PressAsync(card, Verbs.BroadcastPick, "page", ("picked", $"{first[0]},{first[1]},{theirs}"));
        var second = Shown(card);
        Assert.Empty(first.Intersect(second));
        card = await PressAsync(card, Verbs.BroadcastPick, "done", ("picked", second[0]));
        Assert.Equal(Phrases.English["Compose_Title"], CardReader.Title(card));

        var before = open.Pushes;
        var preview = await PressAsync(card, Verbs.BroadcastCompose, "done", ("text1", "picked {{customer_name}}"));
        Assert.Contains("3 picked one by one", preview.ToJsonString(), StringComparison.Ordinal);
        var receivers = await PressAsync(preview, Verbs.BroadcastLeft);
        Assert.Contains("3 of 3", receivers.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("LINE", receivers.ToJsonString(), StringComparison.Ordinal);
        await PressAsync(preview, Verbs.BroadcastSend);
        await open.Stub.CallAsync(call =>
            call.Card?["metadata"]?["omo"] is { } omo && (string?)omo["state"] == "done" && (int?)omo["accepted"] == 3
        );
        Assert.Equal(before + 3, open.Pushes);
        Assert.Equal(15, mine.Count);
    }

    [Fact]
    public async Task A_page_is_ticked_and_cleared_whole_searched_by_name_and_nobody_is_an_error_at_the_field()
    {
        await NamedAsync(Staff.Other, 3, "Zoe");
        var start = (await Teams.SayAsync(Staff.Other, "broadcast")).Card!;
        var card = await PressAsync(start, Verbs.BroadcastPick, null, Staff.Other);
        card = await PressAsync(card, Verbs.BroadcastPick, "search", Staff.Other, ("search", "zoe"));
        Assert.All(card["body"]!.AsArray().Single(element => (string?)element!["id"] == "picked")!["choices"]!.AsArray(), choice =>
            Assert.Contains("Zoe", (string?)choice!["title"], StringComparison.Ordinal)
        );
        card = await PressAsync(card, Verbs.BroadcastPick, "all", Staff.Other, ("search", "zoe"));
        Assert.Contains("3 picked", card.ToJsonString(), StringComparison.Ordinal);
        card = await PressAsync(card, Verbs.BroadcastPick, "none", Staff.Other, ("search", "zoe"));
        var nobody = await PressAsync(card, Verbs.BroadcastPick, "done", Staff.Other);
        Assert.Contains(Phrases.English["Invalid_pick.nobody"], nobody.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_too_many_is_said_at_the_field_and_the_page_keeps_its_ticks()
    {
        var customers = await NamedAsync(Staff.Other, 2, "Ann");
        var start = (await Teams.SayAsync(Staff.Other, "broadcast")).Card!;
        var id = (long)CardReader.Buttons(start).First(button => (string?)button["verb"] == Verbs.BroadcastPick)["data"]!["campaign"]!;
        var draft = (await Teams.Get<Campaigns>().FindAsync(id, default))!;
        var full = Enumerable.Range(0, PickDesk.MostPicked).Select(i => new CustomerKey(customers[0].Account, $"Ufull{i}")).ToList();
        Assert.True(
            await Teams.Get<Campaigns>().EditAsync(id, draft.Version, draft.Audience with { Picked = full }, draft.Content, default)
        );
        var page = new JsonObject
        {
            ["campaign"] = id,
            ["version"] = draft.Version + 1,
            ["step"] = "page",
            ["skip"] = 12,
            ["from"] = 0,
            ["shown"] = $"{customers[0]},{customers[1]}",
            ["picked"] = customers[1].ToString(),
        };
        var answer = await Teams.PressAsync(Staff.Other, Card.Button(Verbs.BroadcastPick, "x", page), "m1");
        Assert.Contains("You can pick up to 500", answer.ToJsonString(), StringComparison.Ordinal);
        var field = answer["value"]!["body"]!.AsArray().Single(element => (string?)element!["id"] == "picked")!;
        Assert.Equal(customers[1].ToString(), (string?)field["value"]);
    }

    [Fact]
    public async Task Filters_combine_the_count_follows_and_the_preview_says_them()
    {
        var customers = await NamedAsync(Staff.Other, 4, "Filter");
        await Teams.Get<Conversations>().TagAsync(customers[0], ["gold"], []);
        await Teams.Get<Conversations>().TagAsync(customers[1], ["gold", "late"], []);
        (string, string)[] filters = [("tag", "gold"), ("without", "late"), ("name", "filter"), ("unanswered", "true")];
        var began = (await Teams.SayAsync(Staff.Other, "broadcast")).Card!;
        var card = await PressAsync(began, Verbs.BroadcastChoose, null, Staff.Other, filters);
        Assert.Equal(("1", true), (CardReader.Large(card), Says(card, "matching in your conversations")));
        var compose = await PressAsync(card, Verbs.BroadcastCompose, "form", Staff.Other, filters);
        var preview = await PressAsync(compose, Verbs.BroadcastCompose, "done", Staff.Other, ("text1", "hi"));
        Assert.Contains("gold", preview.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(Phrases.English["Label_Unanswered"], preview.ToJsonString(), StringComparison.Ordinal);

        // All cleared, and straight on to writing: none of them holds any more.
        var back = await PressAsync(preview, Verbs.BroadcastChoose, null, Staff.Other);
        var cleared = await PressAsync(back, Verbs.BroadcastCompose, "form", Staff.Other);
        var all = await PressAsync(cleared, Verbs.BroadcastCompose, "done", Staff.Other, ("text1", "hi"));
        Assert.DoesNotContain("gold", all.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name")]
    [InlineData("tag")]
    [InlineData("without")]
    [InlineData("within")]
    [InlineData("before")]
    [InlineData("account")]
    public async Task A_filter_that_cannot_be_read_chooses_nobody_more_than_was_meant(string field)
    {
        var start = (await Teams.SayAsync(Staff.Other, "broadcast")).Card!;
        foreach (var verb in (string[])[Verbs.BroadcastChoose, Verbs.BroadcastCompose, Verbs.BroadcastPick])
        {
            var button = CardReader.Buttons(start).First(button => (string?)button["verb"] == verb).DeepClone().AsObject();
            button["data"]![field] = new string('9', 61) + "x";
            var answer = await Teams.PressAsync(Staff.Other, button, "m1");
            Assert.Equal("application/vnd.microsoft.activity.message", (string?)answer["type"]);
        }
    }

    [Fact]
    public async Task Who_was_picked_stays_picked_through_the_card_of_filters_until_the_filters_change()
    {
        await NamedAsync(Staff.Other, 2, "Keep");
        var card = await PressAsync((await Teams.SayAsync(Staff.Other, "broadcast")).Card!, Verbs.BroadcastPick, null, Staff.Other);
        card = await PressAsync(card, Verbs.BroadcastPick, "search", Staff.Other, ("search", "keep"), ("picked", Shown(card)[0]));
        var back = await PressAsync(card, Verbs.BroadcastPick, "back", Staff.Other, ("picked", Shown(card)[0]));
        Assert.Contains(
            "1 picked",
            (await PressAsync(back, Verbs.BroadcastPick, null, Staff.Other)).ToJsonString(),
            StringComparison.Ordinal
        );
        var again = await PressAsync(
            await PressAsync((await Teams.SayAsync(Staff.Other, "broadcast")).Card!, Verbs.BroadcastPick, null, Staff.Other),
            Verbs.BroadcastPick,
            "all",
            Staff.Other
        );
        var changed = await PressAsync(
            await PressAsync(again, Verbs.BroadcastPick, "back", Staff.Other, ("picked", string.Join(',', Shown(again)))),
            Verbs.BroadcastPick,
            null,
            Staff.Other,
            ("name", "keep")
        );
        Assert.Contains("0 picked", changed.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gone_back_with_nothing_ticked_everybody_who_passes_the_filters_is_chosen_as_before()
    {
        await NamedAsync(Staff.Other, 1, "All");
        var choose = (await Teams.SayAsync(Staff.Other, "broadcast")).Card!;
        var card = await PressAsync(choose, Verbs.BroadcastPick, null, Staff.Other);
        var back = await PressAsync(card, Verbs.BroadcastPick, "back", Staff.Other, ("picked", ""));
        Assert.Equal(CardReader.Large(choose), CardReader.Large(back));
        Assert.False(Says(back, "0 picked"));
    }

    private async Task<IReadOnlyList<CustomerKey>> NamedAsync(StaffMember who, int count, string name)
    {
        var customers = await open.Customers.TakenAsync(who, count);
        for (var i = 0; i < count; i++)
            await Teams.Get<Conversations>().SetProfileAsync(customers[i], new($"{name} {i}", "en"));
        return customers;
    }

    private static bool Says(JsonObject card, string words) => card.ToJsonString().Contains(words, StringComparison.Ordinal);

    private static List<string> Shown(JsonObject card) =>
        [
            .. card["body"]!.AsArray().Single(element => (string?)element!["id"] == "picked")!["choices"]!
                .AsArray()
                .Select(choice => (string)choice!["value"]!),
        ];

    private Task<JsonObject> PressAsync(JsonObject card, string verb, string? step = null, params (string, string)[] inputs) =>
        PressAsync(card, verb, step, Staff.Seller, inputs);

    private async Task<JsonObject> PressAsync(
        JsonObject card,
        string verb,
        string? step,
        StaffMember who,
        params (string Id, string Value)[] inputs
    )
    {
        var button = CardReader
            .Buttons(card)
            .First(button => (string?)button["verb"] == verb && (step is null || (string?)button["data"]!["step"] == step))
            .DeepClone()
            .AsObject();
        foreach (var (id, value) in inputs)
            button["data"]![id] = value;
        var answer = await Teams.PressAsync(who, button, "m1");
        Assert.True((string?)answer["type"] == "application/vnd.microsoft.card.adaptive", answer.ToJsonString());
        return answer["value"]!.AsObject();
    }
}

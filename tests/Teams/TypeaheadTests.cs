using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

/// <summary>Fields that find their choices while somebody types, and what a client without them has instead.</summary>
public sealed class TypeaheadTests(CrowdedTeamsFixture many) : IClassFixture<CrowdedTeamsFixture>
{
    private const string Found = "application/vnd.microsoft.search.searchResponse";

    private TeamsFace Teams => many.Teams;

    [Fact]
    public async Task A_colleague_of_the_own_store_is_found_by_any_part_of_the_name_and_its_beginning_goes_first()
    {
        var answer = await Teams.SearchAsync(Staff.Seller, Lookup.Colleagues, " ａｎＮ ");
        Assert.Equal(200, (int)answer["statusCode"]!);
        Assert.Equal(Found, (string?)answer["type"]);
        Assert.Equal(["Ann Z", "Joann A"], Titles(answer));
        Assert.Equal(CrowdedTeamsFixture.Ann.Id, (string?)answer["value"]!["results"]![0]!["value"]);
        Assert.Equal(15, Titles(await Teams.SearchAsync(Staff.Seller, Lookup.Colleagues, "")).Count);
        Assert.Equal(3, Titles(await Teams.SearchAsync(Staff.Seller, Lookup.Colleagues, "", top: 3)).Count);
        Assert.Equal(15, Titles(await Teams.SearchAsync(Staff.Seller, Lookup.Colleagues, "", top: int.MaxValue)).Count);
        Assert.Equal(15, Titles(await Teams.SearchAsync(Staff.Seller, Lookup.Colleagues, "", top: -1)).Count);
    }

    [Fact]
    public async Task Nobody_finds_anybody_of_another_store_or_themselves_or_who_does_not_sell()
    {
        Assert.Empty(Titles(await Teams.SearchAsync(Staff.Seller, Lookup.Colleagues, "台中")));
        Assert.Empty(Titles(await Teams.SearchAsync(Staff.Seller, Lookup.Colleagues, Staff.Seller.Name)));
        Assert.Empty(Titles(await Teams.SearchAsync(Staff.Seller, Lookup.Colleagues, Staff.Administrator.Name)));
        Assert.Empty(Titles(await Teams.SearchAsync(CrowdedTeamsFixture.Elsewhere, Lookup.Colleagues, "ann")));
        Assert.Equal(
            [CrowdedTeamsFixture.Elsewhere.Name],
            Titles(await Teams.SearchAsync(CrowdedTeamsFixture.Elsewhere, Lookup.Sellers, "ann"))
        );
        // Whose store it is only its manager may ask.
        Assert.Empty(Titles(await Teams.SearchAsync(Staff.Seller, Lookup.Sellers, "ann")));
        Assert.Equal(["Ann Z", "Joann A"], Titles(await Teams.SearchAsync(CrowdedTeamsFixture.Manager, Lookup.Sellers, "ann")));
        foreach (var dataset in (string[])[Lookup.Colleagues, Lookup.Sellers])
        {
            Assert.Empty(Titles(await Teams.SearchAsync(Staff.Administrator, dataset, "")));
            Assert.Empty(Titles(await Teams.SearchAsync(null, dataset, "")));
        }
    }

    [Fact]
    public async Task Accounts_tags_and_customers_of_a_draft_are_found_by_its_author_alone()
    {
        var customer = await many.CustomerOfAsync(Staff.Seller, "Zoé ｖａｎ Dam", "金卡", "VIP");
        var theirs = await many.CustomerOfAsync(Staff.Other, "Zoe Other", "secret");
        var draft = Campaign((await Teams.SayAsync(Staff.Seller, "broadcast")).Card!);
        Assert.Equal(["門市 27 · LINE"], Titles(await Teams.SearchAsync(Staff.Seller, Lookup.Of(Lookup.Accounts, draft), "27")));
        Assert.Equal(15, Titles(await Teams.SearchAsync(Staff.Seller, Lookup.Of(Lookup.Accounts, draft), "門市")).Count);
        Assert.Equal(["VIP"], Titles(await Teams.SearchAsync(Staff.Seller, Lookup.Of(Lookup.Tags, draft), "vi")));
        Assert.Empty(Titles(await Teams.SearchAsync(Staff.Seller, Lookup.Of(Lookup.Tags, draft), "secret")));
        var found = await Teams.SearchAsync(Staff.Seller, Lookup.Of(Lookup.Customers, draft), "VAN");
        Assert.Equal(customer.ToString(), (string?)Assert.Single(found["value"]!["results"]!.AsArray())!["value"]);
        var zo = (await Teams.SearchAsync(Staff.Seller, Lookup.Of(Lookup.Customers, draft), "zo")).ToJsonString();
        Assert.DoesNotContain(theirs.ToString(), zo, StringComparison.Ordinal);
        StaffMember?[] others = [Staff.Other, CrowdedTeamsFixture.Manager, CrowdedTeamsFixture.Elsewhere, Staff.Administrator, null];
        foreach (var curious in others)
        foreach (var dataset in (string[])[Lookup.Accounts, Lookup.Tags, Lookup.Customers])
            Assert.Empty(Titles(await Teams.SearchAsync(curious, Lookup.Of(dataset, draft), "")));

        // What is under way is no draft any more.
        var cancel = Card.Button(Verbs.BroadcastCancel, "x", new JsonObject { ["campaign"] = draft, ["version"] = 1 });
        await Teams.PressAsync(Staff.Seller, cancel, "m1");
        Assert.Empty(Titles(await Teams.SearchAsync(Staff.Seller, Lookup.Of(Lookup.Tags, draft), "vi")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("graph.microsoft.com/users")]
    [InlineData("colleagues/1")]
    [InlineData("tags")]
    [InlineData("tags/0")]
    [InlineData("tags/-1")]
    [InlineData("tags/1 ")]
    [InlineData("tags/99999999999999999999")]
    [InlineData("Colleagues")]
    public async Task A_dataset_that_no_card_of_ours_names_is_a_bad_request(string dataset)
    {
        var answer = await Teams.SearchAsync(Staff.Seller, dataset, "a");
        Assert.Equal(400, (int)answer["statusCode"]!);
        Assert.Equal("application/vnd.microsoft.error", (string?)answer["type"]);
        Assert.Equal("BadRequest", (string?)answer["value"]!["code"]);
    }

    [Theory]
    [InlineData("""null""", 400)]
    [InlineData("""[]""", 400)]
    [InlineData("""{"dataset":7,"queryText":"a"}""", 400)]
    [InlineData("""{"dataset":"colleagues"}""", 200)]
    [InlineData("""{"dataset":"colleagues","queryText":{"a":1},"queryOptions":"x"}""", 200)]
    [InlineData("""{"dataset":"colleagues","queryText":"\ud800","queryOptions":{"top":1e99,"skip":-1}}""", 200)]
    [InlineData("""{"dataset":"colleagues","queryText":"%_\\'\u0000*[","queryOptions":{"top":"5"}}""", 200)]
    public async Task Whatever_comes_is_answered(string value, int status)
    {
        var activity = Teams.Activity("invoke", Staff.Seller);
        activity["name"] = "application/search";
        var (code, body) = await Teams.PostAsync(activity.ToJsonString()[..^1] + ",\"value\":" + value + "}");
        Assert.Equal((HttpStatusCode.OK, status), (code, (int)JsonNode.Parse(body)!["statusCode"]!));
    }

    [Fact]
    public async Task A_very_long_text_is_looked_at_only_in_its_beginning_and_half_a_letter_at_the_cut_does_no_harm()
    {
        Assert.Empty(Titles(await Teams.SearchAsync(Staff.Seller, Lookup.Colleagues, new string('x', 100_000))));
        Assert.Empty(Titles(await Teams.SearchAsync(Staff.Seller, Lookup.Colleagues, "x" + string.Concat(Enumerable.Repeat("𠮷", 50)))));
    }

    [Fact]
    public async Task In_a_group_nothing_is_found()
    {
        var activity = Teams.Activity("invoke", Staff.Seller);
        (activity["name"], activity["conversation"]!["conversationType"]) = ("application/search", "groupChat");
        activity["value"] = new JsonObject { ["dataset"] = Lookup.Colleagues, ["queryText"] = "" };
        Assert.Empty(Titles(JsonNode.Parse((await Teams.PostAsync(activity.ToJsonString())).Body)!.AsObject()));
    }

    [Fact]
    public async Task Without_typing_every_account_and_every_colleague_is_reached_part_by_part_and_what_was_chosen_stays()
    {
        var card = (await Teams.SayAsync(Staff.Seller, "broadcast")).Card!;
        var (chosen, seen) = ("line:U" + 20.ToString("x32", CultureInfo.InvariantCulture), new HashSet<string>());
        for (var part = 0; part < 3; part++)
        {
            var account = Input(card, "account");
            Assert.Equal("Data.Query", (string?)account["choices.data"]!["type"]);
            seen.UnionWith(Values(account));
            if (part > 0)
                Assert.Equal(chosen, (string?)account["value"]);
            card = await TurnAsync(card, Verbs.BroadcastChoose, ("account", chosen));
        }

        Assert.Equal(CrowdedTeamsFixture.Accounts + 1, seen.Count(value => value != Inputs.Any));

        await many.CustomerOfAsync(Staff.Seller, "somebody");
        card = (await Teams.SayAsync(Staff.Seller, "transfer")).Card!;
        var first = Values(Input(card, "colleague"));
        card = await TurnAsync(card, Verbs.MinePass, ("colleague", CrowdedTeamsFixture.Ann.Id));
        Assert.Equal(CrowdedTeamsFixture.Ann.Id, (string?)Input(card, "colleague")["value"]);
        Assert.Equal(CrowdedTeamsFixture.Colleagues + 3, first.Union(Values(Input(card, "colleague"))).Count(value => value != Inputs.Any));
    }

    [Fact]
    public async Task Whom_one_finds_by_typing_is_picked_beside_the_page_and_nobody_of_anybody_else()
    {
        for (var i = 0; i < 14; i++)
            await many.CustomerOfAsync(CrowdedTeamsFixture.Ann, $"Pick {i}");
        var theirs = await many.CustomerOfAsync(Staff.Other, "Not mine");
        var card = (await Teams.SayAsync(CrowdedTeamsFixture.Ann, "broadcast")).Card!;
        card = (await Teams.PressAsync(CrowdedTeamsFixture.Ann, card, Verbs.BroadcastPick, "m1"))["value"]!.AsObject();
        var dataset = (string)Input(card, "named")["choices.data"]!["dataset"]!;
        var two = (await Teams.SearchAsync(CrowdedTeamsFixture.Ann, dataset, "pick"))["value"]!["results"]!
            .AsArray()
            .Select(found => (string)found!["value"]!)
            .Except(Values(Input(card, "picked")))
            .ToList();
        Assert.Equal(2, two.Count);
        var search = CardReader.Buttons(card).First(button => (string?)button["data"]!["step"] == "search").DeepClone().AsObject();
        search["data"]!["named"] = $"{two[0]},{two[1]},{theirs}";
        card = (await Teams.PressAsync(CrowdedTeamsFixture.Ann, search, "m1"))["value"]!.AsObject();
        Assert.Contains("2 picked", card.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_answered_quickly_among_many_customers()
    {
        await many.CrowdOfAsync(CrowdedTeamsFixture.Joann, 2_000);
        var draft = Campaign((await Teams.SayAsync(CrowdedTeamsFixture.Joann, "broadcast")).Card!);
        var began = Stopwatch.GetTimestamp();
        Assert.Equal(15, Titles(await Teams.SearchAsync(CrowdedTeamsFixture.Joann, Lookup.Of(Lookup.Customers, draft), "Crowd 4")).Count);
        var took = Stopwatch.GetElapsedTime(began);
        TestContext.Current.TestOutputHelper?.WriteLine($"{took.TotalMilliseconds:0} ms");
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(4));
    }

    private async Task<JsonObject> TurnAsync(JsonObject card, string verb, params (string Id, string Value)[] inputs)
    {
        var button = CardReader
            .Buttons(card)
            .Single(button => (string?)button["verb"] == verb && button["data"]!["part"] is not null)
            .DeepClone()
            .AsObject();
        foreach (var (id, value) in inputs)
            button["data"]![id] = value;
        return (await Teams.PressAsync(Staff.Seller, button, "m1"))["value"]!.AsObject();
    }

    private static List<string> Titles(JsonObject answer)
    {
        Assert.True((string?)answer["type"] == Found, answer.ToJsonString());
        return [.. answer["value"]!["results"]!.AsArray().Select(found => (string)found!["title"]!)];
    }

    private static List<string> Values(JsonObject input) => [.. input["choices"]!.AsArray().Select(choice => (string)choice!["value"]!)];

    private static JsonObject Input(JsonNode? node, string id) => All(node).Single(element => (string?)(element["id"] as JsonValue) == id);

    private static IEnumerable<JsonObject> All(JsonNode? node) =>
        node switch
        {
            JsonObject one => one.SelectMany(property => All(property.Value)).Prepend(one),
            JsonArray several => several.SelectMany(All),
            _ => [],
        };

    private static long Campaign(JsonObject card) =>
        (long)CardReader.Buttons(card).First(button => button["data"]?["campaign"] is not null)["data"]!["campaign"]!;
}

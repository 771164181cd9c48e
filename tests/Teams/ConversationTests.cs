using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Tests.Teams;

/// <summary>A salesperson's conversations, from the typed command to the answer at the platform.</summary>
public sealed class ConversationTests(OpenHouse open) : IClassFixture<OpenHouse>
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private House House => open.House;

    [Fact]
    public async Task Somebody_who_is_not_on_the_list_is_told_so_and_nothing_else()
    {
        Assert.Contains("staff list", (await House.SayAsync(null, "pending")).Text, StringComparison.Ordinal);
        var pressed = await House.PressAsync(null, new JsonObject { ["verb"] = "pending.takeAll", ["data"] = new JsonObject() }, null);
        Assert.Equal("application/vnd.microsoft.activity.message", (string?)pressed["type"]);
        Assert.Contains("staff list", (string?)pressed["value"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("broadcast")]
    [InlineData("pending")]
    [InlineData("records")]
    public async Task An_administrator_is_told_who_may(string words) =>
        Assert.Equal("Only sales managers and salespeople can use this.", (await House.SayAsync(House.Administrator, words)).Text);

    [Fact]
    public async Task What_is_no_command_is_answered_with_the_nearest_one_tap_away()
    {
        var card = (await House.SayAsync(House.Seller, "群發記綠")).Card!;
        var buttons = House.Buttons(card).ToList();
        Assert.InRange(buttons.Count(button => (string?)button["verb"] == Verbs.CommandRun), 1, 3);
        Assert.Equal(Verbs.HelpOpen, (string?)buttons[^1]["verb"]);
        var nearest = buttons.First(button => (string?)button["verb"] == Verbs.CommandRun).DeepClone().AsObject();
        var ran = (await House.PressAsync(House.Seller, nearest, "m1"))["value"]!;
        Assert.Equal(Phrases.English["Records_Title"], (string?)ran["body"]![0]!["text"]);

        var help = (await House.SayAsync(House.Administrator, "what?")).Card!.ToJsonString();
        Assert.Contains("what?", help, StringComparison.Ordinal);
        Assert.Contains(Phrases.English["Help_Role"], help, StringComparison.Ordinal);
        // Not one that they could do nothing with.
        Assert.DoesNotContain(House.Buttons((await House.SayAsync(House.Administrator, "brodcast")).Card!), button =>
            (string?)button["verb"] == Verbs.CommandRun
        );
    }

    [Fact]
    public async Task A_command_of_a_button_is_run_for_whoever_may_and_a_made_up_one_shows_the_help()
    {
        foreach (var name in Enum.GetNames<CommandName>())
        {
            var shown = await House.PressAsync(
                House.Seller,
                Card.Button(Verbs.CommandRun, "x", new JsonObject { ["command"] = name }),
                "m1"
            );
            Assert.Equal(200, (int)shown["statusCode"]!);
        }

        var denied = await House.PressAsync(
            House.Administrator,
            Card.Button(Verbs.CommandRun, "x", new JsonObject { ["command"] = nameof(CommandName.Pending) }),
            "m1"
        );
        Assert.Equal(Phrases.English["Denied_Role"], (string?)denied["value"]);
        var other = await House.PressAsync(House.Seller, Card.Button(Verbs.CommandRun, "x", new JsonObject { ["command"] = "3" }), "m1");
        Assert.Equal(Phrases.English.Say("Help_Title", House.Seller.Name), (string?)other["value"]!["body"]![0]!["text"]);
    }

    [Fact]
    public async Task In_a_group_nothing_is_shown()
    {
        var activity = House.Activity("message", House.Seller);
        (activity["text"], activity["conversation"]!["conversationType"], activity["conversation"]!["id"]) = (
            "pending",
            "groupChat",
            "19:group@thread.v2"
        );
        await House.PostAsync(activity.ToJsonString());
        Assert.Contains("one-to-one chat", (await open.Stub.CallAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_comes_twice_is_answered_once()
    {
        var activity = House.Activity("message", House.Other, "1485983408511");
        activity["text"] = "help";
        await House.PostAsync(activity.ToJsonString());
        await House.PostAsync(activity.ToJsonString());
        Assert.NotNull((await open.Stub.CallAsync(call => call.Method == "POST")).Card);
        var before = open.Stub.All.Count;
        Assert.Contains("Did you mean", (await House.SayAsync(House.Other, "pendign")).Card!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(before + 1, open.Stub.All.Count);
    }

    [Fact]
    public async Task An_install_is_welcomed_once_however_it_is_told()
    {
        var install = House.Activity("installationUpdate", House.Seller);
        install["action"] = "add";
        var added = House.Activity("conversationUpdate", House.Seller);
        added["membersAdded"] = new JsonArray(new JsonObject { ["id"] = "28:omo" });
        var before = open.Stub.All.Count;
        await Task.WhenAll(House.PostAsync(install.ToJsonString()), House.PostAsync(added.ToJsonString()));
        var welcome = await open.Stub.CallAsync();
        Assert.Contains("Hello, 王店員!", welcome.Body, StringComparison.Ordinal);
        await House.SayAsync(House.Seller, "help");
        Assert.Equal(before + 2, open.Stub.All.Count);
        var reference = await House.Get<TeamsReferences>().FindAsync(House.Seller.Id, default);
        Assert.Equal(
            (open.Stub.ServiceUrl, $"a:1{House.Seller.Id}", "en-US"),
            (reference!.ServiceUrl, reference.ConversationId, reference.Locale)
        );
    }

    [Fact]
    public async Task A_reply_being_typed_comes_along_when_the_conversation_is_opened()
    {
        var customer = await open.CustomerSaysAsync("還在嗎？");
        await House.PressAsync(House.Seller, Button("pending.take", customer), "m1");
        var opening = Button("mine.open", customer);
        opening["data"]!["text"] = "正在打的字";
        var sent = open.Pushes;
        var card = (await House.PressAsync(House.Seller, opening, "m1"))["value"]!.AsObject();
        Assert.Contains("\"value\":\"正在打的字\"", card.ToJsonString(Plain), StringComparison.Ordinal);
        Assert.Equal(sent, open.Pushes);
    }

    [Fact]
    public async Task A_customer_is_taken_answered_tagged_and_closed_from_the_cards()
    {
        var customer = await open.CustomerSaysAsync("還有貨嗎？");
        var list = (await House.SayAsync(House.Seller, "pending")).Card!;
        Assert.Contains("還有貨嗎", list.ToJsonString(Plain), StringComparison.Ordinal);
        var taken = await House.PressAsync(House.Seller, Button("pending.take", customer), "m1");
        Assert.Contains("This conversation is yours now.", taken.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(
            "You already have this conversation.",
            (await House.PressAsync(House.Seller, Button("pending.take", customer), "m1")).ToJsonString(),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "A colleague has already taken it.",
            (await House.PressAsync(House.Other, Button("pending.take", customer), "m1")).ToJsonString(),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "have access to it",
            (await House.PressAsync(House.Other, Button("mine.open", customer), "m1")).ToJsonString(),
            StringComparison.Ordinal
        );

        var opened = (await House.PressAsync(House.Seller, Button("mine.open", customer), "m1"))["value"]!.AsObject();
        var sent = open.Pushes;
        var answered = await House.PressAsync(House.Seller, opened, "conversation.reply", "m1", ("text", "有的！"));
        var again = await House.PressAsync(House.Seller, opened, "conversation.reply", "m1", ("text", "有的！"));
        Assert.Contains("Sent.", answered.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("already pressed", again.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(sent + 1, open.Pushes);
        Assert.Contains("有的！", again.ToJsonString(Plain), StringComparison.Ordinal);

        var more = (await House.PressAsync(House.Seller, opened, "conversation.more", "m1"))["value"]!.AsObject();
        var tagged = await House.PressAsync(House.Seller, more, "conversation.tag", "m1", ("tags", "VIP、新品, vip"), ("note", "typed"));
        Assert.Contains("typed", tagged.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("Tags saved.", tagged.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(["VIP", "新品"], (await House.Get<Conversations>().FindAsync(customer))!.Tags.Order(StringComparer.Ordinal));
        // One that is too long: said at its field, with the limit; nothing changes, and nothing that was typed is lost.
        var wrong = (
            await House.PressAsync(
                House.Seller,
                tagged["value"]!.AsObject(),
                "conversation.tag",
                "m1",
                ("tags", $"VIP, {new string('長', 31)}"),
                ("note", "typed")
            )
        )["value"]!["body"]!
            .AsArray()
            .Select(element => element!.AsObject())
            .ToList();
        var field = wrong.FindIndex(element => (string?)element["id"] == "tags");
        Assert.Equal(($"VIP, {new string('長', 31)}", "Attention"), ((string?)wrong[field]["value"], (string?)wrong[field - 1]["color"]));
        Assert.Contains("30", (string?)wrong[field - 1]["text"], StringComparison.Ordinal);
        Assert.Equal("typed", (string?)wrong.Single(element => (string?)element["id"] == "note")["value"]);
        Assert.Equal(["VIP", "新品"], (await House.Get<Conversations>().FindAsync(customer))!.Tags.Order(StringComparer.Ordinal));
        // The same tag in other letters is the same tag, and not lost.
        await House.PressAsync(House.Seller, tagged["value"]!.AsObject(), "conversation.tag", "m1", ("tags", "vip"));
        Assert.Equal(["VIP"], (await House.Get<Conversations>().FindAsync(customer))!.Tags);
        Assert.Contains(
            "Please write a reply.",
            (await House.PressAsync(House.Seller, answered["value"]!.AsObject(), "conversation.reply", "m1")).ToJsonString(),
            StringComparison.Ordinal
        );

        Assert.Contains(
            "Conversation closed.",
            (await House.PressAsync(House.Seller, opened, "conversation.close", "m1")).ToJsonString(),
            StringComparison.Ordinal
        );
        Assert.Equal(ConversationState.Closed, (await House.Get<Conversations>().FindAsync(customer))!.State);
    }

    [Fact]
    public async Task Every_tag_that_a_customer_can_have_stands_in_the_field_and_saving_it_as_it_stands_loses_none()
    {
        var customer = (await open.CustomersOfAsync(House.Seller.Id, 1))[0];
        var walk = new Walk(House, House.Seller);
        await walk.SayAsync("mine");
        await walk.PressAsync("Button_Open", customer.ToString());
        await walk.PressAsync("Button_More");
        await walk.PressAsync(
            "Button_SaveTags",
            filled: (
                "tags",
                string.Join(
                    '、',
                    Enumerable.Range(10, CustomerDesk.MostTags).Select(i => $"{i}{new string('標', CustomerDesk.LongestTag - 2)}")
                )
            )
        );
        await walk.PressAsync("Button_SaveTags");
        var tags = (await House.Get<Conversations>().FindAsync(customer))!.Tags;
        Assert.Equal(CustomerDesk.MostTags, tags.Count);
        Assert.All(tags, tag => Assert.Equal(CustomerDesk.LongestTag, tag.Length));
    }

    [Fact]
    public async Task A_typed_reply_goes_only_to_whom_it_surely_means()
    {
        var conversations = House.Get<Conversations>();
        foreach (var name in new[] { "陳安", "陳安安", "林 美美" })
        {
            var customer = await open.CustomerSaysAsync("嗨");
            await conversations.SetProfileAsync(customer, new Profile(name, null));
            await conversations.TakeAsync(customer, House.Other.Id, TimeProvider.System.GetUtcNow());
        }
        var sent = open.Pushes;
        Assert.Contains("Make", (await House.SayAsync(House.Other, "reply 美美 hello")).Card!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("Make", (await House.SayAsync(House.Other, "reply 1 hello")).Card!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(
            "Several customers match",
            (await House.SayAsync(House.Other, "reply 陳 hello")).Card!.ToJsonString(),
            StringComparison.Ordinal
        );
        Assert.Contains("No customer", (await House.SayAsync(House.Other, "reply 王 hello")).Text, StringComparison.Ordinal);
        Assert.Contains("Type it like this: reply", (await House.SayAsync(House.Other, "reply")).Text, StringComparison.Ordinal);
        Assert.Equal(sent, open.Pushes);
        Assert.Contains("Sent.", (await House.SayAsync(House.Other, "reply 陳安 hello")).Text, StringComparison.Ordinal);
        Assert.Equal(sent + 1, open.Pushes);
    }

    [Theory]
    [InlineData("no.such.verb")]
    [InlineData("mine.close")]
    [InlineData("conversation.reply")]
    [InlineData("broadcast.send")]
    [InlineData("broadcast.compose")]
    [InlineData("records.recipients")]
    public async Task Made_up_buttons_are_answered_without_harm(string verb)
    {
        foreach (
            var data in new[]
            {
                """{}""",
                """{"campaign":"-1","customer":"x","version":"99999999999","action":"x"}""",
                """{"campaign":999999,"customer":"line:Unobody/U1","skip":"2147483647"}""",
            }
        )
        {
            var answer = await House.PressAsync(House.Seller, new JsonObject { ["verb"] = verb, ["data"] = JsonNode.Parse(data) }, "m1");
            Assert.Equal(200, (int)answer["statusCode"]!);
        }
    }

    private static JsonObject Button(string verb, CustomerKey customer) =>
        OmoBroadcast.Teams.Cards.Card.Button(Verbs.Find(verb)!, "x", new JsonObject { ["customer"] = customer.ToString() });
}

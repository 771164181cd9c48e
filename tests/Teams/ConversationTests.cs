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
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

/// <summary>A salesperson's conversations, from the typed command to the answer at the platform.</summary>
public sealed class ConversationTests(TeamsFixture open) : IClassFixture<TeamsFixture>
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private TeamsFace Teams => open.Teams;

    [Fact]
    public async Task Somebody_who_is_not_on_the_list_is_told_so_and_nothing_else()
    {
        Assert.Contains("staff list", (await Teams.SayAsync(null, "pending")).Text, StringComparison.Ordinal);
        var pressed = await Teams.PressAsync(null, new JsonObject { ["verb"] = "pending.takeAll", ["data"] = new JsonObject() }, null);
        Assert.Equal("application/vnd.microsoft.activity.message", (string?)pressed["type"]);
        Assert.Contains("staff list", (string?)pressed["value"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("broadcast")]
    [InlineData("pending")]
    [InlineData("records")]
    public async Task An_administrator_is_told_who_may(string words) =>
        Assert.Equal("Only sales managers and salespeople can use this.", (await Teams.SayAsync(Staff.Administrator, words)).Text);

    [Fact]
    public async Task What_is_no_command_is_answered_with_the_nearest_one_tap_away()
    {
        var card = (await Teams.SayAsync(Staff.Seller, "群發記綠")).Card!;
        var buttons = CardReader.Buttons(card).ToList();
        Assert.InRange(buttons.Count(button => (string?)button["verb"] == Verbs.CommandRun), 1, 3);
        Assert.Equal(Verbs.HelpOpen, (string?)buttons[^1]["verb"]);
        var nearest = buttons.First(button => (string?)button["verb"] == Verbs.CommandRun).DeepClone().AsObject();
        var ran = (await Teams.PressAsync(Staff.Seller, nearest, "m1"))["value"]!;
        Assert.Equal(Phrases.English["Records_Title"], (string?)ran["body"]![0]!["text"]);

        var help = (await Teams.SayAsync(Staff.Administrator, "what?")).Card!.ToJsonString();
        Assert.Contains("what?", help, StringComparison.Ordinal);
        Assert.Contains(Phrases.English["Help_Role"], help, StringComparison.Ordinal);
        // Not one that they could do nothing with.
        Assert.DoesNotContain(CardReader.Buttons((await Teams.SayAsync(Staff.Administrator, "brodcast")).Card!), button =>
            (string?)button["verb"] == Verbs.CommandRun
        );
    }

    [Fact]
    public async Task A_command_of_a_button_is_run_for_whoever_may_and_a_made_up_one_shows_the_help()
    {
        foreach (var name in Enum.GetNames<CommandName>())
        {
            var shown = await Teams.PressAsync(
                Staff.Seller,
                Card.Button(Verbs.CommandRun, "x", new JsonObject { ["command"] = name }),
                "m1"
            );
            Assert.Equal(200, (int)shown["statusCode"]!);
        }

        var denied = await Teams.PressAsync(
            Staff.Administrator,
            Card.Button(Verbs.CommandRun, "x", new JsonObject { ["command"] = nameof(CommandName.Pending) }),
            "m1"
        );
        Assert.Equal(Phrases.English["Denied_Role"], (string?)denied["value"]);
        var other = await Teams.PressAsync(Staff.Seller, Card.Button(Verbs.CommandRun, "x", new JsonObject { ["command"] = "3" }), "m1");
        Assert.Equal(Phrases.English.Say("Help_Title", Staff.Seller.Name), (string?)other["value"]!["body"]![0]!["text"]);
    }

    [Fact]
    public async Task In_a_group_nothing_is_shown()
    {
        var activity = Teams.Activity("message", Staff.Seller);
        (activity["text"], activity["conversation"]!["conversationType"], activity["conversation"]!["id"]) = (
            "pending",
            "groupChat",
            "19:group@thread.v2"
        );
        await Teams.PostAsync(activity.ToJsonString());
        Assert.Contains("one-to-one chat", (await open.Stub.CallAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_comes_twice_is_answered_once()
    {
        var activity = Teams.Activity("message", Staff.Other, "1485983408511");
        activity["text"] = "help";
        await Teams.PostAsync(activity.ToJsonString());
        await Teams.PostAsync(activity.ToJsonString());
        Assert.NotNull((await open.Stub.CallAsync(call => call.Method == "POST")).Card);
        var before = open.Stub.All.Count;
        Assert.Contains("Did you mean", (await Teams.SayAsync(Staff.Other, "pendign")).Card!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(before + 1, open.Stub.All.Count);
    }

    [Fact]
    public async Task An_install_is_welcomed_once_however_it_is_told()
    {
        var install = Teams.Activity("installationUpdate", Staff.Seller);
        install["action"] = "add";
        var added = Teams.Activity("conversationUpdate", Staff.Seller);
        added["membersAdded"] = new JsonArray(new JsonObject { ["id"] = "28:omo" });
        var before = open.Stub.All.Count;
        await Task.WhenAll(Teams.PostAsync(install.ToJsonString()), Teams.PostAsync(added.ToJsonString()));
        var welcome = await open.Stub.CallAsync();
        Assert.Contains("Hello, 王店員!", welcome.Body, StringComparison.Ordinal);
        await Teams.SayAsync(Staff.Seller, "help");
        Assert.Equal(before + 2, open.Stub.All.Count);
        var reference = await Teams.Get<TeamsReferences>().FindAsync(Staff.Seller.Id, default);
        Assert.Equal(
            (open.Stub.ServiceUrl, $"a:1{Staff.Seller.Id}", "en-US"),
            (reference!.ServiceUrl, reference.ConversationId, reference.Locale)
        );
    }

    [Fact]
    public async Task A_reply_being_typed_comes_along_when_the_conversation_is_opened()
    {
        var customer = await open.Customers.WriteAsync("還在嗎？");
        await Teams.PressAsync(Staff.Seller, Button("pending.take", customer), "m1");
        var opening = Button("mine.open", customer);
        opening["data"]!["text"] = "正在打的字";
        var sent = open.Pushes;
        var card = (await Teams.PressAsync(Staff.Seller, opening, "m1"))["value"]!.AsObject();
        Assert.Contains("\"value\":\"正在打的字\"", card.ToJsonString(Plain), StringComparison.Ordinal);
        Assert.Equal(sent, open.Pushes);
    }

    [Fact]
    public async Task A_customer_who_waits_is_taken_by_one_and_no_other_sees_the_conversation()
    {
        var customer = await open.Customers.WriteAsync("還有貨嗎？");
        var list = (await Teams.SayAsync(Staff.Seller, "pending")).Card!;
        Assert.Contains("還有貨嗎", list.ToJsonString(Plain), StringComparison.Ordinal);
        foreach (
            var (who, verb, said) in new[]
            {
                (Staff.Seller, "pending.take", "This conversation is yours now."),
                (Staff.Seller, "pending.take", "You already have this conversation."),
                (Staff.Other, "pending.take", "A colleague has already taken it."),
                (Staff.Other, "mine.open", "have access to it"),
            }
        )
            Assert.Contains(said, (await Teams.PressAsync(who, Button(verb, customer), "m1")).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_customer_is_answered_once_however_often_it_is_pressed_and_the_conversation_closed()
    {
        var customer = await open.Customers.TakenAsync(Staff.Seller);
        var opened = await OpenAsync(customer);
        var sent = open.Pushes;
        var answered = await Teams.PressAsync(Staff.Seller, opened, "conversation.reply", "m1", ("text", "有的！"));
        var again = await Teams.PressAsync(Staff.Seller, opened, "conversation.reply", "m1", ("text", "有的！"));
        Assert.Contains("Sent.", answered.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("already pressed", again.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(sent + 1, open.Pushes);
        Assert.Contains("有的！", again.ToJsonString(Plain), StringComparison.Ordinal);
        Assert.Contains(
            "Please write a reply.",
            (await Teams.PressAsync(Staff.Seller, answered["value"]!.AsObject(), "conversation.reply", "m1")).ToJsonString(),
            StringComparison.Ordinal
        );

        Assert.Contains(
            "Conversation closed.",
            (await Teams.PressAsync(Staff.Seller, opened, "conversation.close", "m1")).ToJsonString(),
            StringComparison.Ordinal
        );
        Assert.Equal(ConversationState.Closed, (await Teams.Get<Conversations>().FindAsync(customer))!.State);
    }

    [Fact]
    public async Task Tags_are_saved_and_the_same_tag_in_other_letters_is_the_same_tag()
    {
        var customer = await open.Customers.TakenAsync(Staff.Seller);
        var more = await MoreAsync(customer);
        var tagged = await Teams.PressAsync(Staff.Seller, more, "conversation.tag", "m1", ("tags", "VIP、新品, vip"), ("note", "typed"));
        Assert.Contains("typed", tagged.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("Tags saved.", tagged.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(["VIP", "新品"], await TagsAsync(customer));
        await Teams.PressAsync(Staff.Seller, tagged["value"]!.AsObject(), "conversation.tag", "m1", ("tags", "vip"));
        Assert.Equal(["VIP"], await TagsAsync(customer));
    }

    [Fact]
    public async Task A_tag_that_is_too_long_is_said_at_its_field_and_nothing_that_was_typed_is_lost()
    {
        var customer = await open.Customers.TakenAsync(Staff.Seller);
        await Teams.Get<Conversations>().TagAsync(customer, ["VIP", "新品"], []);
        var typed = $"VIP, {new string('長', 31)}";
        var more = await MoreAsync(customer);
        var answer = await Teams.PressAsync(Staff.Seller, more, "conversation.tag", "m1", ("tags", typed), ("note", "typed"));
        var wrong = answer["value"]!["body"]!.AsArray().Select(element => element!.AsObject()).ToList();
        var field = wrong.FindIndex(element => (string?)element["id"] == "tags");
        Assert.Equal((typed, "Attention"), ((string?)wrong[field]["value"], (string?)wrong[field - 1]["color"]));
        Assert.Contains("30", (string?)wrong[field - 1]["text"], StringComparison.Ordinal);
        Assert.Equal("typed", (string?)wrong.Single(element => (string?)element["id"] == "note")["value"]);
        Assert.Equal(["VIP", "新品"], await TagsAsync(customer));
    }

    private async Task<JsonObject> OpenAsync(CustomerKey customer) =>
        (await Teams.PressAsync(Staff.Seller, Button("mine.open", customer), "m1"))["value"]!.AsObject();

    private async Task<JsonObject> MoreAsync(CustomerKey customer) =>
        (await Teams.PressAsync(Staff.Seller, await OpenAsync(customer), "conversation.more", "m1"))["value"]!.AsObject();

    private async Task<IEnumerable<string>> TagsAsync(CustomerKey customer) =>
        (await Teams.Get<Conversations>().FindAsync(customer))!.Tags.Order(StringComparer.Ordinal);

    [Fact]
    public async Task Every_tag_that_a_customer_can_have_stands_in_the_field_and_saving_it_as_it_stands_loses_none()
    {
        var customer = await open.Customers.TakenAsync(Staff.Seller);
        var walk = new Walk(Teams, Staff.Seller);
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
        var tags = (await Teams.Get<Conversations>().FindAsync(customer))!.Tags;
        Assert.Equal(CustomerDesk.MostTags, tags.Count);
        Assert.All(tags, tag => Assert.Equal(CustomerDesk.LongestTag, tag.Length));
    }

    [Fact]
    public async Task A_typed_reply_goes_only_to_whom_it_surely_means()
    {
        var conversations = Teams.Get<Conversations>();
        foreach (var name in new[] { "陳安", "陳安安", "林 美美" })
        {
            var customer = await open.Customers.WriteAsync("嗨");
            await conversations.SetProfileAsync(customer, new Profile(name, null));
            await conversations.TakeAsync(customer, Staff.Other.Id, TimeProvider.System.GetUtcNow());
        }
        var sent = open.Pushes;
        Assert.Contains("Make", (await Teams.SayAsync(Staff.Other, "reply 美美 hello")).Card!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("Make", (await Teams.SayAsync(Staff.Other, "reply 1 hello")).Card!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(
            "Several customers match",
            (await Teams.SayAsync(Staff.Other, "reply 陳 hello")).Card!.ToJsonString(),
            StringComparison.Ordinal
        );
        Assert.Contains("No customer", (await Teams.SayAsync(Staff.Other, "reply 王 hello")).Text, StringComparison.Ordinal);
        Assert.Contains("Type it like this: reply", (await Teams.SayAsync(Staff.Other, "reply")).Text, StringComparison.Ordinal);
        Assert.Equal(sent, open.Pushes);
        Assert.Contains("Sent.", (await Teams.SayAsync(Staff.Other, "reply 陳安 hello")).Text, StringComparison.Ordinal);
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
            var answer = await Teams.PressAsync(Staff.Seller, new JsonObject { ["verb"] = verb, ["data"] = JsonNode.Parse(data) }, "m1");
            Assert.Equal(200, (int)answer["statusCode"]!);
        }
    }

    private static JsonObject Button(string verb, CustomerKey customer) =>
        OmoBroadcast.Teams.Cards.Card.Button(Verbs.Find(verb)!, "x", new JsonObject { ["customer"] = customer.ToString() });
}

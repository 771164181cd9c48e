using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

/// <summary>預存回覆, made, shared, changed, used and deleted from Teams.</summary>
public sealed class SavedRepliesTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly TeamsFixture open = new();

    private TeamsFace Teams => open.Teams;

    public ValueTask InitializeAsync() => open.InitializeAsync();

    public ValueTask DisposeAsync() => open.DisposeAsync();

    [Fact]
    public async Task One_is_made_changed_and_deleted_by_its_author_only()
    {
        var form = await PressAsync((await Teams.SayAsync(Staff.Seller, "預存回覆")).Card!, "saved.new");
        var saved = await PressAsync(form, "saved.keep", ("name", "Hi"), ("text1", "hello {{customer_name}}"), ("text4", "two"));
        await PressAsync(form, "saved.keep", ("name", "Hi"), ("text1", "hello {{customer_name}}"), ("text4", "two"));
        var reply = Assert.Single(await Teams.Get<SavedReplies>().AllAsync(default));
        Assert.Equal(2, reply.Content.Messages.Count);
        Assert.Contains("Saved.", Words(saved), StringComparison.Ordinal);
        await NobodyElseHasItAsync(reply);

        await ShareAsync(await PressAsync(saved, "saved.edit"));
        var seen = (await Teams.SayAsync(Staff.Other, "saved replies")).Card!;
        Assert.Contains("**Hi**", Words(seen), StringComparison.Ordinal);
        Assert.DoesNotContain(CardReader.Buttons(seen), button => (string?)button["verb"] is "saved.edit" or "saved.delete");

        var shared = (await Teams.SayAsync(Staff.Administrator, "saved replies")).Card!;
        var ask = await PressAsync(shared, "saved.askDelete", Staff.Administrator);
        Assert.NotNull(await Teams.Get<SavedReplies>().FindAsync(reply.Id, default));
        Assert.Contains("Deleted.", Words(await PressAsync(ask, "saved.delete", Staff.Administrator)), StringComparison.Ordinal);
        Assert.Empty(await Teams.Get<SavedReplies>().AllAsync(default));
    }

    [Fact]
    public async Task A_form_that_cannot_be_saved_says_what_is_missing_or_not_allowed()
    {
        var form = await PressAsync((await Teams.SayAsync(Staff.Seller, "預存回覆")).Card!, "saved.new");
        foreach (
            var (inputs, said) in new ((string, string)[], string)[]
            {
                ([("text1", "hello")], "Please give it a name"),
                ([("name", "Hi"), ("text1", "hello"), ("share", "All")], "share it with your own store"),
                ([("name", "Hi"), ("text1", "hello"), ("share", "Stores")], "who to share"),
                ([("name", "Hi"), ("text1", "{{nickname}}")], "fill in. You can use"),
            }
        )
            Assert.Contains(said, Words(await PressAsync(form, "saved.keep", inputs)), StringComparison.Ordinal);
        Assert.Empty(await Teams.Get<SavedReplies>().AllAsync(default));
    }

    /// <summary>Nobody else sees it, and made-up buttons do not help.</summary>
    private async Task NobodyElseHasItAsync(SavedReply reply)
    {
        Assert.Contains("No saved replies", Words((await Teams.SayAsync(Staff.Other, "saved replies")).Card!), StringComparison.Ordinal);
        foreach (var verb in (string[])["saved.edit", "saved.delete", "saved.keep"])
        {
            var forged = new JsonObject
            {
                ["verb"] = verb,
                ["data"] = new JsonObject
                {
                    ["saved"] = reply.Id,
                    ["version"] = 1,
                    ["once"] = "mine",
                    ["name"] = "mine",
                    ["text1"] = "x",
                    ["slots"] = "t,t,t,t,t",
                },
            };
            Assert.Contains("be found, or", (await Teams.PressAsync(Staff.Other, forged, "m")).ToJsonString(), StringComparison.Ordinal);
        }
    }

    /// <summary>With the own store, once.</summary>
    private async Task ShareAsync(JsonObject edit)
    {
        Assert.Equal("two", (string?)Input(edit, "text2")!["value"]);
        await PressAsync(edit, "saved.keep", ("name", "Hi"), ("text1", "hello"), ("share", "Stores"), ("stores", "信義店"));
        Assert.Contains(
            "already pressed",
            (await Teams.PressAsync(Staff.Seller, edit, "saved.keep", "m", ("name", "Hi"), ("text1", "again"))).ToJsonString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task It_expands_in_a_broadcast_as_far_as_there_is_room()
    {
        await open.Customers.TakenAsync(Staff.Seller, 1);
        var three = await SaveAsync("three", "a", "b", "c");
        var another = SavedReply.New(Staff.Other.Id, "hidden", new([new OutboundMessage.Text("secret")]), Sharing.Mine);
        var hidden = await Teams.Get<SavedReplies>().AddAsync(another, "m", TimeProvider.System.GetUtcNow(), default);
        var compose = await PressAsync((await Teams.SayAsync(Staff.Seller, "broadcast")).Card!, "broadcast.compose");
        Assert.DoesNotContain("hidden", Words(compose), StringComparison.Ordinal);
        Assert.Contains("Please choose a saved reply", Words(await PressAsync(compose, "broadcast.insert")), StringComparison.Ordinal);
        var filled = await PressAsync(compose, "broadcast.insert", ("text2", "typed"), ("reply", $"{three.Id}"));
        Assert.Equal(["typed", "a", "b", "c"], Enumerable.Range(1, 4).Select(i => (string?)Input(filled, $"text{i}")!["value"]));
        (string, string)[] four = [("text1", "typed"), ("text2", "a"), ("text3", "b"), ("text4", "c")];
        var full = await PressAsync(filled, "broadcast.insert", [.. four, ("reply", $"{three.Id}")]);
        Assert.Contains("You can send up to 5 messages.", Words(full), StringComparison.Ordinal);
        Assert.Equal("typed", (string?)Input(full, "text1")!["value"]);
        var others = await Teams.PressAsync(Staff.Seller, filled, "broadcast.insert", "m", ("reply", $"{hidden.Id}"));
        Assert.Contains("be found, or", others.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_answers_a_customer_by_name()
    {
        var customer = await open.Customers.TakenAsync(Staff.Seller);
        await Teams
            .Get<OmoBroadcast.Storage.Redis.Conversations>()
            .SetProfileAsync(customer, new OmoBroadcast.Domain.Channels.Profile("陳安", null));
        var reply = await SaveAsync("hello", "{{customer_name}}您好");
        var opened = (
            await Teams.PressAsync(
                Staff.Seller,
                new JsonObject
                {
                    ["verb"] = "mine.open",
                    ["data"] = new JsonObject { ["customer"] = customer.ToString() },
                },
                "m"
            )
        )["value"]!.AsObject();
        var pushed = open.Pushes;
        var answered = await PressAsync(opened, "conversation.reply", ("text", "嗨"), ("reply", $"{reply.Id}"));
        Assert.Contains("Sent.", Words(answered), StringComparison.Ordinal);
        Assert.Equal(pushed + 1, open.Pushes);
        var body = open.Stub.All.Last(call => call.Path == "/line/v2/bot/message/push").Body;
        Assert.Contains("陳安您好", body, StringComparison.Ordinal);
        Assert.Contains("嗨", body, StringComparison.Ordinal);
    }

    private Task<SavedReply> SaveAsync(string name, params string[] texts) =>
        Teams
            .Get<SavedReplies>()
            .AddAsync(
                SavedReply.New(Staff.Seller.Id, name, new([.. texts.Select(text => new OutboundMessage.Text(text))]), Sharing.Mine),
                name,
                TimeProvider.System.GetUtcNow(),
                default
            );

    private Task<JsonObject> PressAsync(JsonObject card, string verb, params (string, string)[] inputs) =>
        PressAsync(card, verb, Staff.Seller, inputs);

    private async Task<JsonObject> PressAsync(JsonObject card, string verb, StaffMember who, params (string, string)[] inputs)
    {
        var answer = await Teams.PressAsync(who, card, verb, "the-card", inputs);
        Assert.True((string?)answer["type"] == "application/vnd.microsoft.card.adaptive", answer.ToJsonString());
        return answer["value"]!.AsObject();
    }

    private static JsonObject? Input(JsonObject card, string id) =>
        card["body"]!.AsArray().OfType<JsonObject>().FirstOrDefault(element => (string?)element["id"] == id);

    private static string Words(JsonObject card) => card.ToJsonString(Plain);
}

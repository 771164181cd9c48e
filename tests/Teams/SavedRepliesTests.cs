using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Teams;

/// <summary>預存回覆, made, shared, changed, used and deleted from Teams.</summary>
public sealed class SavedRepliesTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly OpenHouse open = new();

    private House House => open.House;

    public ValueTask InitializeAsync() => open.InitializeAsync();

    public ValueTask DisposeAsync() => open.DisposeAsync();

    [Fact]
    public async Task One_is_made_changed_and_deleted_by_its_author_only()
    {
        var list = (await House.SayAsync(House.Seller, "預存回覆")).Card!;
        var form = await PressAsync(list, "saved.new");
        Assert.Contains("Please give it a name", Words(await PressAsync(form, "saved.keep", ("text1", "hello"))), StringComparison.Ordinal);
        Assert.Contains(
            "share it with your own store",
            Words(await PressAsync(form, "saved.keep", ("name", "Hi"), ("text1", "hello"), ("share", "All"))),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "who to share",
            Words(await PressAsync(form, "saved.keep", ("name", "Hi"), ("text1", "hello"), ("share", "Stores"))),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "fill in. You can use",
            Words(await PressAsync(form, "saved.keep", ("name", "Hi"), ("text1", "{{nickname}}"))),
            StringComparison.Ordinal
        );
        var saved = await PressAsync(form, "saved.keep", ("name", "Hi"), ("text1", "hello {{customer_name}}"), ("text4", "two"));
        await PressAsync(form, "saved.keep", ("name", "Hi"), ("text1", "hello {{customer_name}}"), ("text4", "two"));
        var reply = Assert.Single(await House.Get<SavedReplies>().AllAsync(default));
        Assert.Equal(2, reply.Content.Messages.Count);
        Assert.Contains("Saved.", Words(saved), StringComparison.Ordinal);

        // Nobody else sees it, and made-up buttons do not help.
        Assert.Contains("No saved replies", Words((await House.SayAsync(House.Other, "saved replies")).Card!), StringComparison.Ordinal);
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
            Assert.Contains("be found, or", (await House.PressAsync(House.Other, forged, "m")).ToJsonString(), StringComparison.Ordinal);
        }

        var edit = await PressAsync(saved, "saved.edit");
        Assert.Equal("two", (string?)Input(edit, "text2")!["value"]);
        await PressAsync(edit, "saved.keep", ("name", "Hi"), ("text1", "hello"), ("share", "Stores"), ("stores", "信義店"));
        Assert.Contains(
            "already pressed",
            (await House.PressAsync(House.Seller, edit, "saved.keep", "m", ("name", "Hi"), ("text1", "again"))).ToJsonString(),
            StringComparison.Ordinal
        );
        var seen = (await House.SayAsync(House.Other, "saved replies")).Card!;
        Assert.Contains("**Hi**", Words(seen), StringComparison.Ordinal);
        Assert.DoesNotContain(House.Buttons(seen), button => (string?)button["verb"] is "saved.edit" or "saved.delete");

        var shared = (await House.SayAsync(House.Administrator, "saved replies")).Card!;
        var ask = await PressAsync(shared, "saved.askDelete", House.Administrator);
        Assert.NotNull(await House.Get<SavedReplies>().FindAsync(reply.Id, default));
        Assert.Contains("Deleted.", Words(await PressAsync(ask, "saved.delete", House.Administrator)), StringComparison.Ordinal);
        Assert.Empty(await House.Get<SavedReplies>().AllAsync(default));
    }

    [Fact]
    public async Task It_expands_in_a_broadcast_as_far_as_there_is_room()
    {
        await open.CustomersOfAsync(House.Seller.Id, 1);
        var three = await SaveAsync("three", "a", "b", "c");
        var hidden = await House
            .Get<SavedReplies>()
            .AddAsync(
                SavedReply.New(House.Other.Id, "hidden", new([new OutboundMessage.Text("secret")]), Sharing.Mine),
                "m",
                TimeProvider.System.GetUtcNow(),
                default
            );
        var compose = await PressAsync((await House.SayAsync(House.Seller, "broadcast")).Card!, "broadcast.compose");
        Assert.DoesNotContain("hidden", Words(compose), StringComparison.Ordinal);
        Assert.Contains("Please choose a saved reply", Words(await PressAsync(compose, "broadcast.insert")), StringComparison.Ordinal);
        var filled = await PressAsync(compose, "broadcast.insert", ("text2", "typed"), ("reply", $"{three.Id}"));
        Assert.Equal(["typed", "a", "b", "c"], Enumerable.Range(1, 4).Select(i => (string?)Input(filled, $"text{i}")!["value"]));
        var full = await PressAsync(
            filled,
            "broadcast.insert",
            ("text1", "typed"),
            ("text2", "a"),
            ("text3", "b"),
            ("text4", "c"),
            ("reply", $"{three.Id}")
        );
        Assert.Contains("You can send up to 5 messages.", Words(full), StringComparison.Ordinal);
        Assert.Equal("typed", (string?)Input(full, "text1")!["value"]);
        var others = await House.PressAsync(House.Seller, filled, "broadcast.insert", "m", ("reply", $"{hidden.Id}"));
        Assert.Contains("be found, or", others.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_answers_a_customer_by_name()
    {
        var customer = (await open.CustomersOfAsync(House.Seller.Id, 1))[0];
        await House
            .Get<OmoBroadcast.Storage.Redis.Conversations>()
            .SetProfileAsync(customer, new OmoBroadcast.Domain.Channels.Profile("陳安", null));
        var reply = await SaveAsync("hello", "{{customer_name}}您好");
        var opened = (
            await House.PressAsync(
                House.Seller,
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
        House
            .Get<SavedReplies>()
            .AddAsync(
                SavedReply.New(House.Seller.Id, name, new([.. texts.Select(text => new OutboundMessage.Text(text))]), Sharing.Mine),
                name,
                TimeProvider.System.GetUtcNow(),
                default
            );

    private Task<JsonObject> PressAsync(JsonObject card, string verb, params (string, string)[] inputs) =>
        PressAsync(card, verb, House.Seller, inputs);

    private async Task<JsonObject> PressAsync(JsonObject card, string verb, StaffMember who, params (string, string)[] inputs)
    {
        var answer = await House.PressAsync(who, card, verb, "the-card", inputs);
        Assert.True((string?)answer["type"] == "application/vnd.microsoft.card.adaptive", answer.ToJsonString());
        return answer["value"]!.AsObject();
    }

    private static JsonObject? Input(JsonObject card, string id) =>
        card["body"]!.AsArray().OfType<JsonObject>().FirstOrDefault(element => (string?)element["id"] == id);

    private static string Words(JsonObject card) => card.ToJsonString(Plain);
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Tests.Storage.Media;

namespace OmoBroadcast.Tests.Teams;

/// <summary>What a customer edits is shown as it is now, and no card is taken from under somebody's words for it. What they take back is
/// gone from these, too, and a card that asks something asks the same again.</summary>
public sealed class EditedTests : IAsyncLifetime
{
    private const string First = "the first number",
        Second = "a better number",
        Third = "the best number";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly TeamsFixture open = new();
    private readonly string message = $"m{Guid.NewGuid():N}";
    private CustomerKey customer;

    private TeamsFace Teams => open.Teams;

    public async ValueTask InitializeAsync()
    {
        customer = await open.OpenWithAdaAsync();
        await ApplyAsync(new InboundBody.Message(message, MessageKind.Text, First, null));
    }

    public ValueTask DisposeAsync() => open.DisposeAsync();

    [Fact]
    public async Task It_is_told_by_a_card_of_its_own_where_a_reply_may_be_being_written()
    {
        var told = await open.Stub.SeenAsync(call => Says(call, "POST", First));
        var button = Card.Button(Verbs.MineOpen, "x", new JsonObject { ["customer"] = customer.ToString() });
        await Teams.PressAsync(Staff.Seller, button, "opened");
        var list = await Teams.SayAsync(Staff.Seller, "mine");
        await KeptAsync(3);

        await ApplyAsync(new InboundBody.Edited(message, Second));
        await PutAsync(list.AnsweredId!, Second);
        var edited = await open.Stub.SeenAsync(call => Says(call, "POST", Second));
        Assert.Contains("edited a message", edited.Body, StringComparison.Ordinal);
        Assert.False(Card.HasFields(edited.Card));

        // That one is brought up to date by the next.
        await ApplyAsync(new InboundBody.Edited(message, Third));
        Assert.Contains("edited a message", (await PutAsync(edited.AnsweredId!, Third)).Body, StringComparison.Ordinal);
        Assert.DoesNotContain(open.Stub.All, call => call.Method == "PUT" && (On(call, told.AnsweredId!) || On(call, "opened")));
    }

    [Fact]
    public async Task The_next_message_comes_on_a_card_of_its_own_which_can_be_answered_where_the_last_was()
    {
        await open.Stub.SeenAsync(call => Says(call, "POST", First));
        await open
            .Teams.Get<Conversations>()
            .AddStaffMessageAsync(customer, "answer", Staff.Seller.Id, "here", TimeProvider.System.GetUtcNow());
        var button = Card.Button(Verbs.MineOpen, "x", new JsonObject { ["customer"] = customer.ToString() });
        await Teams.PressAsync(Staff.Seller, button, "opened");
        await KeptAsync(1, "opened");
        await ApplyAsync(new InboundBody.Edited(message, Second));
        var edited = await open.Stub.SeenAsync(call => Says(call, "POST", "edited a message"));
        await open.Customers.WriteAsync(customer, "and a new one");
        var told = await open.Stub.SeenAsync(call => call.Body.Contains("and a new one", StringComparison.Ordinal));
        Assert.Equal("POST", told.Method);
        Assert.True(Card.HasFields(told.Card));
        Assert.NotEqual(edited.AnsweredId, told.AnsweredId);
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("zh-TW")]
    public async Task While_they_are_off_duty_nobody_is_told_and_when_they_are_back_they_are(string locale)
    {
        Teams.Locale = locale;
        var settings = (await Teams.SayAsync(Staff.Seller, "settings")).Card!;
        await open.Stub.SeenAsync(call => Says(call, "POST", First));
        var list = await Teams.SayAsync(Staff.Seller, "mine");
        await KeptAsync(2, list.AnsweredId);
        var off = await Teams.PressAsync(Staff.Seller, settings, Verbs.SettingsDuty, "settings");

        await ApplyAsync(new InboundBody.Edited(message, Second));
        await PutAsync(list.AnsweredId!, Second);
        Assert.DoesNotContain(open.Stub.All, call => Says(call, "POST", Second));

        await Teams.PressAsync(Staff.Seller, off["value"]!.AsObject(), Verbs.SettingsDuty, "settings");
        var told = await open.Stub.SeenAsync(call => Says(call, "POST", Second));
        Assert.Equal(Phrases.For(locale).Say("Notice_Edited", "Ada", "LINE"), CardReader.Title(told.Card));
        // Once.
        await ApplyAsync(new InboundBody.Edited(message, Third));
        await PutAsync(told.AnsweredId!, Third);
        Assert.Single(open.Stub.All, call => Says(call, "POST", Second));
    }

    [Fact]
    public async Task Who_took_the_conversation_over_meanwhile_is_not_told_of_what_they_have_seen()
    {
        await open.Stub.SeenAsync(call => Says(call, "POST", First));
        await KeptAsync(1);
        await Teams.SayAsync(Staff.Other, "help");
        var settings = (await Teams.SayAsync(Staff.Seller, "settings")).Card!;
        var off = await Teams.PressAsync(Staff.Seller, settings, Verbs.SettingsDuty, "settings");
        await ApplyAsync(new InboundBody.Edited(message, Second));
        await Teams.Get<Conversations>().PassAsync(customer, Staff.Seller.Id, Staff.Other.Id, TimeProvider.System.GetUtcNow());
        await Teams.PressAsync(Staff.Seller, off["value"]!.AsObject(), Verbs.SettingsDuty, "settings");

        // What comes next is told, and so is all that was due before.
        await open.Customers.WriteAsync(customer, "are you there");
        await open.Stub.SeenAsync(call => Says(call, "POST", "are you there"));
        Assert.DoesNotContain(open.Stub.All, call => Says(call, "POST", "edited a message"));
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("zh-TW")]
    public async Task Told_where_a_warning_offered_to_stop_broadcasts_it_offers_that_still(string locale)
    {
        Teams.Locale = locale;
        await Teams.SayAsync(Staff.Seller, "help");
        await open.Stub.SeenAsync(call => Says(call, "POST", First));
        await open.Customers.WriteAsync(customer, "請問怎麼退訂？一直收到");
        var warned = await open.Stub.SeenAsync(call => Says(call, "POST", "請問怎麼退訂"));
        Assert.Contains(CardReader.Buttons(warned.Card), button => (string?)button["verb"] == Verbs.ConversationStop);
        await KeptAsync(2, warned.AnsweredId);

        await ApplyAsync(new InboundBody.Edited(message, Second));
        var told = (await PutAsync(warned.AnsweredId!, Second)).Card!;
        Assert.Contains(Phrases.For(locale)["Notice_SoundsLikeStop"], told.ToJsonString(Plain), StringComparison.Ordinal);
        await Teams.PressAsync(Staff.Seller, told, Verbs.ConversationStop, warned.AnsweredId);
        Assert.Contains(SuppressionKind.Unsubscribed, (await Teams.Get<Suppressions>().FindAsync([customer], default))[customer]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_card_that_asks_for_whom_something_is_asks_so_again(bool attached)
    {
        // Another of mine is called so, too.
        var other = await open.Customers.TakenAsync(Staff.Seller);
        await Teams.Get<Conversations>().SetProfileAsync(other, new("Ada", "en"));
        var asked = attached ? await AttachAsync() : await Teams.SayAsync(Staff.Seller, "reply Ada two sizes, *M*\nand L");
        Assert.Contains(First, asked.Body, StringComparison.Ordinal);
        await KeptAsync(1, asked.AnsweredId);

        await ApplyAsync(new InboundBody.Unsent(message));
        var again = await PutAsync(asked.AnsweredId!, "");
        Assert.DoesNotContain(First, again.Body, StringComparison.Ordinal);
        Assert.Equal(CardReader.Title(asked.Card), CardReader.Title(again.Card));
        Assert.Equal(Pressed(asked.Card!), Pressed(again.Card!));
        Assert.Equal(Written(asked.Card!), Written(again.Card!));
    }

    private async Task<ConnectorCall> AttachAsync()
    {
        open.Stub.Serve("/teams/file", Samples.Jpeg());
        var activity = Teams.Activity("message", Staff.Seller);
        activity["text"] = "for whoever asked";
        activity["attachments"] = new JsonArray(
            new JsonObject
            {
                ["contentType"] = "image/jpeg",
                ["contentUrl"] = $"{open.Stub.ServiceUrl}/file",
                ["name"] = "spring.jpg",
            }
        );
        await Teams.PostAsync(activity.ToJsonString());
        return await open.Stub.SeenAsync(call => Says(call, "POST", "spring.jpg"));
    }

    private Task KeptAsync(int count, string? id = null) =>
        Until.SeenAsync(
            "the cards kept in mind",
            TimeSpan.FromSeconds(20),
            () => Teams.Get<SaidCards>().OfAsync(customer, default),
            cards => cards.Count >= count && (id is null || cards.Any(card => card.Place.ActivityId == id))
        );

    private Task<ConnectorCall> PutAsync(string id, string words) => open.Stub.SeenAsync(call => Says(call, "PUT", words) && On(call, id));

    private Task ApplyAsync(InboundBody body) =>
        Teams
            .Get<Conversations>()
            .ApplyAsync(
                [new($"e{Guid.NewGuid():N}", customer.Account, customer.UserId, TimeProvider.System.GetUtcNow(), false, body, null)],
                suppressionsPending: false,
                default
            );

    private static string Pressed(JsonObject card) =>
        string.Join(' ', CardReader.Buttons(card).Select(button => (string)button["verb"]!).Order(StringComparer.Ordinal));

    private static string? Written(JsonNode? node) =>
        node switch
        {
            JsonObject one when (string?)(one["id"] as JsonValue) == "text" => (string?)one["value"],
            JsonObject one => one.Select(member => Written(member.Value)).FirstOrDefault(found => found is not null),
            JsonArray many => many.Select(Written).FirstOrDefault(found => found is not null),
            _ => null,
        };

    private static bool Says(ConnectorCall call, string method, string words) =>
        call.Method == method && call.Body.Contains(words, StringComparison.Ordinal);

    private static bool On(ConnectorCall call, string id) => call.Path.EndsWith($"/{id}", StringComparison.Ordinal);
}

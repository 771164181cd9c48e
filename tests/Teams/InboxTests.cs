using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Tests.Teams;

/// <summary>已結束, 重啟, 移轉, notes, stopping broadcasts, 團隊 and the cards that tell of messages.</summary>
public sealed partial class InboxTests(OpenHouse open) : IClassFixture<OpenHouse>, IAsyncLifetime
{
    private static readonly StaffMember Manager = new("44444444-4444-4444-8444-444444444444", "黃經理", Role.Manager, House.Seller.Store);
    private static readonly StaffMember Elsewhere = new("55555555-5555-4555-8555-555555555555", "吳經理", Role.Manager, "台中店");

    private House House => open.House;

    public async ValueTask InitializeAsync() =>
        await House.Get<StaffDirectory>().ReplaceAsync([House.Seller, House.Other, House.Administrator, Manager, Elsewhere], default);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task What_is_closed_is_found_again_and_reopened()
    {
        var customer = await OfAsync(House.Seller);
        await PressAsync(House.Seller, Verbs.ConversationClose, customer);
        var closed = (await House.SayAsync(House.Seller, "已結束")).Card!;
        Assert.Contains(customer.ToString(), closed.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            customer.ToString(),
            (await House.SayAsync(House.Other, "closed")).Card!.ToJsonString(),
            StringComparison.Ordinal
        );

        Assert.Contains(
            Phrases.English["Reopen_Done"],
            await PressAsync(House.Seller, Verbs.ConversationReopen, customer),
            StringComparison.Ordinal
        );
        Assert.True((await FindAsync(customer)).IsOf(House.Seller.Id));
        Assert.DoesNotContain(
            customer.ToString(),
            (await House.SayAsync(House.Seller, "closed")).Card!.ToJsonString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Several_are_transferred_at_once_and_counted_and_the_colleague_is_told()
    {
        await House.SayAsync(House.Other, "help");
        CustomerKey[] customers = [await OfAsync(House.Seller), await OfAsync(House.Seller), await OfAsync(House.Seller)];
        // One has gone elsewhere meanwhile: it is not taken from there.
        await House.Get<Conversations>().CloseAsync(customers[2], House.Seller.Id, TimeProvider.System.GetUtcNow());
        var ask = (await House.SayAsync(House.Seller, "移轉")).Card!;
        var passed = await House.PressAsync(
            House.Seller,
            ask,
            Verbs.MinePassTo,
            "m1",
            ("customers", string.Join(',', customers.Select(customer => customer.ToString()))),
            ("colleague", House.Other.Id)
        );

        Assert.Contains(": 2 of 3.", passed.ToJsonString(), StringComparison.Ordinal);
        foreach (var customer in customers[..2])
            Assert.True((await FindAsync(customer)).IsOf(House.Other.Id));
        var told = await open.Stub.CallAsync(call =>
            call.Path.Contains(House.Other.Id, StringComparison.Ordinal)
            && call.Card?.ToJsonString().Contains("transferred conversations to you: 2", StringComparison.Ordinal) == true
        );
        Assert.Equal("POST", told.Method);
    }

    [Theory]
    [InlineData("", "colleague")]
    [InlineData("55555555-5555-4555-8555-555555555555", "colleague")]
    [InlineData("33333333-3333-4333-8333-333333333333", "colleague")]
    public async Task Nobody_outside_the_store_is_transferred_to(string to, string word)
    {
        var customer = await OfAsync(House.Seller);
        var ask = (await House.SayAsync(House.Seller, "transfer")).Card!;
        var answer = await House.PressAsync(
            House.Seller,
            ask,
            Verbs.MinePassTo,
            "m1",
            ("customers", customer.ToString()),
            ("colleague", to)
        );
        Assert.Contains(word, answer.ToJsonString(), StringComparison.OrdinalIgnoreCase);
        Assert.True((await FindAsync(customer)).IsOf(House.Seller.Id));
    }

    [Fact]
    public async Task A_note_is_kept_once_and_seen_on_the_card()
    {
        var customer = await OfAsync(House.Seller);
        var more = Card(await House.PressAsync(House.Seller, Button(Verbs.ConversationMore, customer), "m1"));
        foreach (var _ in (int[])[1, 2])
            await House.PressAsync(House.Seller, more, Verbs.ConversationNote, "m1", ("note", "likes blue"));
        var card = await PressAsync(House.Seller, Verbs.ConversationMore, customer);
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(card, "likes blue"));
        var empty = await House.PressAsync(
            House.Seller,
            Card(await House.PressAsync(House.Seller, Button(Verbs.ConversationMore, customer), "m1")),
            Verbs.ConversationNote,
            "m1",
            ("note", " ")
        );
        Assert.Contains(Phrases.English["Invalid_note.empty"], empty.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Staff_stop_broadcasts_to_a_customer_when_they_have_said_that_they_mean_it()
    {
        var customer = await OfAsync(House.Seller);
        var ask = Card(await House.PressAsync(House.Seller, Button(Verbs.ConversationStop, customer), "m1"));
        Assert.Empty(await House.Get<Suppressions>().FindAsync([customer], default));
        await House.PressAsync(House.Seller, ask, Verbs.ConversationStop, "m1");
        Assert.Equal([SuppressionKind.Unsubscribed], (await House.Get<Suppressions>().FindAsync([customer], default))[customer]);
        var again = Card(await House.PressAsync(House.Seller, Button(Verbs.ConversationResume, customer), "m1"));
        await House.PressAsync(House.Seller, again, Verbs.ConversationResume, "m1");
        Assert.Empty(await House.Get<Suppressions>().FindAsync([customer], default));
    }

    [Fact]
    public async Task A_manager_sees_their_store_and_takes_over_and_nobody_else_does()
    {
        var customer = await OfAsync(House.Other);
        Assert.Contains(House.Other.Name, (await House.SayAsync(Manager, "團隊")).Card!.ToJsonString(Plain), StringComparison.Ordinal);
        Assert.DoesNotContain(
            House.Other.Name,
            (await House.SayAsync(Elsewhere, "team")).Card!.ToJsonString(Plain),
            StringComparison.Ordinal
        );
        Assert.Equal(Phrases.English["Denied_Manager"], (await House.SayAsync(House.Seller, "team")).Text);

        foreach (var stranger in (StaffMember[])[Elsewhere, House.Seller, House.Administrator])
        {
            foreach (
                var verb in (string[])
                    [
                        Verbs.TeamConversation,
                        Verbs.TeamTake,
                        Verbs.TeamPass,
                        Verbs.MineOpen,
                        Verbs.ConversationMore,
                        Verbs.ConversationReply,
                        Verbs.ConversationNote,
                        Verbs.ConversationStop,
                        Verbs.ConversationPass,
                    ]
            )
            {
                var button = Button(verb, customer);
                (button["data"]!["colleague"], button["data"]!["staff"], button["data"]!["text"], button["data"]!["note"]) = (
                    stranger.Id,
                    House.Other.Id,
                    "x",
                    "x"
                );
                Assert.DoesNotContain("嗨", (await House.PressAsync(stranger, button, "m1")).ToJsonString(Plain), StringComparison.Ordinal);
            }
        }

        Assert.True((await FindAsync(customer)).IsOf(House.Other.Id));
        Assert.Contains("嗨", await PressAsync(Manager, Verbs.TeamConversation, customer), StringComparison.Ordinal);
        await PressAsync(Manager, Verbs.TeamTake, customer);
        Assert.True((await FindAsync(customer)).IsOf(Manager.Id));
    }

    [Fact]
    public async Task What_somebody_who_has_left_had_in_hand_is_told_to_the_manager_who_takes_it_over()
    {
        await House.SayAsync(Manager, "help");
        var leaver = new StaffMember("99999999-9999-4999-8999-999999999999", "離職店員", Role.Salesperson, Manager.Store);
        var staff = await House.Get<StaffDirectory>().AllAsync(default);
        await House.Get<StaffDirectory>().ReplaceAsync([.. staff, leaver], default);
        var customer = await OfAsync(leaver);
        await House.Get<StaffDirectory>().ReplaceAsync(staff, default);
        await SaysAsync(customer, "is my coat there yet");
        var told = await ToldAsync("POST", "is my coat there yet");
        Assert.Contains(Manager.Id, told.Path, StringComparison.Ordinal);
        Assert.Contains("離職店員 no longer works here", told.Body, StringComparison.Ordinal);
        Assert.Contains(
            "no longer works here",
            (await House.SayAsync(Manager, "team")).Card!.ToJsonString(Plain),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            "is my coat there yet",
            await PressAsync(Elsewhere, Verbs.TeamConversation, customer),
            StringComparison.Ordinal
        );
        Assert.Contains("is my coat there yet", await PressAsync(Manager, Verbs.TeamConversation, customer), StringComparison.Ordinal);
        await PressAsync(Manager, Verbs.TeamTake, customer);
        Assert.True((await FindAsync(customer)).IsOf(Manager.Id));
        Assert.DoesNotContain(
            "no longer works here",
            (await House.SayAsync(Manager, "team")).Card!.ToJsonString(Plain),
            StringComparison.Ordinal
        );
    }

    private static readonly System.Text.Json.JsonSerializerOptions Plain = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public async Task What_only_sounds_like_an_opt_out_changes_nothing_and_can_be_made_one_by_one_press()
    {
        await House.SayAsync(House.Seller, "help");
        var customer = await OfAsync(House.Seller);
        await SaysAsync(customer, "請問怎麼退訂？一直收到");
        var told = (await ToldAsync("POST", Phrases.English["Notice_SoundsLikeStop"])).Card!;
        Assert.Empty(await House.Get<Suppressions>().FindAsync([customer], default));
        for (var i = 0; i < 2; i++)
            await House.PressAsync(House.Other, told, Verbs.ConversationStop, "m1");
        Assert.Empty(await House.Get<Suppressions>().FindAsync([customer], default));
        var stopped = Card(await House.PressAsync(House.Seller, told, Verbs.ConversationStop, "m1"));
        Assert.Equal([SuppressionKind.Unsubscribed], (await House.Get<Suppressions>().FindAsync([customer], default))[customer]);

        // Undone where it was done; the press before, come again, does not bring it back.
        var sure = Card(await House.PressAsync(House.Seller, stopped, Verbs.ConversationResume, "m1"));
        await House.PressAsync(House.Seller, sure, Verbs.ConversationResume, "m1");
        await House.PressAsync(House.Seller, told, Verbs.ConversationStop, "m1");
        Assert.Empty(await House.Get<Suppressions>().FindAsync([customer], default));
        var lines = await House
            .Get<AuditLog>()
            .PageAsync(new(DateTimeOffset.UnixEpoch) { Act = Verbs.ConversationStop }, null, 100, default);
        Assert.Equal(
            House.Seller.Id,
            Assert.Single(lines, line => line.Target == customer.ToString() && line.Outcome == AuditOutcome.Done).StaffId
        );
    }

    private async Task<CustomerKey> OfAsync(StaffMember who) => (await open.CustomersOfAsync(who.Id, 1))[0];

    private async Task<Customer> FindAsync(CustomerKey customer) => (await House.Get<Conversations>().FindAsync(customer))!;

    private Task<ConnectorCall> ToldAsync(string method, string words) =>
        open.Stub.CallAsync(call => call.Method == method && call.Card?.ToJsonString().Contains(words, StringComparison.Ordinal) == true);

    private async Task SaysAsync(CustomerKey customer, string words)
    {
        var id = Guid.NewGuid().ToString("N");
        var said = new InboundEvent(
            id,
            customer.Account,
            customer.UserId,
            TimeProvider.System.GetUtcNow(),
            false,
            new InboundBody.Message(id, MessageKind.Text, words, null),
            null
        );
        await House.Get<Conversations>().ApplyAsync([said], suppressionsPending: false, default);
    }

    private async Task<string> PressAsync(StaffMember who, string verb, CustomerKey customer) =>
        (await House.PressAsync(who, Button(verb, customer), "m1")).ToJsonString(Plain);

    private static JsonObject Card(JsonObject answer) => answer["value"]!.AsObject();

    private static JsonObject Button(string verb, CustomerKey customer) =>
        OmoBroadcast.Teams.Cards.Card.Button(Verbs.Find(verb)!, "x", new JsonObject { ["customer"] = customer.ToString() });
}

using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

/// <summary>已結束, 重啟, 移轉, notes, stopping broadcasts, 團隊 and the cards that tell of messages.</summary>
public sealed partial class InboxTests(TeamsFixture open) : IClassFixture<TeamsFixture>, IAsyncLifetime
{
    private static readonly StaffMember Manager = new("44444444-4444-4444-8444-444444444444", "黃經理", Role.Manager, Staff.Seller.Store);
    private static readonly StaffMember Elsewhere = new("55555555-5555-4555-8555-555555555555", "吳經理", Role.Manager, "台中店");

    private TeamsFace Teams => open.Teams;

    public async ValueTask InitializeAsync() =>
        await Teams.Get<StaffDirectory>().ReplaceAsync([Staff.Seller, Staff.Other, Staff.Administrator, Manager, Elsewhere], default);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task What_is_closed_is_found_again_and_reopened()
    {
        var customer = await OfAsync(Staff.Seller);
        await PressAsync(Staff.Seller, Verbs.ConversationClose, customer);
        var closed = (await Teams.SayAsync(Staff.Seller, "已結束")).Card!;
        Assert.Contains(customer.ToString(), closed.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            customer.ToString(),
            (await Teams.SayAsync(Staff.Other, "closed")).Card!.ToJsonString(),
            StringComparison.Ordinal
        );

        Assert.Contains(
            Phrases.English["Reopen_Done"],
            await PressAsync(Staff.Seller, Verbs.ConversationReopen, customer),
            StringComparison.Ordinal
        );
        Assert.True((await FindAsync(customer)).IsOf(Staff.Seller.Id));
        Assert.DoesNotContain(
            customer.ToString(),
            (await Teams.SayAsync(Staff.Seller, "closed")).Card!.ToJsonString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Several_are_transferred_at_once_and_counted_and_the_colleague_is_told()
    {
        await Teams.SayAsync(Staff.Other, "help");
        CustomerKey[] customers = [await OfAsync(Staff.Seller), await OfAsync(Staff.Seller), await OfAsync(Staff.Seller)];
        // One has gone elsewhere meanwhile: it is not taken from there.
        await Teams.Get<Conversations>().CloseAsync(customers[2], Staff.Seller.Id, TimeProvider.System.GetUtcNow());
        var ask = (await Teams.SayAsync(Staff.Seller, "移轉")).Card!;
        var passed = await Teams.PressAsync(
            Staff.Seller,
            ask,
            Verbs.MinePassTo,
            "m1",
            ("customers", string.Join(',', customers.Select(customer => customer.ToString()))),
            ("colleague", Staff.Other.Id)
        );

        Assert.Contains(": 2 of 3.", passed.ToJsonString(), StringComparison.Ordinal);
        foreach (var customer in customers[..2])
            Assert.True((await FindAsync(customer)).IsOf(Staff.Other.Id));
        var told = await open.Stub.CallAsync(call =>
            call.Path.Contains(Staff.Other.Id, StringComparison.Ordinal)
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
        var customer = await OfAsync(Staff.Seller);
        var ask = (await Teams.SayAsync(Staff.Seller, "transfer")).Card!;
        var answer = await Teams.PressAsync(
            Staff.Seller,
            ask,
            Verbs.MinePassTo,
            "m1",
            ("customers", customer.ToString()),
            ("colleague", to)
        );
        Assert.Contains(word, answer.ToJsonString(), StringComparison.OrdinalIgnoreCase);
        Assert.True((await FindAsync(customer)).IsOf(Staff.Seller.Id));
    }

    [Fact]
    public async Task A_note_is_kept_once_and_seen_on_the_card()
    {
        var customer = await OfAsync(Staff.Seller);
        var more = Card(await Teams.PressAsync(Staff.Seller, Button(Verbs.ConversationMore, customer), "m1"));
        foreach (var _ in (int[])[1, 2])
            await Teams.PressAsync(Staff.Seller, more, Verbs.ConversationNote, "m1", ("note", "likes blue"));
        var card = await PressAsync(Staff.Seller, Verbs.ConversationMore, customer);
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(card, "likes blue"));
        var empty = await Teams.PressAsync(
            Staff.Seller,
            Card(await Teams.PressAsync(Staff.Seller, Button(Verbs.ConversationMore, customer), "m1")),
            Verbs.ConversationNote,
            "m1",
            ("note", " ")
        );
        Assert.Contains(Phrases.English["Invalid_note.empty"], empty.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Staff_stop_broadcasts_to_a_customer_when_they_have_said_that_they_mean_it()
    {
        var customer = await OfAsync(Staff.Seller);
        var ask = Card(await Teams.PressAsync(Staff.Seller, Button(Verbs.ConversationStop, customer), "m1"));
        Assert.Empty(await Teams.Get<Suppressions>().FindAsync([customer], default));
        await Teams.PressAsync(Staff.Seller, ask, Verbs.ConversationStop, "m1");
        Assert.Equal([SuppressionKind.Unsubscribed], (await Teams.Get<Suppressions>().FindAsync([customer], default))[customer]);
        var again = Card(await Teams.PressAsync(Staff.Seller, Button(Verbs.ConversationResume, customer), "m1"));
        await Teams.PressAsync(Staff.Seller, again, Verbs.ConversationResume, "m1");
        Assert.Empty(await Teams.Get<Suppressions>().FindAsync([customer], default));
    }

    [Fact]
    public async Task A_manager_sees_their_store_and_takes_over_and_nobody_else_does()
    {
        var customer = await OfAsync(Staff.Other);
        Assert.Contains(Staff.Other.Name, (await Teams.SayAsync(Manager, "團隊")).Card!.ToJsonString(Plain), StringComparison.Ordinal);
        var elsewhere = (await Teams.SayAsync(Elsewhere, "team")).Card!.ToJsonString(Plain);
        Assert.DoesNotContain(Staff.Other.Name, elsewhere, StringComparison.Ordinal);
        Assert.Equal(Phrases.English["Denied_Manager"], (await Teams.SayAsync(Staff.Seller, "team")).Text);
        foreach (var stranger in (StaffMember[])[Elsewhere, Staff.Seller, Staff.Administrator])
            await SeesNothingAsync(stranger, customer);

        Assert.True((await FindAsync(customer)).IsOf(Staff.Other.Id));
        Assert.Contains("嗨", await PressAsync(Manager, Verbs.TeamConversation, customer), StringComparison.Ordinal);
        // And can reply at once, also on a card that was opened before.
        var taken = await PressAsync(Manager, Verbs.TeamTake, customer);
        Assert.Contains(Phrases.English["Take_Done"], taken, StringComparison.Ordinal);
        Assert.Contains(Phrases.English["Placeholder_Reply"], taken, StringComparison.Ordinal);
        var opened = await PressAsync(Manager, Verbs.TeamConversation, customer);
        Assert.Contains(Phrases.English["Placeholder_Reply"], opened, StringComparison.Ordinal);
        Assert.True((await FindAsync(customer)).IsOf(Manager.Id));
    }

    private async Task SeesNothingAsync(StaffMember stranger, CustomerKey customer)
    {
        string[] verbs =
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
        ];
        foreach (var verb in verbs)
        {
            var button = Button(verb, customer);
            var data = button["data"]!;
            (data["colleague"], data["staff"], data["text"], data["note"]) = (stranger.Id, Staff.Other.Id, "x", "x");
            Assert.DoesNotContain("嗨", (await Teams.PressAsync(stranger, button, "m1")).ToJsonString(Plain), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_somebody_who_has_left_had_in_hand_is_told_to_the_manager_who_takes_it_over()
    {
        await Teams.SayAsync(Manager, "help");
        var leaver = new StaffMember("99999999-9999-4999-8999-999999999999", "離職店員", Role.Salesperson, Manager.Store);
        var staff = await Teams.Get<StaffDirectory>().AllAsync(default);
        await Teams.Get<StaffDirectory>().ReplaceAsync([.. staff, leaver], default);
        var customer = await OfAsync(leaver);
        await Teams.Get<StaffDirectory>().ReplaceAsync(staff, default);
        await open.Customers.WriteAsync(customer, "is my coat there yet");
        var told = await ToldAsync("POST", "is my coat there yet");
        Assert.Contains(Manager.Id, told.Path, StringComparison.Ordinal);
        Assert.Contains("離職店員 no longer works here", told.Body, StringComparison.Ordinal);
        Assert.Contains("No longer works here", await TeamAsync(), StringComparison.Ordinal);
        var elsewhere = await PressAsync(Elsewhere, Verbs.TeamConversation, customer);
        Assert.DoesNotContain("is my coat there yet", elsewhere, StringComparison.Ordinal);
        Assert.Contains("is my coat there yet", await PressAsync(Manager, Verbs.TeamConversation, customer), StringComparison.Ordinal);
        await PressAsync(Manager, Verbs.TeamTake, customer);
        Assert.True((await FindAsync(customer)).IsOf(Manager.Id));
        Assert.DoesNotContain("No longer works here", await TeamAsync(), StringComparison.Ordinal);
    }

    private async Task<string> TeamAsync() => (await Teams.SayAsync(Manager, "team")).Card!.ToJsonString(Plain);

    private static readonly System.Text.Json.JsonSerializerOptions Plain = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public async Task What_only_sounds_like_an_opt_out_changes_nothing_and_can_be_made_one_by_one_press()
    {
        await Teams.SayAsync(Staff.Seller, "help");
        var customer = await OfAsync(Staff.Seller);
        await open.Customers.WriteAsync(customer, "請問怎麼退訂？一直收到");
        var told = (await ToldAsync("POST", Phrases.English["Notice_SoundsLikeStop"])).Card!;
        Assert.Empty(await Teams.Get<Suppressions>().FindAsync([customer], default));
        for (var i = 0; i < 2; i++)
            await Teams.PressAsync(Staff.Other, told, Verbs.ConversationStop, "m1");
        Assert.Empty(await Teams.Get<Suppressions>().FindAsync([customer], default));
        var stopped = Card(await Teams.PressAsync(Staff.Seller, told, Verbs.ConversationStop, "m1"));
        Assert.Equal([SuppressionKind.Unsubscribed], (await Teams.Get<Suppressions>().FindAsync([customer], default))[customer]);

        // Undone where it was done; the press before, come again, does not bring it back.
        var sure = Card(await Teams.PressAsync(Staff.Seller, stopped, Verbs.ConversationResume, "m1"));
        await Teams.PressAsync(Staff.Seller, sure, Verbs.ConversationResume, "m1");
        await Teams.PressAsync(Staff.Seller, told, Verbs.ConversationStop, "m1");
        Assert.Empty(await Teams.Get<Suppressions>().FindAsync([customer], default));
        var lines = await Teams
            .Get<AuditLog>()
            .PageAsync(new(DateTimeOffset.UnixEpoch) { Act = Verbs.ConversationStop }, null, 100, default);
        Assert.Equal(
            Staff.Seller.Id,
            Assert.Single(lines, line => line.Target == customer.ToString() && line.Outcome == AuditOutcome.Done).StaffId
        );
    }

    private async Task<CustomerKey> OfAsync(StaffMember who) => await open.Customers.TakenAsync(who);

    private async Task<Customer> FindAsync(CustomerKey customer) => (await Teams.Get<Conversations>().FindAsync(customer))!;

    private Task<ConnectorCall> ToldAsync(string method, string words) =>
        open.Stub.CallAsync(call => call.Method == method && call.Card?.ToJsonString().Contains(words, StringComparison.Ordinal) == true);

    private async Task<string> PressAsync(StaffMember who, string verb, CustomerKey customer) =>
        (await Teams.PressAsync(who, Button(verb, customer), "m1")).ToJsonString(Plain);

    private static JsonObject Card(JsonObject answer) => answer["value"]!.AsObject();

    private static JsonObject Button(string verb, CustomerKey customer) =>
        OmoBroadcast.Teams.Cards.Card.Button(Verbs.Find(verb)!, "x", new JsonObject { ["customer"] = customer.ToString() });
}

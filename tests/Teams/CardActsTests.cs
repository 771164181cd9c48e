using System.Text.Json.Nodes;
using OmoBroadcast.Broadcast.Clock;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

/// <summary>A button acts once, and whatever staff do is written down before it is done.</summary>
public sealed class CardActsTests(TeamsFixture open) : IClassFixture<TeamsFixture>
{
    private static readonly AuditFilter Everything = new(DateTimeOffset.UnixEpoch);

    private TeamsFace Teams => open.Teams;

    public static TheoryData<string> All => [.. Verbs.All.Select(verb => verb.Name)];

    [Theory]
    [MemberData(nameof(All))]
    public void Every_verb_has_a_kind_and_what_takes_effect_a_name_in_both_languages(string verb)
    {
        if (Verbs.Find(verb)!.Kind != VerbKind.Once)
            return;
        Assert.True(Phrases.Chinese.Has($"Act_{verb}"));
        Assert.True(Phrases.English.Has($"Act_{verb}"));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_button_that_takes_effect_carries_an_id_of_its_own_or_a_version(string verb)
    {
        var (one, other) = (Card.Button(Verbs.Find(verb)!, "x"), Card.Button(Verbs.Find(verb)!, "x"));
        Assert.Equal(Verbs.Find(verb)!.Kind == VerbKind.Once, one["data"]!["once"] is not null);
        if (Verbs.Find(verb)!.Kind == VerbKind.Once)
            Assert.NotEqual((string?)one["data"]!["once"], (string?)other["data"]!["once"]);
        Assert.Null(Card.Button(Verbs.Find(verb)!, "x", new JsonObject { ["campaign"] = 1, ["version"] = 2 })["data"]!["once"]);
    }

    [Fact]
    public async Task An_answer_pressed_many_times_at_once_and_again_later_goes_once_and_the_later_press_is_shown_how_it_stands()
    {
        var customer = await open.Customers.TakenAsync(Staff.Seller);
        var conversation = await OpenAsync(Staff.Seller, customer);
        var button = Button(conversation, Verbs.ConversationReply);
        button["data"]!["text"] = "只說一次";
        var before = open.Pushes;

        // Each press is an activity of its own, as from two devices.
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Teams.PressAsync(Staff.Seller, Copy(button), "m1")));
        Assert.All(answers, answer => Assert.Equal("application/vnd.microsoft.card.adaptive", (string?)answer["type"]));
        var late = await Teams.PressAsync(Staff.Seller, Copy(button), "m1");

        Assert.Contains(Phrases.English["Acted_Already"], late.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(before + 1, open.Pushes);
        var line = Assert.Single(await LinesAsync(Staff.Seller, Verbs.ConversationReply), line => line.Target == customer.ToString());
        Assert.Equal(AuditOutcome.Done, line.Outcome);
    }

    [Fact]
    public async Task A_press_that_changed_nothing_may_come_again()
    {
        var customer = await open.Customers.TakenAsync(Staff.Seller);
        var button = Button(await OpenAsync(Staff.Seller, customer), Verbs.ConversationReply);
        var before = open.Pushes;
        button["data"]!["text"] = "  ";
        await Teams.PressAsync(Staff.Seller, Copy(button), "m1");
        button["data"]!["text"] = "現在有字了";
        await Teams.PressAsync(Staff.Seller, Copy(button), "m1");
        Assert.Equal(before + 1, open.Pushes);
        Assert.Equal(
            [AuditOutcome.Done, AuditOutcome.Refused],
            (await LinesAsync(Staff.Seller, Verbs.ConversationReply))
                .Where(line => line.Target == customer.ToString())
                .Select(line => line.Outcome)
        );
    }

    [Fact]
    public async Task An_act_that_a_crash_cut_off_may_be_done_when_it_has_been_long_enough_and_stands_in_the_log_as_begun()
    {
        var audit = Teams.Get<AuditLog>();
        var now = TimeProvider.System.GetUtcNow();
        var cut = await audit.BeginAsync("cut off", "somebody else", Verbs.BroadcastPause, "campaign 1", now.AddMinutes(-6), default);
        Assert.NotNull(cut);
        Assert.NotNull(await audit.BeginAsync("cut off", "somebody else", Verbs.BroadcastPause, "campaign 1", now, default));
        Assert.Null(await audit.BeginAsync("cut off", "somebody else", Verbs.BroadcastPause, "campaign 1", now.AddMinutes(1), default));
        var lines = await audit.PageAsync(Everything with { StaffId = "somebody else" }, null, 10, default);
        Assert.Equal([AuditOutcome.Begun, AuditOutcome.Begun], lines.Select(line => line.Outcome));

        // What was done stays done, however long ago.
        await audit.EndAsync(lines[0].Id, AuditOutcome.Done);
        Assert.Null(await audit.BeginAsync("cut off", "somebody else", Verbs.BroadcastPause, "campaign 1", now.AddDays(1), default));
    }

    [Fact]
    public async Task What_a_card_says_it_is_about_is_written_down_only_if_it_is_an_id()
    {
        var button = Card.Button(Verbs.ConversationClose, "x", new JsonObject { ["customer"] = "王小明 0912345678" });
        await Teams.PressAsync(Staff.Other, button, "m1");
        Assert.DoesNotContain(await LinesAsync(Staff.Other, Verbs.ConversationClose), line =>
            line.Target.Contains("0912", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_button_without_an_id_only_shows_how_it_stands()
    {
        var customer = await open.Customers.TakenAsync(Staff.Seller);
        var button = Button(await OpenAsync(Staff.Seller, customer), Verbs.ConversationClose);
        button["data"]!.AsObject().Remove("once");
        await Teams.PressAsync(Staff.Seller, button, "m1");
        Assert.Equal(ConversationState.InProgress, (await Teams.Get<Conversations>().FindAsync(customer))!.State);
    }

    [Fact]
    public async Task Nobody_uses_up_the_button_of_another()
    {
        var customer = await open.Customers.TakenAsync(Staff.Seller);
        var button = Button(await OpenAsync(Staff.Seller, customer), Verbs.ConversationClose);
        await Teams.PressAsync(Staff.Other, Copy(button), "m1");
        Assert.Equal(ConversationState.InProgress, (await Teams.Get<Conversations>().FindAsync(customer))!.State);
        await Teams.PressAsync(Staff.Seller, Copy(button), "m1");
        Assert.Equal(ConversationState.Closed, (await Teams.Get<Conversations>().FindAsync(customer))!.State);
        Assert.Equal(
            AuditOutcome.Refused,
            Assert.Single(await LinesAsync(Staff.Other, Verbs.ConversationClose), line => line.Target == customer.ToString()).Outcome
        );
    }

    [Fact]
    public async Task Two_who_take_the_same_conversation_at_once_are_one_who_has_it()
    {
        var customer = await open.Customers.WriteAsync("有人嗎");
        var (mine, theirs) = (
            Button((await Teams.SayAsync(Staff.Seller, "pending")).Card!, Verbs.PendingTake),
            Button((await Teams.SayAsync(Staff.Other, "pending")).Card!, Verbs.PendingTake)
        );
        foreach (var button in (JsonObject[])[mine, theirs])
            button["data"]!["customer"] = customer.ToString();
        await Task.WhenAll(Teams.PressAsync(Staff.Seller, mine, "m1"), Teams.PressAsync(Staff.Other, theirs, "m2"));
        List<AuditLine> lines = [.. await LinesAsync(Staff.Seller, Verbs.PendingTake), .. await LinesAsync(Staff.Other, Verbs.PendingTake)];
        Assert.Equal(
            [AuditOutcome.Done, AuditOutcome.Refused],
            lines.Where(line => line.Target == customer.ToString()).Select(line => line.Outcome).Order()
        );
    }

    [Fact]
    public async Task What_is_typed_is_written_down_too()
    {
        await Teams.SayAsync(Staff.Other, "回覆 nobody-of-that-name 嗨");
        Assert.Contains(await LinesAsync(Staff.Other, Verbs.ConversationReply), line => line.Outcome == AuditOutcome.Refused);
    }

    [Fact]
    public async Task The_audit_log_is_the_administrators_alone()
    {
        await open.Customers.TakenAsync(Staff.Seller, 1);
        await Teams.PressAsync(Staff.Seller, (await Teams.SayAsync(Staff.Seller, "settings")).Card!, Verbs.SettingsDuty, "m1");
        var card = (await Teams.SayAsync(Staff.Administrator, "稽核")).Card!.ToJsonString();
        Assert.Contains(Phrases.English[$"Act_{Verbs.SettingsDuty}"], card, StringComparison.Ordinal);
        foreach (var curious in (StaffMember[])[Staff.Seller, Staff.Other])
        {
            Assert.Equal(Phrases.English["Denied_Audit"], (await Teams.SayAsync(curious, "audit")).Text);
            foreach (var verb in (string[])[Verbs.AuditOpen, Verbs.AuditExport])
                Assert.Contains(
                    Phrases.English["Denied_Audit"],
                    (await Teams.PressAsync(curious, Card.Button(Verbs.Find(verb)!, "x"), "m1")).ToJsonString(),
                    StringComparison.Ordinal
                );
        }
    }

    [Fact]
    public async Task What_is_old_enough_is_forgotten_and_the_rest_kept()
    {
        var audit = Teams.Get<AuditLog>();
        var ago = TimeProvider.System.GetUtcNow().AddYears(-5);
        Assert.NotNull(await audit.BeginAsync("long ago", "somebody", Verbs.SettingsDuty, "", ago, default));
        var young = await audit.BeginAsync(null, "somebody", Verbs.SettingsDuty, "", TimeProvider.System.GetUtcNow(), default);
        await Teams.Get<IEnumerable<CalendarJob>>().OfType<AuditJob>().Single().RunAsync(default);
        Assert.Equal(young, Assert.Single(await audit.PageAsync(Everything with { StaffId = "SOMEBODY" }, null, 10, default)).Id);
    }

    private async Task<IReadOnlyList<AuditLine>> LinesAsync(StaffMember who, string act) =>
        await Teams.Get<AuditLog>().PageAsync(Everything with { StaffId = who.Id, Act = act }, null, 1_000, default);

    private async Task<JsonObject> OpenAsync(StaffMember who, CustomerKey customer)
    {
        var button = Card.Button(Verbs.MineOpen, "x", new JsonObject { ["customer"] = customer.ToString() });
        return (await Teams.PressAsync(who, button, "m1"))["value"]!.AsObject();
    }

    private static JsonObject Button(JsonObject card, string verb) =>
        Copy(CardReader.Buttons(card).First(button => (string?)button["verb"] == verb));

    private static JsonObject Copy(JsonObject button) => button.DeepClone().AsObject();
}

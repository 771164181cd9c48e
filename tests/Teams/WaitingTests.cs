using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

/// <summary>Customers whom nobody has taken yet are told of.</summary>
public sealed class WaitingTests(TeamsFixture open) : IClassFixture<TeamsFixture>
{
    private static readonly StaffMember Resting = new("66666666-6666-4666-8666-666666666666", "林店員", Role.Salesperson, "台中店");

    private TeamsFace Teams => open.Teams;

    [Fact]
    public async Task One_card_tells_all_on_duty_who_waits_is_kept_up_to_date_and_says_when_nobody_does()
    {
        await Teams.Get<StaffDirectory>().ReplaceAsync([Staff.Seller, Staff.Other, Staff.Administrator, Resting], default);
        foreach (var who in (StaffMember[])[Staff.Seller, Staff.Other, Staff.Administrator, Resting])
            await Teams.SayAsync(who, "help");
        await Teams.Get<StaffSettings>().SetDutyAsync(Resting.Id, onDuty: false, TimeProvider.System.GetUtcNow(), default);

        await open.Customers.WriteAsync("anybody?");
        var told = await ToldAsync(Staff.Seller, "POST", Title(1));
        Assert.Contains(Title(1), told.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain("anybody?", told.Body, StringComparison.Ordinal);
        await ToldAsync(Staff.Other, "POST", Title(1));

        // More of them are shown in place: a new card within the minutes that are set would be one too many.
        await open.Customers.WriteAsync("me too");
        await ToldAsync(Staff.Seller, "PUT", Title(2));
        await ToldAsync(Staff.Other, "PUT", Title(2));
        var list = (await Teams.PressAsync(Staff.Seller, told.Card!, Verbs.WaitingOpen, told.AnsweredId))["value"]!.AsObject();
        var ask = (await Teams.PressAsync(Staff.Seller, list, Verbs.PendingAskAll, told.AnsweredId))["value"]!.AsObject();
        await Teams.PressAsync(Staff.Seller, ask, Verbs.PendingTakeAll, told.AnsweredId);
        await ToldAsync(Staff.Other, "PUT", Phrases.English["Pending_None"]);

        // What has become the list is not drawn over.
        var notices = open.Stub.All.Where(IsNotice).ToList();
        Assert.DoesNotContain(notices, call => Is(call, Staff.Seller) && call.Body.Contains(Phrases.English["Pending_None"]));
        Assert.Equal(2, notices.Count(call => call.Method == "POST"));
        Assert.DoesNotContain(notices, call => Is(call, Resting) || Is(call, Staff.Administrator));
    }

    [Fact]
    public async Task Of_two_nodes_that_look_at_once_one_changes_a_card()
    {
        var (cards, now) = (Teams.Get<WaitingCards>(), TimeProvider.System.GetUtcNow());
        var read = new WaitingShown("nobody's yet");
        Assert.True(await cards.ClaimAsync(read, now, TimeSpan.FromMinutes(1), default));
        Assert.False(await cards.ClaimAsync(read, now, TimeSpan.FromMinutes(1), default));
        var (claimed, later) = ((await cards.AllAsync(default))[read.StaffId], now.AddSeconds(30));
        Assert.False(await cards.ClaimAsync(claimed, later, TimeSpan.FromMinutes(1), default));

        await cards.SaveAsync(claimed with { Place = new("s", "c", "a"), At = now }, default);
        Assert.False(await cards.ClaimAsync(claimed, later, TimeSpan.FromMinutes(1), default));
        var saved = (await cards.AllAsync(default))[read.StaffId];
        Assert.Equal("a", saved.Place!.ActivityId);
        Assert.True(await cards.ClaimAsync(saved, later, TimeSpan.FromMinutes(1), default));
        await cards.ForgetAsync(read.StaffId, "a", default);
        Assert.Null((await cards.AllAsync(default))[read.StaffId].Place);
    }

    private static string Title(int waiting) => Phrases.English.Say("Waiting_Title", waiting);

    private static bool IsNotice(ConnectorCall call) =>
        call.Path.StartsWith("/teams/", StringComparison.Ordinal)
        && call.Card?["metadata"]?["omo"]?["notice"] is not null
        && call.Body.Contains(Verbs.WaitingOpen, StringComparison.Ordinal);

    private static bool Is(ConnectorCall call, StaffMember who) => call.Path.Contains(who.Id, StringComparison.Ordinal);

    private Task<ConnectorCall> ToldAsync(StaffMember who, string method, string words) =>
        open.Stub.SeenAsync(call => IsNotice(call) && call.Method == method && Is(call, who) && call.Body.Contains(words));
}

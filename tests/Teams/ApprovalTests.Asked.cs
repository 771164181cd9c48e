using System.Globalization;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

public sealed partial class ApprovalTests
{
    [Fact]
    public async Task Words_to_its_sender_stay_on_the_card_while_the_receivers_are_looked_at()
    {
        await AskAsync(Staff.Seller, 3);
        var review = await PressAsync(Manager, await ToldAsync(Manager, Verbs.BroadcastReview), Verbs.BroadcastReview);
        var answer = await teams.PressAsync(Manager, review, Verbs.BroadcastLeft, "the-card", ("words", "please add"));
        Assert.Equal("application/vnd.microsoft.activity.message", (string?)answer["type"]);
        var names = await ToldAsync(Manager, Verbs.BroadcastReview);
        Assert.Equal("3", CardReader.Large(names));
        Assert.Null(CardReader.Buttons(review).First(button => (string?)button["verb"] == Verbs.BroadcastLeft)["associatedInputs"]);
        // With nothing written they take the card's place.
        Assert.Equal("3", CardReader.Large(await PressAsync(Manager, review, Verbs.BroadcastLeft)));
    }

    [Fact]
    public async Task A_manager_who_comes_later_is_shown_what_waits_and_the_team_s_card_leads_to_it()
    {
        var late = Second with { Id = "77777777-7777-4777-8777-777777777777", Name = "新經理" };
        await teams
            .Get<StaffDirectory>()
            .ReplaceAsync([Staff.Seller, Staff.Other, Staff.Administrator, Manager, Second, Far, late], default);
        await AskAsync(Staff.Seller, 3);
        await ToldAsync(Manager, Verbs.BroadcastReview);
        var (install, added) = (teams.Activity("installationUpdate", late), teams.Activity("conversationUpdate", late));
        install["action"] = "add";
        added["membersAdded"] = new JsonArray(new JsonObject { ["id"] = "28:omo" });
        await Task.WhenAll(teams.PostAsync(install.ToJsonString()), teams.PostAsync(added.ToJsonString()));
        var shown = await ToldAsync(late, Verbs.BroadcastReview);
        Assert.Contains("From 王店員. Expected recipients: 3", Text(shown), StringComparison.Ordinal);
        Assert.Contains("Approve (3)", Text(await PressAsync(late, shown, Verbs.BroadcastReview)), StringComparison.Ordinal);

        var team = (await teams.SayAsync(late, "team")).Card!;
        Assert.Contains("Broadcasts to approve: 1", Text(team), StringComparison.Ordinal);
        var list = await PressAsync(late, team, Verbs.TeamApprovals);
        await PressAsync(late, await PressAsync(late, list, Verbs.BroadcastReview), Verbs.BroadcastApprove);
        Assert.DoesNotContain("to approve", Text((await teams.SayAsync(late, "team")).Card!), StringComparison.Ordinal);
        Assert.Single(stub.All, call =>
            call.Path.Contains(late.Id, StringComparison.Ordinal) && call.Body.Contains("From 王店員", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_manager_back_on_duty_is_led_to_what_waits_and_another_store_s_to_nothing()
    {
        await AskAsync(Staff.Seller, 3);
        foreach (var (who, count) in ((StaffMember, int)[])[(Manager, 1), (Far, 0)])
        {
            var off = await PressAsync(who, (await teams.SayAsync(who, "settings")).Card!, Verbs.SettingsDuty);
            var on = await PressAsync(who, off, Verbs.SettingsDuty);
            Assert.Equal(count, CardReader.Buttons(on).Count(button => (string?)button["verb"] == Verbs.TeamApprovals));
            var list = Text((await teams.PressAsync(who, Card.Button(Verbs.TeamApprovals, "x"), "m1"))["value"]!.AsObject());
            Assert.Equal(count == 1, list.Contains("王店員", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("zh-TW")]
    public async Task An_older_review_says_that_it_is_when_it_is_drawn_anew_and_keeps_the_words(string locale)
    {
        var asked = await AskAsync(Staff.Seller, 3);
        teams.Locale = locale;
        var (old, phrases) = (
            await PressAsync(Manager, await ToldAsync(Manager, Verbs.BroadcastReview), Verbs.BroadcastReview),
            Phrases.For(locale)
        );
        var mine = await PressAsync(Staff.Seller, asked, Verbs.BroadcastWithdraw);
        var again = await PressAsync(Staff.Seller, mine, Verbs.BroadcastSend);
        foreach (var verb in (string[])[Verbs.BroadcastApprove, Verbs.BroadcastReview, Verbs.BroadcastReturn])
        {
            var shown = Text(await PressAsync(Manager, old, verb, ("words", "please add the time")));
            Assert.Contains(phrases["Old"], shown, StringComparison.Ordinal);
            Assert.Contains("\"value\":\"please add the time\"", shown, StringComparison.Ordinal);
        }

        // Decided by another meanwhile.
        var review = await PressAsync(Second, old, Verbs.BroadcastReview);
        await PressAsync(Second, review, Verbs.BroadcastApprove);
        var late = await teams.PressAsync(Manager, review, Verbs.BroadcastReturn, "m1", ("words", "please add the time"));
        Assert.Equal(phrases["Review_TypedLeft"], (string?)late["value"]);
        Assert.Equal("awaiting", State(again));
    }

    [Fact]
    public async Task Words_for_sending_it_back_are_not_lost_by_refreshing_or_approving()
    {
        await AskAsync(Staff.Seller, 3);
        var review = await PressAsync(Manager, await ToldAsync(Manager, Verbs.BroadcastReview), Verbs.BroadcastReview);
        foreach (var verb in (string[])[Verbs.BroadcastReview, Verbs.BroadcastApprove])
        {
            Assert.Null(CardReader.Buttons(review).First(button => (string?)button["verb"] == verb)["associatedInputs"]);
            review = await PressAsync(Manager, review, verb, ("words", "請補上時間"));
            Assert.Contains("\"value\":\"請補上時間\"", Text(review), StringComparison.Ordinal);
        }

        Assert.Contains("To approve, clear it first", Text(review), StringComparison.Ordinal);
        await PressAsync(Manager, review, Verbs.BroadcastApprove, ("words", " "));
        await stub.CallAsync(call => call.Method == "PUT" && State(call.Card) == "done");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_time_that_was_asked_for_is_proposed_again_when_it_comes_back(bool returned)
    {
        var day = TimeProvider.System.GetUtcNow().AddDays(2).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var preview = await PreviewAsync(Staff.Seller, 3);
        var asked = await PressAsync(Staff.Seller, preview, Verbs.BroadcastSchedule, ("date", day), ("time", "10:30"));
        Assert.Equal("awaiting", State(asked));
        JsonObject draft;
        if (returned)
        {
            var review = await PressAsync(Manager, await ToldAsync(Manager, Verbs.BroadcastReview), Verbs.BroadcastReview);
            await PressAsync(Manager, review, Verbs.BroadcastReturn, ("words", "請補上地點"));
            draft = await PressAsync(Staff.Seller, await ToldAsync(Staff.Seller, Verbs.BroadcastPreview), Verbs.BroadcastPreview);
        }
        else
            draft = await PressAsync(Staff.Seller, asked, Verbs.BroadcastWithdraw);
        Assert.Contains($"\"value\":\"{day}\"", draft.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("\"value\":\"10:30\"", draft.ToJsonString(), StringComparison.Ordinal);
    }
}

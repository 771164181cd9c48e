using OmoBroadcast.Broadcast.Dispatching;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Broadcast;

public sealed class SettlementPolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Accepted_is_final_and_keeps_the_platforms_id() =>
        Assert.True(Of(new SendOutcome.Accepted("p1")) is { As: SettledAs.Accepted, PlatformId: "p1", Epoch: 7 });

    [Theory]
    [InlineData(true, "quota")]
    [InlineData(false, "pace")]
    public void Being_throttled_spends_no_attempt_and_waits_as_told(bool quota, string code)
    {
        var settlement = Of(new SendOutcome.Throttled(TimeSpan.FromSeconds(30), quota ? ThrottleScope.Quota : ThrottleScope.Pace));
        Assert.True(settlement is { As: SettledAs.Throttled } && settlement.Code == code);
        Assert.InRange(settlement.NotBefore!.Value - Now, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(33));
    }

    [Fact]
    public void What_never_left_is_repeated_and_not_uncertain() =>
        Assert.True(Of(new SendOutcome.Unavailable("refused")) is { As: SettledAs.Requeued, Uncertain: false, NotBefore: not null });

    [Fact]
    public void What_the_platform_asks_to_repeat_is_repeated_so_often_and_then_refused()
    {
        var later = new SendOutcome.Unavailable("words", "2", MostAttempts: 3);
        Assert.All([1, 2], attempts =>
            Assert.True(Of(later, Stub.Request(attempts: attempts)) is { As: SettledAs.Requeued, Uncertain: false })
        );
        Assert.True(Of(later, Stub.Request(attempts: 3)) is { As: SettledAs.Refused, Code: "2", Reason: "words" });
        Assert.True(Of(new SendOutcome.Unavailable("refused"), Stub.Request(attempts: 1000)) is { As: SettledAs.Requeued });
    }

    [Fact]
    public void An_upload_the_platform_forgets_again_and_again_is_not_made_for_ever()
    {
        Assert.True(Of(new SendOutcome.MediaGone("131053"), Stub.Request(attempts: 2)) is { As: SettledAs.Requeued });
        Assert.True(Of(new SendOutcome.MediaGone("131053"), Stub.Request(attempts: 5)) is { As: SettledAs.Refused, Code: "131053" });
    }

    [Fact]
    public void A_lost_answer_is_repeated_under_a_living_key_and_marked_uncertain() =>
        Assert.True(Of(new SendOutcome.Unknown("reset")) is { As: SettledAs.Requeued, Uncertain: true });

    [Fact]
    public void A_lost_answer_is_unknown_when_the_key_is_about_to_die() =>
        Assert.True(Of(new SendOutcome.Unknown("reset"), Stub.Request(firstAttempt: Now.AddHours(-23))) is { As: SettledAs.Unknown });

    [Fact]
    public void A_lost_answer_is_unknown_where_the_platform_has_no_key() =>
        Assert.True(
            SettlementPolicy.Decide(Stub.Request(), new SendOutcome.Unknown("reset"), Stub.Limits with { RetryKeyLifetime = null }, Now, 0)
                is { As: SettledAs.Unknown }
        );

    [Fact]
    public void What_is_refused_after_a_lost_answer_may_have_arrived_and_is_neither_split_nor_called_refused()
    {
        var refused = new SendOutcome.Refused(RefusalScope.Recipients, "400", "bad recipient");
        Assert.Null(Of(refused, Stub.Request(recipients: 3)));
        Assert.True(Of(refused, Stub.Request(recipients: 3, uncertain: true)) is { As: SettledAs.Unknown, Uncertain: true, Code: "400" });
        Assert.All(
            (SendOutcome[])
                [
                    refused,
                    new SendOutcome.Unreachable("403", "blocked", null),
                    new SendOutcome.Refused(RefusalScope.Content, "400", "no"),
                    new SendOutcome.Unavailable("later", "2", MostAttempts: 1),
                ],
            outcome =>
                Assert.Equal(
                    (SettledAs.Refused, SettledAs.Unknown),
                    (Of(outcome, Stub.Request())!.As, Of(outcome, Stub.Request(uncertain: true))!.As)
                )
        );
    }

    [Fact]
    public void Once_uncertain_stays_uncertain_when_it_is_throttled_later() =>
        Assert.True(Of(new SendOutcome.Throttled(TimeSpan.Zero, ThrottleScope.Pace), Stub.Request(uncertain: true)) is { Uncertain: true });

    [Fact]
    public void A_refused_batch_is_split_and_a_refused_single_is_refused()
    {
        var refused = new SendOutcome.Refused(RefusalScope.Recipients, "400", "to[3]");
        Assert.Null(Of(refused, Stub.Request(recipients: 5)));
        Assert.Null(Of(refused, Stub.Request(recipients: 2)));
        Assert.True(Of(refused) is { As: SettledAs.Refused, Code: "400" });
    }

    [Fact]
    public void Refused_content_is_refused_for_the_whole_batch() =>
        Assert.True(
            Of(new SendOutcome.Refused(RefusalScope.Content, "400", "messages[0]"), Stub.Request(recipients: 5))
                is { As: SettledAs.Refused }
        );

    [Fact]
    public void A_refused_account_burns_nobody() =>
        Assert.True(
            Of(new SendOutcome.Refused(RefusalScope.Account, "401", "token"), Stub.Request(recipients: 5)) is { As: SettledAs.Throttled }
        );

    [Fact]
    public void A_recipient_to_be_left_alone_is_told_from_an_account() =>
        Assert.Equal("recipient", Of(new SendOutcome.Throttled(TimeSpan.FromSeconds(1), ThrottleScope.Recipient))!.Code);

    [Fact]
    public void A_template_taken_back_holds_a_campaign_and_refuses_an_answer()
    {
        var paused = new SendOutcome.Refused(RefusalScope.Template, "132015", "paused");
        Assert.True(Of(paused) is { As: SettledAs.Throttled, Code: "132015", Reason: "paused" } held && held.NotBefore == Now);
        Assert.True(Of(paused, Stub.Request() with { Campaign = null }) is { As: SettledAs.Refused, Code: "132015" });
        Assert.True(
            Of(new SendOutcome.Refused(RefusalScope.Account, "190", "token"), Stub.Request() with { Campaign = null })
                is { As: SettledAs.Throttled }
        );
    }

    [Fact]
    public void A_lost_answer_is_unknown_where_the_request_itself_bears_no_key_and_repeated_until_an_hour_before_the_key_dies()
    {
        Assert.True(
            Of(new SendOutcome.Unknown("reset"), Stub.Request() with { RetrySafe = false })
                is { As: SettledAs.Unknown, Code: "unknown", Reason: "reset" }
        );
        Assert.True(
            Of(new SendOutcome.Unknown("reset"), Stub.Request(firstAttempt: Now.AddHours(-23).AddSeconds(1)))
                is { As: SettledAs.Requeued, Code: "unknown", Reason: "reset" }
        );
    }

    [Fact]
    public void An_upload_is_made_anew_four_times() =>
        Assert.True(
            Of(new SendOutcome.MediaGone("131053"), Stub.Request(attempts: 4))
                is { As: SettledAs.Requeued, Code: "media", Reason: "131053" }
        );

    [Fact]
    public void Whoever_cannot_be_reached_is_refused_with_the_platform_s_words() =>
        Assert.True(Of(new SendOutcome.Unreachable("403", "blocked", null)) is { As: SettledAs.Refused, Code: "403", Reason: "blocked" });

    [Theory]
    [InlineData(0, 60.0)]
    [InlineData(1, 66.0)]
    public void A_throttled_request_comes_back_after_what_was_told_and_up_to_a_tenth_more(double jitter, double seconds) =>
        Assert.Equal(
            TimeSpan.FromSeconds(seconds),
            SettlementPolicy
                .Decide(Stub.Request(), new SendOutcome.Throttled(TimeSpan.FromMinutes(1), ThrottleScope.Pace), Stub.Limits, Now, jitter)!
                .NotBefore!.Value - Now
        );

    [Fact]
    public void Half_of_a_pause_is_left_to_chance() =>
        Assert.Equal(
            TimeSpan.FromSeconds(2),
            SettlementPolicy.Decide(Stub.Request(attempts: 4), new SendOutcome.Unavailable(""), Stub.Limits, Now, 0)!.NotBefore!.Value - Now
        );

    [Fact]
    public void Halves_hold_everybody_once_under_new_keys()
    {
        var request = Stub.Request(recipients: 7);
        var halves = request.Halves(Now);
        Assert.Equal(request.Recipients, halves.SelectMany(half => half.Recipients));
        Assert.Equal(3, halves.Select(half => half.Id).Append(request.Id).Distinct().Count());
        Assert.Equal([RequestKind.Single, RequestKind.Single], Stub.Request(recipients: 2).Halves(Now).Select(half => half.Kind));
    }

    [Fact]
    public void Waiting_grows_with_attempts_and_ends_at_two_minutes()
    {
        TimeSpan After(int attempts) =>
            SettlementPolicy
                .Decide(Stub.Request(attempts: attempts), new SendOutcome.Unavailable(""), Stub.Limits, Now, 1)!
                .NotBefore!.Value - Now;
        Assert.Equal(TimeSpan.FromSeconds(0.5), After(1));
        Assert.Equal(TimeSpan.FromSeconds(4), After(4));
        Assert.Equal(TimeSpan.FromSeconds(120), After(50));
    }

    private static Settlement? Of(SendOutcome outcome, ClaimedRequest? request = null) =>
        SettlementPolicy.Decide(request ?? Stub.Request(), outcome, Stub.Limits, Now, 0.5);
}

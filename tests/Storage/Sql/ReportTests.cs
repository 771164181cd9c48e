using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>Parts of a request, and what platforms report of them: before, after and instead of the answer to our own call.</summary>
public sealed partial class ReportTests
{
    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_request_that_goes_back_remembers_what_went_of_it(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (_, request) = await ledger.OneAsync();
        await ledger.SettleAsync(request.Went(1, "m0"), request.Settled(SettledAs.Throttled) with { Trail = Meta.Trail(request, 1) });

        var again = Assert.Single(await ledger.ClaimAsync(account: Meta.Page));
        Assert.Equal(1, again.Went);
        Assert.Equal(request.Id, again.Id);
        Assert.Equal(1, again.Attempts);
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Refused_in_the_middle_says_how_many_went(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (campaign, request) = await ledger.OneAsync();
        await ledger.SettleAsync(
            request.Went(1, "m0"),
            request.Settled(SettledAs.Refused, code: "131053") with
            {
                Trail = Meta.Trail(request, 1),
            }
        );

        var delivery = await ledger.DeliveryAsync(campaign);
        Assert.Equal((DeliveryState.Refused, 1, "131053"), (delivery.State, delivery.Went, delivery.Code));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_crash_in_the_middle_is_unknown_with_what_is_known_of_its_parts(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (campaign, request) = await ledger.OneAsync(Given.Gone);
        await ledger.SettleAsync(request.Went(1, "m0"));
        await ledger.Sweep.SweepAsync(Given.Now, Given.KeyLife, default);

        var delivery = await ledger.DeliveryAsync(campaign);
        Assert.Equal((DeliveryState.Unknown, 1), (delivery.State, delivery.Went));
        Assert.Empty(await ledger.ClaimAsync(account: Meta.Page));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Unknown_becomes_accepted_when_all_parts_are_reported(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (campaign, request) = await ledger.OneAsync();
        await ledger.SettleAsync(
            request.Went(1, "m0"),
            request.Settled(SettledAs.Unknown, code: "unknown") with
            {
                Trail = Meta.Trail(request, 1),
            }
        );
        Assert.Equal(DeliveryState.Unknown, (await ledger.DeliveryAsync(campaign)).State);

        await ledger.ReportAsync(Meta.Receipt(ReceiptKind.Sent, "m1", new(request.Id, 1)));
        Assert.Equal(DeliveryState.Accepted, (await ledger.DeliveryAsync(campaign)).State);
        Assert.Null((await ledger.DeliveryAsync(campaign)).Code);
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_receipt_before_the_answer_is_kept_and_merged_by_its_correlation(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (campaign, request) = await ledger.OneAsync(words: 1);
        await ledger.ReportAsync(Meta.Receipt(ReceiptKind.Delivered, "m0", new(request.Id, 0)));
        Assert.Equal(DeliveryState.Waiting, (await ledger.DeliveryAsync(campaign)).State);

        await ledger.SettleAsync(request.Accepted("m0"));
        Assert.Equal(
            (DeliveryState.Accepted, ReceiptKind.Delivered),
            ((await ledger.DeliveryAsync(campaign)).State, (await ledger.DeliveryAsync(campaign)).Reached)
        );
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_receipt_before_the_answer_is_merged_by_the_platforms_id(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (campaign, request) = await ledger.OneAsync(words: 1);
        await ledger.ReportAsync(Meta.Receipt(ReceiptKind.Read, "m0", null));
        await ledger.SettleAsync(request.Accepted("m0"));
        Assert.Equal(ReceiptKind.Read, (await ledger.DeliveryAsync(campaign)).Reached);
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_report_instead_of_the_answer_settles_what_a_dead_node_left(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (campaign, request) = await ledger.OneAsync(Given.Gone, words: 1);
        await ledger.ReportAsync(Meta.Receipt(ReceiptKind.Sent, "m0", new(request.Id, 0)));
        await ledger.Sweep.SweepAsync(Given.Now, Given.KeyLife, default);
        Assert.Equal(DeliveryState.Accepted, (await ledger.DeliveryAsync(campaign)).State);
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_late_answer_merges_with_what_a_receipt_settled(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (campaign, request) = await ledger.OneAsync(Given.Gone, words: 1);
        await ledger.Sweep.SweepAsync(Given.Now, Given.KeyLife, default);
        await ledger.ReportAsync(Meta.Receipt(ReceiptKind.Delivered, "m0", new(request.Id, 0)));
        Assert.Single(await ledger.Settlements.SettleAsync([request.Accepted("m0")], default));
        Assert.Single(
            await ledger.Settlements.SettleAsync([request.Settled(SettledAs.Unknown) with { Trail = Meta.Trail(request, 0) }], default)
        );

        var delivery = await ledger.DeliveryAsync(campaign);
        Assert.Equal((DeliveryState.Accepted, ReceiptKind.Delivered), (delivery.State, delivery.Reached));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_late_acceptance_of_what_was_swept_as_unknown_counts(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (campaign, request) = await ledger.OneAsync(Given.Gone, words: 1);
        await ledger.Sweep.SweepAsync(Given.Now, Given.KeyLife, default);
        Assert.Single(await ledger.Settlements.SettleAsync([request.Accepted("m0")], default));
        Assert.Equal(DeliveryState.Accepted, (await ledger.DeliveryAsync(campaign)).State);
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Failed_later_makes_the_accepted_refused_with_the_code(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (campaign, request) = await ledger.OneAsync();
        await ledger.SettleAsync(request.Went(1, "m0"), request.Accepted("m1", part: 1));
        await ledger.ReportAsync(Meta.Failed("m1", "131049"));
        var delivery = await ledger.DeliveryAsync(campaign);
        Assert.Equal((DeliveryState.Refused, "131049", 1), (delivery.State, delivery.Code, delivery.Went));

        // On several devices "delivered" may follow; it overrules.
        await ledger.ReportAsync(Meta.Receipt(ReceiptKind.Delivered, "m1", null));
        Assert.Equal(DeliveryState.Accepted, (await ledger.DeliveryAsync(campaign)).State);
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Watermarks_mark_all_earlier_messages_of_the_customer_also_those_not_yet_answered(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (first, one) = await ledger.OneAsync(words: 1);
        await ledger.SettleAsync(one.Accepted("a"));
        var (second, two) = await ledger.OneAsync(words: 1);
        await ledger.ReportAsync(
            Meta.Until(ReceiptKind.Delivered, Given.Now.AddMinutes(1)),
            Meta.Until(ReceiptKind.Read, Given.Now.AddMilliseconds(-1))
        );
        await ledger.SettleAsync(two.Accepted("b"));
        Assert.Equal(ReceiptKind.Delivered, (await ledger.DeliveryAsync(first)).Reached);
        Assert.Equal(ReceiptKind.Delivered, (await ledger.DeliveryAsync(second)).Reached);

        await ledger.ReportAsync(Meta.Until(ReceiptKind.Read, Given.Now));
        Assert.Equal(ReceiptKind.Read, (await ledger.DeliveryAsync(first)).Reached);
        var tally = await ledger.Deliveries.TallyAsync(first, default);
        Assert.Equal((1, 1, 1, 1), (tally.Chosen, tally.Accepted, tally.Delivered, tally.Read));
        Assert.Single(await ledger.Deliveries.DeliveriesAsync(first, new DeliveryFilter { Reached = ReceiptKind.Read }, 0, 10, default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_restriction_holds_until_it_is_lifted_and_is_told_once(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        await ledger.ReportAsync(Meta.Standing(AccountStanding.Restricted, 0));
        await ledger.ReportAsync(Meta.Standing(AccountStanding.Restricted, 0));
        await ledger.Holds.HoldAsync(Meta.Page, HoldReason.Token, Given.Now.AddMinutes(5), "190", default);
        await ledger.Sweep.SweepAsync(Given.Now.AddDays(30), Given.KeyLife, default);
        Assert.Equal(HoldReason.Restricted, Assert.Single(await ledger.Holds.HoldsAsync(default)).Reason);
        Assert.Equal([NoticeReason.Restricted], (await ledger.Notices.TakeAsync(default)).Select(notice => notice.Reason));
        Assert.Empty(await ledger.Notices.TakeAsync(default));

        await ledger.ReportAsync(Meta.Standing(AccountStanding.Restored, 2), Meta.Standing(AccountStanding.Restricted, 1));
        Assert.Empty(await ledger.Holds.HoldsAsync(default));
        Assert.Equal([NoticeReason.Restored], (await ledger.Notices.TakeAsync(default)).Select(notice => notice.Reason));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_message_that_fails_for_its_account_stops_the_account_for_a_while(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (campaign, request) = await ledger.OneAsync(words: 1);
        await ledger.SettleAsync(request.Accepted("m0"));
        await ledger.ReportAsync(Meta.Failed("other", "131026"), Meta.FailedOfAccount("older", "131042", Given.Now.AddDays(-2)));
        Assert.Empty(await ledger.Holds.HoldsAsync(default));

        for (var again = 0; again < 2; again++)
            await ledger.ReportAsync(Meta.FailedOfAccount("m0", "131042", Given.Now));
        Assert.Equal(
            new Hold(Meta.Page, HoldReason.Token, Given.Now + Hold.AfterRefusal, "131042"),
            Assert.Single(await ledger.Holds.HoldsAsync(default))
        );
        Assert.Equal(
            [(NoticeReason.Token, "131042")],
            (await ledger.Notices.TakeAsync(default)).Select(notice => (notice.Reason, notice.Detail))
        );
        Assert.Equal(
            (DeliveryState.Refused, "131042"),
            ((await ledger.DeliveryAsync(campaign)).State, (await ledger.DeliveryAsync(campaign)).Code)
        );

        await ledger.ReportAsync(Meta.Standing(AccountStanding.Restricted, 0));
        await ledger.ReportAsync(Meta.FailedOfAccount("m1", "131042", Given.Now));
        Assert.Equal(HoldReason.Restricted, Assert.Single(await ledger.Holds.HoldsAsync(default)).Reason);
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Of_two_uploads_at_once_one_is_kept_and_forgetting_names_the_one_meant(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var uploads = new Uploads(ledger.Database);
        Assert.Equal("p1", await uploads.SaveAsync(Meta.Page, "m", "p1", Given.Now, Given.Now.AddDays(1), default));
        Assert.Equal("p1", await uploads.SaveAsync(Meta.Page, "m", "p2", Given.Now, Given.Now.AddDays(1), default));
        await uploads.ForgetAsync(Meta.Page, "m", "p2", default);
        Assert.Equal("p1", await uploads.FindAsync(Meta.Page, "m", Given.Now, default));
        Assert.Null(await uploads.FindAsync(Meta.Page, "m", Given.Now.AddDays(1), default));
        Assert.Equal("p3", await uploads.SaveAsync(Meta.Page, "m", "p3", Given.Now.AddDays(1), Given.Now.AddDays(2), default));
    }
}

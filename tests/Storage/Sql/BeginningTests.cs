using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>Where no retry key is known, and of batches: between the claim and the call stands a word in the row, and a crash on either
/// side of it ends differently.</summary>
public sealed class BeginningTests
{
    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task What_a_dead_node_had_claimed_and_not_begun_is_sent_as_if_it_had_not_been_claimed(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (campaign, dead) = await ledger.OneClaimedAsync(Given.Gone);

        Assert.Equal(new SweepResult(1, 0, 0, 0), await ledger.Sweep.SweepAsync(Given.Now, Given.KeyLife, default));

        var delivery = await ledger.DeliveryAsync(campaign);
        Assert.Equal((DeliveryState.Waiting, (string?)null), (delivery.State, delivery.Code));
        var later = Given.Now.AddSeconds(9);
        var again = Assert.Single(await ledger.ClaimAsync(account: Meta.Page, now: later));
        Assert.Equal((dead.Id, 1, false, (DateTimeOffset?)later), (again.Id, again.Attempts, again.Uncertain, again.FirstAttemptAt));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task What_had_begun_stays_unknown_until_a_report_and_is_never_claimed_again(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (campaign, request) = await ledger.OneAsync(Given.Gone, words: 1);

        Assert.Equal(new SweepResult(0, 1, 0, 0), await ledger.Sweep.SweepAsync(Given.Now, Given.KeyLife, default));

        Assert.Equal(
            (DeliveryState.Unknown, "lease"),
            ((await ledger.DeliveryAsync(campaign)).State, (await ledger.DeliveryAsync(campaign)).Code)
        );
        Assert.Empty(await ledger.ClaimAsync(account: Meta.Page));
        await ledger.ReportAsync(Meta.Receipt(ReceiptKind.Sent, "m0", new(request.Id, 0)));
        Assert.Equal(DeliveryState.Accepted, (await ledger.DeliveryAsync(campaign)).State);
        Assert.Empty(await ledger.ClaimAsync(account: Meta.Page));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_node_that_slept_past_its_lease_may_not_begin_what_another_has_taken(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (_, asleep) = await ledger.OneClaimedAsync(Given.Gone);
        await ledger.Sweep.SweepAsync(Given.Now, Given.KeyLife, default);
        Assert.Empty(await ledger.Queue.BeginAsync([asleep], Given.Lease, default));

        var awake = Assert.Single(await ledger.ClaimAsync(account: Meta.Page));

        Assert.Empty(await ledger.Queue.BeginAsync([asleep], Given.Lease, default));
        Assert.Equal([awake.Id], await ledger.Queue.BeginAsync([awake], Given.Lease, default));
        await ledger.SettleAsync(awake.Accepted("m0", part: 1));
        Assert.Empty(await ledger.Queue.BeginAsync([awake], Given.Lease, default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Beginning_renews_the_lease(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (_, request) = await ledger.OneClaimedAsync(Given.Gone);
        await ledger.Queue.BeginAsync([request], Given.Lease, default);

        Assert.Equal(new SweepResult(0, 0, 0, 0), await ledger.Sweep.SweepAsync(Given.Now, Given.KeyLife, default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task What_began_once_and_went_back_counts_as_begun_only_while_it_is_claimed_again_and_begun(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (campaign, throttled) = await ledger.OneAsync();
        await ledger.SettleAsync(throttled.Settled(SettledAs.Throttled));
        Assert.Single(await ledger.ClaimAsync(account: Meta.Page, lease: Given.Gone));

        Assert.Equal(new SweepResult(1, 0, 0, 0), await ledger.Sweep.SweepAsync(Given.Now, Given.KeyLife, default));
        Assert.Equal(DeliveryState.Waiting, (await ledger.DeliveryAsync(campaign)).State);
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task What_had_not_begun_is_cancelled_or_expires_with_the_others(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var cancelled = await ledger.SendingAsync(Given.Singles(0, 2, retrySafe: false));
        await ledger.ClaimAsync(lease: Given.Gone);
        Assert.True(await ledger.Campaigns.CancelAsync(cancelled, 3, Given.Now, default));
        Assert.Equal(new SweepResult(0, 0, 0, 2), await ledger.Sweep.SweepAsync(Given.Now, Given.KeyLife, default));
        var expired = await ledger.SendingAsync(Given.Singles(0, 2, retrySafe: false));
        await ledger.ClaimAsync(lease: Given.Gone);
        Assert.Equal(new SweepResult(0, 0, 2, 0), await ledger.Sweep.SweepAsync(Given.Now.AddHours(1), Given.KeyLife, default));

        Assert.Equal(new Tally { Cancelled = 2 }, await ledger.Deliveries.TallyAsync(cancelled, default));
        Assert.Equal(new Tally { Expired = 2 }, await ledger.Deliveries.TallyAsync(expired, default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_batch_that_had_not_begun_is_as_if_it_had_not_been_claimed_and_whoever_has_left_is_taken_out(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var id = await ledger.SendingAsync(Given.Batch(0, 4));
        var dead = Assert.Single(await ledger.ClaimAsync(kind: RequestKind.Batch, lease: Given.Gone));
        Assert.Equal(new SweepResult(1, 0, 0, 0), await ledger.Sweep.SweepAsync(Given.Now, Given.KeyLife, default));
        Assert.Empty(await ledger.Queue.BeginAsync([dead], Given.Lease, default));

        var again = Assert.Single(await ledger.ClaimAsync(kind: RequestKind.Batch));
        Assert.Equal((dead.Id, 1, false), (again.Id, again.Attempts, again.Uncertain));
        Assert.Equal(
            3,
            (
                await ledger.Skips.SkipAsync(
                    again,
                    new Dictionary<string, SkipReason> { [again.Recipients[0]] = SkipReason.Unsubscribed },
                    default
                )
            )!
                .Recipients
                .Count
        );
        Assert.Empty(await ledger.Queue.BeginAsync([dead], Given.Lease, default));
        Assert.Equal([again.Id], await ledger.Queue.BeginAsync([again], Given.Lease, default));
        Assert.Equal(new Tally { Waiting = 3, Skipped = 1 }, await ledger.Deliveries.TallyAsync(id, default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_batch_that_had_begun_is_repeated_as_it_was_under_its_key(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        await ledger.SendingAsync(Given.Batch(0, 4));
        var dead = Assert.Single(await ledger.ClaimAsync(kind: RequestKind.Batch));
        await ledger.Queue.BeginAsync([dead], Given.Gone, default);
        Assert.Equal(new SweepResult(1, 0, 0, 0), await ledger.Sweep.SweepAsync(Given.Now, Given.KeyLife, default));

        // In doubt it stays, whatever becomes of those who only claim it.
        var again = Assert.Single(await ledger.ClaimAsync(kind: RequestKind.Batch, lease: Given.Gone));
        Assert.Equal((dead.Id, 2, true), (again.Id, again.Attempts, again.Uncertain));
        Assert.Equal(new SweepResult(1, 0, 0, 0), await ledger.Sweep.SweepAsync(Given.Now, Given.KeyLife, default));
        Assert.True(Assert.Single(await ledger.ClaimAsync(kind: RequestKind.Batch)).Uncertain);
    }
}

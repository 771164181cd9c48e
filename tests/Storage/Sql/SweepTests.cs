using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Storage.Sql;

public sealed class SweepTests
{
    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task What_waits_for_a_window_that_opens_too_late_expires_and_what_may_have_arrived_is_unknown(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var id = await ledger.SendingAsync(Given.Singles(0, 3));
        await ledger.Database.ExecuteAsync("update campaigns set expires_at = @at", default, ("at", Given.Now.AddHours(10)));
        var claimed = await ledger.ClaimAsync(1);
        await ledger.Settlements.SettleAsync([claimed[0].Settled(SettledAs.Requeued, notBefore: Given.Now, uncertain: true)], default);
        Task<int> EndAsync(DateTimeOffset? reopens) => ledger.Sweep.EndShutAsync(_ => reopens, Given.Now, default);

        Assert.Equal(0, await EndAsync(null));
        Assert.Equal(0, await EndAsync(Given.Now.AddHours(9)));
        Assert.Equal(2, await EndAsync(Given.Now.AddHours(10)));
        Assert.Equal(new Tally { Expired = 2, Unknown = 1 }, await ledger.Deliveries.TallyAsync(id, default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_lost_claim_is_repeated_under_its_key_or_stays_unknown(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var id = await ledger.SendingAsync(Given.Singles(0, 2), Given.Singles(2, 3, retrySafe: false));
        var claimed = await ledger.ClaimAsync(lease: Given.Gone);
        Assert.Equal(5, claimed.Count);
        await ledger.Queue.BeginAsync([.. claimed.Where(request => !request.RetrySafe)], Given.Gone, default);

        Assert.Equal(new SweepResult(2, 3, 0, 0), await ledger.Sweep.SweepAsync(Given.Now, Given.KeyLife, default));

        Assert.Equal(new Tally { Waiting = 2, Unknown = 3 }, await ledger.Deliveries.TallyAsync(id, default));
        Assert.All(await ledger.ClaimAsync(lease: Given.Gone), request =>
            Assert.Equal((true, 2, (DateTimeOffset?)Given.Now), (request.Uncertain, request.Attempts, request.FirstAttemptAt))
        );
        Assert.Equal(
            new SweepResult(0, 2, 0, 0),
            await ledger.Sweep.SweepAsync(Given.Now.AddMinutes(30), TimeSpan.FromMinutes(30), default)
        );
        Assert.Equal(new Tally { Unknown = 5 }, await ledger.Deliveries.TallyAsync(id, default));
        Assert.Equal([id], await ledger.Campaigns.FinishAsync(Given.Now, default));
        Assert.Equal(new SweepResult(0, 0, 0, 0), await ledger.Sweep.SweepAsync(Given.Now.AddDays(1), Given.KeyLife, default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_claim_whose_lease_still_runs_is_left_alone(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        await ledger.SendingAsync(Given.Singles(0, 2));
        await ledger.ClaimAsync();

        Assert.Equal(new SweepResult(0, 0, 0, 0), await ledger.Sweep.SweepAsync(Given.Now.AddDays(7), Given.KeyLife, default));
    }

    [Fact]
    public async Task What_a_former_process_held_in_a_folder_of_its_own_is_free_at_the_next_start_but_for_what_may_be_under_way()
    {
        await using var ledger = await LedgerFixture.OpenAsync(DatabaseKind.Sqlite);
        var lease = await ledger.LaunchingAsync();
        await ledger.SendingAsync(Given.Singles(0, 2), Given.Singles(2, 3, retrySafe: false));
        var claimed = await ledger.ClaimAsync();
        await ledger.Queue.BeginAsync([claimed.First(request => !request.RetrySafe)], Given.Lease, default);

        await ledger.Database.MigrateAsync(default, alone: true);

        // Of two without a key it is written down that no call had begun; of the other three nobody knows.
        Assert.Equal(new SweepResult(2, 0, 0, 0), await ledger.Sweep.SweepAsync(Given.Now, Given.KeyLife, default));
        var again = await ledger.Launches.BeginLaunchAsync(lease.Campaign, "the next", Given.Lease, Given.Now, default);
        Assert.Equal((lease.Epoch + 1, lease.Cursor), (again!.Epoch, again.Cursor));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task An_uncertain_request_is_given_up_when_its_key_has_died_in_the_queue(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var id = await ledger.SendingAsync(Given.Singles(0, 2, expiresAt: Given.Now.AddDays(3)));
        var one = Assert.Single(await ledger.ClaimAsync(1));
        await ledger.Settlements.SettleAsync([one.Settled(SettledAs.Requeued, uncertain: true)], default);

        Assert.Equal(new SweepResult(0, 0, 0, 0), await ledger.Sweep.SweepAsync(Given.Now.AddHours(22), Given.KeyLife, default));
        Assert.Equal(new SweepResult(0, 1, 0, 0), await ledger.Sweep.SweepAsync(Given.Now.AddHours(23), Given.KeyLife, default));

        Assert.Equal(new Tally { Waiting = 1, Unknown = 1 }, await ledger.Deliveries.TallyAsync(id, default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task What_is_too_late_expires(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var id = await ledger.SendingAsync(Given.Singles(0, 7_000, "a"), Given.Singles(7_000, 3, "b", expiresAt: Given.Now.AddHours(2)));
        await ledger.Replies.AddReplyAsync(Given.Reply(expiresAt: Given.Now.AddMinutes(5)), null, default);
        var one = Assert.Single(await ledger.ClaimAsync(1));
        await ledger.Settlements.SettleAsync([one.Settled(SettledAs.Requeued, uncertain: true)], default);
        Assert.Equal(new SweepResult(0, 0, 0, 0), await ledger.Sweep.SweepAsync(Given.Now.AddMinutes(4), Given.KeyLife, default));

        Assert.Equal(new SweepResult(0, 1, 7_000, 0), await ledger.Sweep.SweepAsync(Given.Now.AddHours(1), Given.KeyLife, default));

        Assert.Equal(
            new Tally
            {
                Waiting = 3,
                Expired = 6_999,
                Unknown = 1,
            },
            await ledger.Deliveries.TallyAsync(id, default)
        );
        Assert.Equal(new SweepResult(0, 0, 3, 0), await ledger.Sweep.SweepAsync(Given.Now.AddHours(2), Given.KeyLife, default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Cancelling_ends_the_queue_and_lets_what_is_on_its_way_end(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var id = await ledger.SendingAsync(Given.Singles(0, 8));
        var claimed = await ledger.ClaimAsync(5);
        await ledger.Settlements.SettleAsync([claimed[4].Settled(SettledAs.Requeued, uncertain: true)], default);

        Assert.True(await ledger.Campaigns.CancelAsync(id, 3, Given.Now, default));
        Assert.Equal(TallyOf(waiting: 4, cancelled: 3, unknown: 1), await ledger.Deliveries.TallyAsync(id, default));
        Assert.Empty(await ledger.ClaimAsync());
        await ledger.Settlements.SettleAsync(
            [
                claimed[0].Settled(SettledAs.Accepted),
                claimed[1].Settled(SettledAs.Requeued),
                claimed[2].Settled(SettledAs.Requeued, uncertain: true),
            ],
            default
        );
        await ledger.Queue.ReleaseAsync([claimed[3]], default);
        Assert.Equal(TallyOf(accepted: 1, cancelled: 5, unknown: 2), await ledger.Deliveries.TallyAsync(id, default));
        Assert.False(await ledger.Campaigns.CancelAsync(id, 4, Given.Now, default));
        await ledger.Sweep.SweepAsync(Given.Now, Given.KeyLife, default);
        Assert.Equal(CampaignState.Cancelled, (await ledger.Campaigns.FindAsync(id, default))!.State);
    }

    private static Tally TallyOf(int waiting = 0, int accepted = 0, int cancelled = 0, int unknown = 0) =>
        new()
        {
            Waiting = waiting,
            Accepted = accepted,
            Cancelled = cancelled,
            Unknown = unknown,
        };

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task What_a_cancelling_did_not_reach_the_sweeper_does(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var id = await ledger.SendingAsync(Given.Singles(0, 8));
        // As a cancelling that was killed between its two steps leaves it.
        await ledger.Database.ExecuteAsync("update campaigns set state = 6 where id = @id", default, ("id", id));

        Assert.Equal(new SweepResult(0, 0, 0, 8), await ledger.Sweep.SweepAsync(Given.Now, Given.KeyLife, default));
        Assert.Equal(new Tally { Cancelled = 8 }, await ledger.Deliveries.TallyAsync(id, default));
    }
}

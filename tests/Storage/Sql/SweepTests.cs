using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Storage.Sql;

public sealed class SweepTests
{
    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_lost_claim_is_repeated_under_its_key_or_stays_unknown(DatabaseKind kind)
    {
        await using var house = await House.OpenAsync(kind);
        var id = await house.SendingAsync(Given.Singles(0, 2), Given.Singles(2, 3, retrySafe: false));
        var claimed = await house.ClaimAsync(lease: Given.Gone);
        Assert.Equal(5, claimed.Count);
        await house.Queue.BeginAsync([.. claimed.Where(request => !request.RetrySafe)], Given.Gone, default);

        Assert.Equal(new SweepResult(2, 3, 0, 0), await house.Sweep.SweepAsync(Given.Now, Given.KeyLife, default));

        Assert.Equal(new Tally { Waiting = 2, Unknown = 3 }, await house.Deliveries.TallyAsync(id, default));
        Assert.All(await house.ClaimAsync(lease: Given.Gone), request =>
            Assert.Equal((true, 2, (DateTimeOffset?)Given.Now), (request.Uncertain, request.Attempts, request.FirstAttemptAt))
        );
        Assert.Equal(
            new SweepResult(0, 2, 0, 0),
            await house.Sweep.SweepAsync(Given.Now.AddMinutes(30), TimeSpan.FromMinutes(30), default)
        );
        Assert.Equal(new Tally { Unknown = 5 }, await house.Deliveries.TallyAsync(id, default));
        Assert.Equal([id], await house.Campaigns.FinishAsync(Given.Now, default));
        Assert.Equal(new SweepResult(0, 0, 0, 0), await house.Sweep.SweepAsync(Given.Now.AddDays(1), Given.KeyLife, default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_claim_whose_lease_still_runs_is_left_alone(DatabaseKind kind)
    {
        await using var house = await House.OpenAsync(kind);
        await house.SendingAsync(Given.Singles(0, 2));
        await house.ClaimAsync();

        Assert.Equal(new SweepResult(0, 0, 0, 0), await house.Sweep.SweepAsync(Given.Now.AddDays(7), Given.KeyLife, default));
    }

    [Fact]
    public async Task What_a_former_process_held_in_a_folder_of_its_own_is_free_at_the_next_start_but_for_what_may_be_under_way()
    {
        await using var house = await House.OpenAsync(DatabaseKind.Sqlite);
        var lease = await house.LaunchingAsync();
        await house.SendingAsync(Given.Singles(0, 2), Given.Singles(2, 3, retrySafe: false));
        var claimed = await house.ClaimAsync();
        await house.Queue.BeginAsync([claimed.First(request => !request.RetrySafe)], Given.Lease, default);

        await house.Database.MigrateAsync(default, alone: true);

        // Of two without a key it is written down that no call had begun; of the other three nobody knows.
        Assert.Equal(new SweepResult(2, 0, 0, 0), await house.Sweep.SweepAsync(Given.Now, Given.KeyLife, default));
        var again = await house.Launches.BeginLaunchAsync(lease.Campaign, "the next", Given.Lease, Given.Now, default);
        Assert.Equal((lease.Epoch + 1, lease.Cursor), (again!.Epoch, again.Cursor));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task An_uncertain_request_is_given_up_when_its_key_has_died_in_the_queue(DatabaseKind kind)
    {
        await using var house = await House.OpenAsync(kind);
        var id = await house.SendingAsync(Given.Singles(0, 2, expiresAt: Given.Now.AddDays(3)));
        var one = Assert.Single(await house.ClaimAsync(1));
        await house.Settlements.SettleAsync([one.Settled(SettledAs.Requeued, uncertain: true)], default);

        Assert.Equal(new SweepResult(0, 0, 0, 0), await house.Sweep.SweepAsync(Given.Now.AddHours(22), Given.KeyLife, default));
        Assert.Equal(new SweepResult(0, 1, 0, 0), await house.Sweep.SweepAsync(Given.Now.AddHours(23), Given.KeyLife, default));

        Assert.Equal(new Tally { Waiting = 1, Unknown = 1 }, await house.Deliveries.TallyAsync(id, default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task What_is_too_late_expires(DatabaseKind kind)
    {
        await using var house = await House.OpenAsync(kind);
        var id = await house.SendingAsync(Given.Singles(0, 7_000, "a"), Given.Singles(7_000, 3, "b", expiresAt: Given.Now.AddHours(2)));
        await house.Replies.AddReplyAsync(Given.Reply(expiresAt: Given.Now.AddMinutes(5)), null, default);
        var one = Assert.Single(await house.ClaimAsync(1));
        await house.Settlements.SettleAsync([one.Settled(SettledAs.Requeued, uncertain: true)], default);
        Assert.Equal(new SweepResult(0, 0, 0, 0), await house.Sweep.SweepAsync(Given.Now.AddMinutes(4), Given.KeyLife, default));

        Assert.Equal(new SweepResult(0, 1, 7_000, 0), await house.Sweep.SweepAsync(Given.Now.AddHours(1), Given.KeyLife, default));

        Assert.Equal(
            new Tally
            {
                Waiting = 3,
                Expired = 6_999,
                Unknown = 1,
            },
            await house.Deliveries.TallyAsync(id, default)
        );
        Assert.Equal(new SweepResult(0, 0, 3, 0), await house.Sweep.SweepAsync(Given.Now.AddHours(2), Given.KeyLife, default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Cancelling_ends_the_queue_and_lets_what_is_on_its_way_end(DatabaseKind kind)
    {
        await using var house = await House.OpenAsync(kind);
        var id = await house.SendingAsync(Given.Singles(0, 8));
        var claimed = await house.ClaimAsync(5);
        await house.Settlements.SettleAsync([claimed[4].Settled(SettledAs.Requeued, uncertain: true)], default);

        Assert.True(await house.Campaigns.CancelAsync(id, 3, Given.Now, default));

        Assert.Equal(
            new Tally
            {
                Waiting = 4,
                Cancelled = 3,
                Unknown = 1,
            },
            await house.Deliveries.TallyAsync(id, default)
        );
        Assert.Empty(await house.ClaimAsync());
        await house.Settlements.SettleAsync(
            [
                claimed[0].Settled(SettledAs.Accepted),
                claimed[1].Settled(SettledAs.Requeued),
                claimed[2].Settled(SettledAs.Requeued, uncertain: true),
            ],
            default
        );
        await house.Queue.ReleaseAsync([claimed[3]], default);
        Assert.Equal(
            new Tally
            {
                Accepted = 1,
                Cancelled = 5,
                Unknown = 2,
            },
            await house.Deliveries.TallyAsync(id, default)
        );
        Assert.False(await house.Campaigns.CancelAsync(id, 4, Given.Now, default));
        await house.Sweep.SweepAsync(Given.Now, Given.KeyLife, default);
        Assert.Equal(CampaignState.Cancelled, (await house.Campaigns.FindAsync(id, default))!.State);
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task What_a_cancelling_did_not_reach_the_sweeper_does(DatabaseKind kind)
    {
        await using var house = await House.OpenAsync(kind);
        var id = await house.SendingAsync(Given.Singles(0, 8));
        // As a cancelling that was killed between its two steps leaves it.
        await house.Database.ExecuteAsync("update campaigns set state = 6 where id = @id", default, ("id", id));

        Assert.Equal(new SweepResult(0, 0, 0, 8), await house.Sweep.SweepAsync(Given.Now, Given.KeyLife, default));
        Assert.Equal(new Tally { Cancelled = 8 }, await house.Deliveries.TallyAsync(id, default));
    }
}

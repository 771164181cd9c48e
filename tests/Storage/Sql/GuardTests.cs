using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>What stands between two looks: the statement that changes a row asks everything again by itself.</summary>
public sealed class GuardTests
{
    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_campaign_stopped_or_an_account_held_after_it_was_found_running_gives_nothing(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var id = await ledger.SendingAsync(Given.Singles(0, 4));
        Assert.True(await ledger.Campaigns.PauseAsync(id, 3, default));
        Assert.Equal(0, await ClaimAsync(ledger, id, RequestClass.Staff));
        Assert.True(await ledger.Campaigns.ResumeAsync(id, 4, default));
        await ExecuteAsync(ledger, $"update campaigns set waits = 'PAUSED' where id = {id}");
        Assert.Equal(0, await ClaimAsync(ledger, id, RequestClass.Staff));
        await ExecuteAsync(ledger, $"update campaigns set waits = null where id = {id}");
        await ledger.Holds.HoldAsync(Given.Line, HoldReason.Quota, Given.Now.AddMinutes(1), "", default);
        Assert.Equal(0, await ClaimAsync(ledger, id, RequestClass.Staff));
        await ledger.Holds.LiftAsync(Given.Line, default);
        Assert.Equal(4, await ClaimAsync(ledger, id, RequestClass.Staff));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task After_an_outage_longer_than_a_keys_life_what_is_uncertain_is_not_claimed_before_the_sweeper_has_looked(
        DatabaseKind kind
    )
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var id = await ledger.SendingAsync(Given.Singles(0, 3, expiresAt: Given.Now.AddDays(3)));
        var claimed = await ledger.ClaimAsync();
        // One answer was lost; one call surely never left; of the third nobody has said anything.
        await ledger.Settlements.SettleAsync(
            [claimed[0].Settled(SettledAs.Requeued, uncertain: true), claimed[1].Settled(SettledAs.Requeued)],
            default
        );
        var later = Given.Now.AddHours(24);

        var again = await ledger.Queue.ClaimAsync(Given.Queue(), 10, Given.Terms(later, Given.KeyLife), default);
        Assert.Equal(claimed[1].Id, Assert.Single(again).Id);
        await ledger.Sweep.SweepAsync(later, Given.KeyLife, default);
        Assert.Equal(1, (await ledger.Deliveries.TallyAsync(id, default)).Unknown);
        // Within its life it is repeated.
        var other = await ledger.SendingAsync(Given.Singles(10, 1, expiresAt: Given.Now.AddDays(3)));
        await ledger.Settlements.SettleAsync(
            [Assert.Single(await ledger.ClaimAsync()).Settled(SettledAs.Requeued, uncertain: true)],
            default
        );
        Assert.Single(await ledger.Queue.ClaimAsync(Given.Queue(), 10, Given.Terms(Given.Now.AddHours(22), Given.KeyLife), default));
        Assert.Equal(1, (await ledger.Deliveries.TallyAsync(other, default)).Waiting);
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task One_node_at_a_time_looks_at_what_is_due(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var campaign = await ledger.ScheduledAsync();
        Assert.True(await ledger.Launches.LookAsync(campaign.Id, "a", Given.Lease, Given.Now, default));
        Assert.True(await ledger.Launches.LookAsync(campaign.Id, "a", Given.Lease, Given.Now, default));
        Assert.False(await ledger.Launches.LookAsync(campaign.Id, "b", Given.Lease, Given.Now, default));
        Assert.Null(await ledger.Launches.BeginLaunchAsync(campaign.Id, "b", Given.Lease, Given.Now, default));
        Assert.Empty(await ledger.Campaigns.DueAsync(Given.Now, default));
        Assert.True(await ledger.Launches.LookAsync(campaign.Id, "a", Given.Gone, Given.Now, default));
        Assert.Single(await ledger.Campaigns.DueAsync(Given.Now, default));
        Assert.True(await ledger.Launches.LookAsync(campaign.Id, "b", Given.Lease, Given.Now, default));
        Assert.NotNull(await ledger.Launches.BeginLaunchAsync(campaign.Id, "b", Given.Lease, Given.Now, default));
        Assert.False(await ledger.Launches.LookAsync(campaign.Id, "b", Given.Lease, Given.Now, default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_block_of_skips_is_one_transaction_and_each_is_judged_by_itself(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var id = await ledger.SendingAsync(Given.Batch(0, 4, size: 2), Given.Singles(4, 3));
        var batches = await ledger.ClaimAsync(kind: RequestKind.Batch);
        var singles = await ledger.ClaimAsync();
        // Overtaken in between.
        await ExecuteAsync(ledger, $"update queue set epoch = epoch + 1 where recipients = '{singles[1].Recipients[0]}'");
        Skip[] skips =
        [
            Out(batches[0], 1, SkipReason.Blocked),
            Out(singles[0], 1, SkipReason.Unsubscribed),
            Out(singles[1], 1, SkipReason.Unsubscribed),
            Out(singles[2], 0, SkipReason.Blocked),
            Out(batches[1], 2, SkipReason.NotMine),
        ];
        var rests = await ledger.Skips.SkipAsync(skips, default);

        Assert.Equal([batches[0].Recipients[1]], rests[0]!.Recipients);
        Assert.Equal([true, true, false, true], rests.Skip(1).Select(rest => rest is null));
        Assert.Same(singles[2], rests[3]);
        Assert.Equal(new Tally { Waiting = 3, Skipped = 4 }, await ledger.Deliveries.TallyAsync(id, default));
        var skipped = await ledger.Deliveries.SkippedAsync(id, default);
        (SkipReason, long)[] counts = [(SkipReason.Blocked, 1), (SkipReason.Unsubscribed, 1), (SkipReason.NotMine, 2)];
        Assert.Equal(counts.Order(), skipped.Select(one => (one.Key, one.Value)).Order());
    }

    private static Skip Out(ClaimedRequest request, int count, SkipReason reason) =>
        new(request, request.Recipients.Take(count).ToDictionary(user => user, _ => reason));

    /// <summary>As if the campaign had been found running a moment before.</summary>
    private static Task<int> ClaimAsync(LedgerFixture ledger, long campaign, RequestClass cls) =>
        ledger.Database.WriteAsync(
            async writing =>
                (
                    await writing.QueryAsync(
                        ClaimSql.Claim(ledger.Database.Engine),
                        row => row.Long("campaign"),
                        ("campaign", campaign),
                        ("account", 1),
                        ("kind", RequestKind.Single),
                        ("class", cls),
                        ("now", Given.Now),
                        ("keyed", DateTimeOffset.UnixEpoch),
                        ("most", 10),
                        ("mark", "x"),
                        ("lease", 60_000L),
                        ("behind_at", 0L),
                        ("behind_id", ledger.Database.Engine.Key(Guid.Empty))
                    )
                ).Count,
            default
        );

    private static Task<int> ExecuteAsync(LedgerFixture ledger, string sql) => ledger.Database.ExecuteAsync(sql, default);
}

using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Storage.Sql;

public sealed class LedgerTests
{
    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_campaign_goes_from_draft_to_done(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var campaign = await ledger.ScheduledAsync();
        Assert.Equal([campaign.Id], (await ledger.Campaigns.DueAsync(Given.Now, default)).Select(due => due.Id));
        await LaunchAsync(ledger, campaign.Id);
        Assert.Equal(new Tally { Waiting = 710, Skipped = 5 }, await ledger.Deliveries.TallyAsync(campaign.Id, default));

        var singles = await ledger.ClaimAsync();
        Assert.Equal(10, singles.Count);
        Assert.Equal(singles.Select(request => request.Id).Order(), singles.Select(request => request.Id));
        var batches = (await ledger.ClaimAsync(kind: RequestKind.Batch)).OrderByDescending(request => request.Recipients.Count).ToList();
        Assert.Equal([500, 200], batches.Select(request => request.Recipients.Count));
        Assert.Empty(await ledger.Campaigns.FinishAsync(Given.Now, default));
        var settled = singles.Append(batches[0]).Select(request => request.Settled(SettledAs.Accepted));
        Assert.Empty(await ledger.Settlements.SettleAsync([.. settled, batches[1].Settled(SettledAs.Refused, code: "400")], default));

        var whole = new Tally
        {
            Accepted = 510,
            Refused = 200,
            Skipped = 5,
        };
        Assert.Equal(whole, await ledger.Deliveries.TallyAsync(campaign.Id, default));
        Assert.Equal([campaign.Id], await ledger.Campaigns.FinishAsync(Given.Now, default));
        var done = (await ledger.Campaigns.FindAsync(campaign.Id, default))!;
        Assert.Equal((CampaignState.Done, Given.Words), (done.State, done.Content));
    }

    /// <summary>Ten singles, 700 in batches and five who are skipped, by one of two nodes.</summary>
    private static async Task LaunchAsync(LedgerFixture ledger, long campaign)
    {
        var lease = await ledger.Launches.BeginLaunchAsync(campaign, "node", Given.Lease, Given.Now, default);
        Assert.NotNull(lease);
        Assert.Null(await ledger.Launches.BeginLaunchAsync(campaign, "other", Given.Lease, Given.Now, default));
        Assert.True(await ledger.Launches.AppendAsync(lease, Given.Singles(0, 10, "a"), default));
        Assert.True(await ledger.Launches.AppendAsync(lease with { Cursor = "a" }, Given.Batch(10, 700, "b"), default));
        Assert.True(
            await ledger.Launches.AppendAsync(lease with { Cursor = "b" }, Given.Skipped(710, 5, SkipReason.Blocked, null), default)
        );
        Assert.True(await ledger.Launches.FinishLaunchAsync(lease, default));
    }
}

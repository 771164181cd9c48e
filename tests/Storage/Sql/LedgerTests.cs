using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Storage.Sql;

public sealed class LedgerTests
{
    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_campaign_goes_from_draft_to_done(DatabaseKind kind)
    {
        await using var house = await House.OpenAsync(kind);
        var campaign = await house.ScheduledAsync();
        Assert.Equal([campaign.Id], (await house.Campaigns.DueAsync(Given.Now, default)).Select(due => due.Id));

        var lease = await house.Launches.BeginLaunchAsync(campaign.Id, "node", Given.Lease, Given.Now, default);
        Assert.NotNull(lease);
        Assert.Null(await house.Launches.BeginLaunchAsync(campaign.Id, "other", Given.Lease, Given.Now, default));
        Assert.True(await house.Launches.AppendAsync(lease, Given.Singles(0, 10, "a"), default));
        Assert.True(await house.Launches.AppendAsync(lease with { Cursor = "a" }, Given.Batch(10, 700, "b"), default));
        Assert.True(
            await house.Launches.AppendAsync(lease with { Cursor = "b" }, Given.Skipped(710, 5, SkipReason.Blocked, null), default)
        );
        Assert.True(await house.Launches.FinishLaunchAsync(lease, default));
        Assert.Equal(new Tally { Waiting = 710, Skipped = 5 }, await house.Deliveries.TallyAsync(campaign.Id, default));

        var singles = await house.ClaimAsync();
        Assert.Equal(10, singles.Count);
        Assert.Equal(singles.Select(request => request.Id).Order(), singles.Select(request => request.Id));
        var batches = (await house.ClaimAsync(kind: RequestKind.Batch)).OrderByDescending(request => request.Recipients.Count).ToList();
        Assert.Equal([500, 200], batches.Select(request => request.Recipients.Count));
        Assert.Empty(await house.Campaigns.FinishAsync(Given.Now, default));
        Assert.Empty(
            await house.Settlements.SettleAsync(
                [
                    .. singles.Select(request => request.Settled(SettledAs.Accepted)),
                    batches[0].Settled(SettledAs.Accepted),
                    batches[1].Settled(SettledAs.Refused, code: "400"),
                ],
                default
            )
        );

        Assert.Equal(
            new Tally
            {
                Accepted = 510,
                Refused = 200,
                Skipped = 5,
            },
            await house.Deliveries.TallyAsync(campaign.Id, default)
        );
        Assert.Equal([campaign.Id], await house.Campaigns.FinishAsync(Given.Now, default));
        var done = await house.Campaigns.FindAsync(campaign.Id, default);
        Assert.Equal(CampaignState.Done, done!.State);
        Assert.Equal(Given.Words, done.Content);
    }
}

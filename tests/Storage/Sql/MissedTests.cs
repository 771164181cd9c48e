using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>Whom a campaign did not reach, its retries, its recipients by filter, and what waits for a template.</summary>
public sealed class MissedTests
{
    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Of_a_campaign_one_retry_is_open_and_nobody_is_chosen_who_has_it_or_whom_another_has_taken_on(DatabaseKind kind)
    {
        await using var house = await House.OpenAsync(kind);
        var campaign = await EndedAsync(house);
        var origin = (await house.Campaigns.FindAsync(campaign, default))!;
        string[] users = [.. Given.Users(0, 7)];
        Assert.Equal(
            [(users[1], "131049"), (users[4], null), (users[5], null)],
            await MissedAsync(house, new(campaign, AlsoDoubtful: false))
        );
        Assert.Equal(
            [users[1], users[3], users[4], users[5], users[6]],
            (await MissedAsync(house, new(campaign, AlsoDoubtful: true))).Select(one => one.User)
        );

        var asked = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => house.Campaigns.RetryAsync(origin, false, "zh-TW", Given.Now, default))
        );
        var draft = asked.DistinctBy(retry => retry.Id).Single();
        Assert.Equal(
            (CampaignState.Draft, campaign, Given.Mei.Id, origin.Content),
            (draft.State, draft.Origin, draft.Sender, draft.Content)
        );
        var other = await house.Campaigns.RetryAsync(origin, true, "zh-TW", Given.Now, default);
        Assert.Equal((draft.Id, draft.Version + 1, true), (other.Id, other.Version, other.Audience.Retry!.AlsoDoubtful));
        Assert.Empty(await house.Campaigns.RetriesAsync(campaign, default));

        Assert.True(await house.Campaigns.ScheduleAsync(other.Id, other.Version, new(Given.Now, Given.Now.AddHours(1), 1), default));
        Assert.Equal(other.Id, (await house.Campaigns.RetryAsync(origin, false, "zh-TW", Given.Now, default)).Id);
        var lease = (await house.Launches.BeginLaunchAsync(other.Id, "node", Given.Lease, Given.Now, default))!;
        Assert.True(
            await house.Launches.AppendAsync(
                lease,
                Given.Singles(Enumerable.Range(0, 7).Single(number => Given.Users(number, 1).Single() == users[1]), 1),
                default
            )
        );
        Assert.True(await house.Launches.FinishLaunchAsync(lease with { Cursor = "next" }, default));
        // While it is under way it is still to find its own.
        Assert.Equal(3, (await MissedAsync(house, new(campaign, AlsoDoubtful: false))).Count);
        await house.Settlements.SettleAsync(
            [.. (await house.ClaimAsync()).Select(request => request.Settled(SettledAs.Refused, code: "131049"))],
            default
        );
        Assert.Equal([other.Id], await house.Campaigns.FinishAsync(Given.Now, default));

        Assert.Equal([users[4], users[5]], (await MissedAsync(house, new(campaign, AlsoDoubtful: false))).Select(one => one.User));
        Assert.Equal([users[1]], (await MissedAsync(house, new(other.Id, AlsoDoubtful: false))).Select(one => one.User));
        Assert.NotEqual(other.Id, (await house.Campaigns.RetryAsync(origin, false, "zh-TW", Given.Now, default)).Id);
        Assert.Equal([other.Id], await house.Campaigns.RetriesAsync(campaign, default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Recipients_are_found_by_state_reason_and_name_and_all_of_them_are_read_in_order(DatabaseKind kind)
    {
        await using var house = await House.OpenAsync(kind);
        var campaign = await EndedAsync(
            house,
            Given.Skipped(100, 3, SkipReason.Blocked, "more"),
            Given.Skipped(200, 4_500, SkipReason.OutsideWindow, "most")
        );
        Task<long> Count(DeliveryFilter filter) => house.Deliveries.CountAsync(campaign, filter, default);
        Assert.Equal(4_510, await Count(DeliveryFilter.All));
        Assert.Equal(3, await Count(new() { Skip = SkipReason.Blocked }));
        Assert.Equal(0, await Count(new() { Skip = SkipReason.Blocked, State = DeliveryState.Accepted }));
        Assert.Equal(1, await Count(new() { Code = "131049" }));
        Assert.Equal(
            1,
            await Count(
                new()
                {
                    State = DeliveryState.Refused,
                    Code = "131049",
                    Name = "顧客",
                }
            )
        );
        Assert.Equal(0, await Count(new() { Name = "%" }));
        Assert.Equal(0, await Count(new() { Name = "顧客_" }));
        var user = Given.Users(0, 7).First();
        Assert.Equal(
            user,
            Assert
                .Single(
                    await house.Deliveries.DeliveriesAsync(campaign, new DeliveryFilter { Name = user.ToUpperInvariant() }, 0, 10, default)
                )
                .Customer.UserId
        );
        Assert.Equal([("131049", 1L)], (await house.Deliveries.CodesAsync(campaign, 5, default)).Where(code => code.Code == "131049"));

        var all = new List<Delivery>();
        await foreach (var delivery in house.Deliveries.AllDeliveriesAsync(campaign, DeliveryFilter.All, default))
            all.Add(delivery);
        Assert.Equal(await house.Deliveries.DeliveriesAsync(campaign, DeliveryFilter.All, 0, 10_000, default), all);
        Assert.Equal(4_510, all.DistinctBy(delivery => delivery.Customer).Count());
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task What_waits_for_its_template_is_not_claimed_and_is_told_of_once_each_time(DatabaseKind kind)
    {
        await using var house = await House.OpenAsync(kind);
        var (waits, notices) = (new TemplateWaits(house.Database), new CampaignNotices(house.Database));
        var campaign = await house.SendingAsync(Given.Singles(0, 5));
        Assert.True(await waits.BeginAsync(campaign, "PAUSED", Given.Now, default));
        Assert.False(await waits.BeginAsync(campaign, "PAUSED", Given.Now, default));
        Assert.Equal((campaign, "PAUSED"), (await waits.AllAsync(default)).Select(held => (held.Id, held.Waits!)).Single());
        Assert.Empty(await house.ClaimAsync());
        Assert.Equal(
            [(CampaignNoticeReason.TemplateHeld, "PAUSED")],
            (await notices.TakeAsync(Given.Now, default)).Select(notice => (notice.Reason, notice.Detail))
        );
        Assert.Empty(await notices.TakeAsync(Given.Now, default));

        Assert.True(await waits.EndAsync(campaign, TemplateStanding.Approved, Given.Now, default));
        Assert.False(await waits.EndAsync(campaign, TemplateStanding.Approved, Given.Now, default));
        Assert.Equal(CampaignNoticeReason.TemplateBack, Assert.Single(await notices.TakeAsync(Given.Now, default)).Reason);
        var claimed = await house.ClaimAsync();
        Assert.Equal(5, claimed.Count);
        await house.Queue.ReleaseAsync(claimed, default);

        // Again, and until its time is over.
        Assert.True(await waits.BeginAsync(campaign, "DISABLED", Given.Now, default));
        Assert.Equal(CampaignNoticeReason.TemplateHeld, Assert.Single(await notices.TakeAsync(Given.Now, default)).Reason);
        await house.Sweep.SweepAsync(Given.Now.AddHours(2), Given.KeyLife, default);
        Assert.Equal(5, (await house.Deliveries.TallyAsync(campaign, default)).Expired);
    }

    /// <summary>One of each end: accepted, refused for a while, accepted, unknown, expired, cancelled, refused after a part went.</summary>
    private static async Task<long> EndedAsync(House house, params LaunchPage[] more)
    {
        var campaign = await house.SendingAsync([Given.Singles(0, 7, retrySafe: false), .. more]);
        var claimed = (await house.ClaimAsync()).OrderBy(request => request.Recipients[0], StringComparer.Ordinal).ToList();
        SettledAs[] ends =
        [
            SettledAs.Accepted,
            SettledAs.Refused,
            SettledAs.Accepted,
            SettledAs.Unknown,
            SettledAs.Expired,
            SettledAs.Cancelled,
            SettledAs.Refused,
        ];
        await house.Settlements.SettleAsync(
            [
                .. claimed.Select(
                    (request, i) =>
                        request.Settled(ends[i], code: i == 1 ? "131049" : null) with
                        {
                            Trail = i == 6 ? new(Given.Line, request.Recipients[0], 2, 1) : null,
                        }
                ),
            ],
            default
        );
        Assert.Equal([campaign], await house.Campaigns.FinishAsync(Given.Now, default));
        return campaign;
    }

    private static async Task<IReadOnlyList<(string User, string? Code)>> MissedAsync(House house, Retry retry)
    {
        var found = new List<(string, string?)>();
        for (MissedCustomer? after = null; ; )
        {
            // Pages of two, so that going on is tried too.
            var page = await house.Deliveries.MissedAsync(retry, after, 2, default);
            found.AddRange(page.Select(missed => (missed.Customer.UserId, missed.Code)));
            if (page.Count < 2)
                return found;
            after = page[^1];
        }
    }
}

using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>Whom a campaign did not reach, its retries, its recipients by filter, and what waits for a template.</summary>
public sealed class MissedTests
{
    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Of_a_campaign_one_retry_is_open(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var campaign = await EndedAsync(ledger);
        var origin = (await ledger.Campaigns.FindAsync(campaign, default))!;
        var asked = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => ledger.Campaigns.RetryAsync(origin, false, "zh-TW", Given.Now, default))
        );
        var draft = asked.DistinctBy(retry => retry.Id).Single();
        Assert.Equal(
            (CampaignState.Draft, campaign, Given.Mei.Id, origin.Content),
            (draft.State, draft.Origin, draft.Sender, draft.Content)
        );
        var other = await ledger.Campaigns.RetryAsync(origin, true, "zh-TW", Given.Now, default);
        Assert.Equal((draft.Id, draft.Version + 1, true), (other.Id, other.Version, other.Audience.Retry!.AlsoDoubtful));
        Assert.Empty(await ledger.Campaigns.RetriesAsync(campaign, default));

        Assert.True(await ledger.Campaigns.ScheduleAsync(other.Id, other.Version, new(Given.Now, Given.Now.AddHours(1), 1), default));
        Assert.Equal(other.Id, (await ledger.Campaigns.RetryAsync(origin, false, "zh-TW", Given.Now, default)).Id);
    }

    /// <summary>An insert into campaigns has done its work and not yet answered.</summary>
    private const string SlowToAnswer = """
        create function slow() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock(7); return null; end $$;
        create trigger slow after insert on campaigns for each statement execute function slow();
        """;

    [Fact]
    public async Task Asked_for_while_the_one_before_it_ends_a_retry_is_that_one_and_then_another()
    {
        await using var ledger = await LedgerFixture.OpenAsync(DatabaseKind.Postgres);
        var origin = (await ledger.Campaigns.FindAsync(await EndedAsync(ledger), default))!;
        var first = await ledger.Campaigns.RetryAsync(origin, false, "zh-TW", Given.Now, default);
        Assert.True(await ledger.Campaigns.CancelAsync(first.Id, first.Version, Given.Now, default));
        await ledger.Database.ExecuteAsync(SlowToAnswer, default);

        Task<Campaign> second;
        Task ending;
        await using (await ledger.HoldAsync("select pg_advisory_xact_lock(7)"))
        {
            second = ledger.Campaigns.RetryAsync(origin, false, "zh-TW", Given.Now, default);
            await ledger.WaitingAsync(1);
            ending = ledger.Sweep.SweepAsync(Given.Now, Given.KeyLife, default);
            await Task.WhenAny(ending, ledger.WaitingAsync(2));
        }

        Assert.Equal(first.Id, (await second).Id);
        await ending;
        Assert.NotEqual(first.Id, (await ledger.Campaigns.RetryAsync(origin, false, "zh-TW", Given.Now, default)).Id);
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Nobody_is_chosen_who_has_it_or_whom_another_retry_has_taken_on(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var campaign = await EndedAsync(ledger);
        var origin = (await ledger.Campaigns.FindAsync(campaign, default))!;
        string[] users = [.. Given.Users(0, 7)];
        Assert.Equal(
            [(users[1], "131049"), (users[4], null), (users[5], null)],
            await MissedAsync(ledger, new(campaign, AlsoDoubtful: false))
        );
        Assert.Equal(
            [users[1], users[3], users[4], users[5], users[6]],
            (await MissedAsync(ledger, new(campaign, AlsoDoubtful: true))).Select(one => one.User)
        );

        var retry = await RetriedAsync(ledger, origin, users[1]);
        // While it is under way it is still to find its own.
        Assert.Equal(3, (await MissedAsync(ledger, new(campaign, AlsoDoubtful: false))).Count);
        var ended = (await ledger.ClaimAsync()).Select(request => request.Settled(SettledAs.Refused, code: "131049"));
        await ledger.Settlements.SettleAsync([.. ended], default);
        Assert.Equal([retry], await ledger.Campaigns.FinishAsync(Given.Now, default));

        Assert.Equal([users[4], users[5]], (await MissedAsync(ledger, new(campaign, AlsoDoubtful: false))).Select(one => one.User));
        Assert.Equal([users[1]], (await MissedAsync(ledger, new(retry, AlsoDoubtful: false))).Select(one => one.User));
        Assert.NotEqual(retry, (await ledger.Campaigns.RetryAsync(origin, false, "zh-TW", Given.Now, default)).Id);
        Assert.Equal([retry], await ledger.Campaigns.RetriesAsync(campaign, default));
    }

    /// <summary>A retry that is sending, to this one alone.</summary>
    private static async Task<long> RetriedAsync(LedgerFixture ledger, Campaign origin, string user)
    {
        var retry = await ledger.Campaigns.RetryAsync(origin, true, "zh-TW", Given.Now, default);
        Assert.True(await ledger.Campaigns.ScheduleAsync(retry.Id, retry.Version, new(Given.Now, Given.Now.AddHours(1), 1), default));
        var lease = (await ledger.Launches.BeginLaunchAsync(retry.Id, "node", Given.Lease, Given.Now, default))!;
        var number = Enumerable.Range(0, 7).Single(number => Given.Users(number, 1).Single() == user);
        Assert.True(await ledger.Launches.AppendAsync(lease, Given.Singles(number, 1), default));
        Assert.True(await ledger.Launches.FinishLaunchAsync(lease with { Cursor = "next" }, default));
        return retry.Id;
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Recipients_are_found_by_state_reason_and_name_and_all_of_them_are_read_in_order(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var campaign = await EndedAsync(
            ledger,
            Given.Skipped(100, 3, SkipReason.Blocked, "more"),
            Given.Skipped(200, 4_500, SkipReason.OutsideWindow, "most")
        );
        foreach (var (filter, count) in Filters)
            Assert.Equal((filter, count), (filter, await ledger.Deliveries.CountAsync(campaign, filter, default)));
        var user = Given.Users(0, 7).First();
        var named = await ledger.Deliveries.DeliveriesAsync(campaign, new() { Name = user.ToUpperInvariant() }, 0, 10, default);
        Assert.Equal(user, Assert.Single(named).Customer.UserId);
        Assert.Equal([("131049", 1L)], (await ledger.Deliveries.CodesAsync(campaign, 5, default)).Where(code => code.Code == "131049"));

        var all = new List<Delivery>();
        await foreach (var delivery in ledger.Deliveries.AllDeliveriesAsync(campaign, DeliveryFilter.All, default))
            all.Add(delivery);
        Assert.Equal(await ledger.Deliveries.DeliveriesAsync(campaign, DeliveryFilter.All, 0, 10_000, default), all);
        Assert.Equal(4_510, all.DistinctBy(delivery => delivery.Customer).Count());
    }

    private static readonly (DeliveryFilter Filter, long Count)[] Filters =
    [
        (DeliveryFilter.All, 4_510),
        (new() { Skip = SkipReason.Blocked }, 3),
        (new() { Skip = SkipReason.Blocked, State = DeliveryState.Accepted }, 0),
        (new() { Code = "131049" }, 1),
        (
            new()
            {
                State = DeliveryState.Refused,
                Code = "131049",
                Name = "顧客",
            },
            1
        ),
        (new() { Name = "%" }, 0),
        (new() { Name = "顧客_" }, 0),
    ];

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task What_waits_for_its_template_is_not_claimed_and_is_told_of_once_each_time(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (waits, notices) = (new TemplateWaits(ledger.Database), new CampaignNotices(ledger.Database));
        var campaign = await ledger.SendingAsync(Given.Singles(0, 5));
        Assert.True(await waits.BeginAsync(campaign, "PAUSED", Given.Now, default));
        Assert.False(await waits.BeginAsync(campaign, "PAUSED", Given.Now, default));
        Assert.Equal((campaign, "PAUSED"), (await waits.AllAsync(default)).Select(held => (held.Id, held.Waits!)).Single());
        Assert.Empty(await ledger.ClaimAsync());
        Assert.Equal(
            [(CampaignNoticeReason.TemplateHeld, "PAUSED")],
            (await notices.TakeAsync(Given.Now, default)).Select(notice => (notice.Reason, notice.Detail))
        );
        Assert.Empty(await notices.TakeAsync(Given.Now, default));

        Assert.True(await waits.EndAsync(campaign, TemplateStanding.Approved, Given.Now, default));
        Assert.False(await waits.EndAsync(campaign, TemplateStanding.Approved, Given.Now, default));
        Assert.Equal(CampaignNoticeReason.TemplateBack, Assert.Single(await notices.TakeAsync(Given.Now, default)).Reason);
        var claimed = await ledger.ClaimAsync();
        Assert.Equal(5, claimed.Count);
        await ledger.Queue.ReleaseAsync(claimed, default);

        // Again, and until its time is over.
        Assert.True(await waits.BeginAsync(campaign, "DISABLED", Given.Now, default));
        Assert.Equal(CampaignNoticeReason.TemplateHeld, Assert.Single(await notices.TakeAsync(Given.Now, default)).Reason);
        await ledger.Sweep.SweepAsync(Given.Now.AddHours(2), Given.KeyLife, default);
        Assert.Equal(5, (await ledger.Deliveries.TallyAsync(campaign, default)).Expired);
    }

    /// <summary>One of each end: accepted, refused for a while, accepted, unknown, expired, cancelled, refused after a part went.</summary>
    private static async Task<long> EndedAsync(LedgerFixture ledger, params LaunchPage[] more)
    {
        var campaign = await ledger.SendingAsync([Given.Singles(0, 7, retrySafe: false), .. more]);
        var claimed = (await ledger.ClaimAsync()).OrderBy(request => request.Recipients[0], StringComparer.Ordinal).ToList();
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
        await ledger.Settlements.SettleAsync(
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
        Assert.Equal([campaign], await ledger.Campaigns.FinishAsync(Given.Now, default));
        return campaign;
    }

    private static async Task<IReadOnlyList<(string User, string? Code)>> MissedAsync(LedgerFixture ledger, Retry retry)
    {
        var found = new List<(string, string?)>();
        for (MissedCustomer? after = null; ; )
        {
            // Pages of two, so that going on is tried too.
            var page = await ledger.Deliveries.MissedAsync(retry, after, 2, default);
            found.AddRange(page.Select(missed => (missed.Customer.UserId, missed.Code)));
            if (page.Count < 2)
                return found;
            after = page[^1];
        }
    }
}

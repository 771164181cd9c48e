using Npgsql;
using OmoBroadcast.Broadcast;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Broadcast;

/// <summary>Redis loses what it holds between the button and the end of the launch: the audience that is left is not the
/// audience.</summary>
public sealed class LostAudienceTests
{
    [Fact]
    public async Task A_launch_between_whose_pages_redis_is_emptied_stops_and_says_so()
    {
        await using var engines = await Engines.OpenAsync(EnginePair.Servers);
        AccountKey[] accounts = [new(ChannelId.Line, "U0"), new(ChannelId.Line, "U1"), new(ChannelId.Line, "U2")];
        var platform = new ScriptedChannel(ChannelId.Line, RealLimits.Of(ChannelId.Line));
        await using var house = await TestHouse.OpenAsync(
            engines.Setup([.. accounts.Select(account => (platform, new Account(account, account.Id)))])
        );
        await house.Get<StaffDirectory>().ReplaceAsync([Sold.Seller], default);
        // A page for each account.
        foreach (var account in accounts)
            await house.TakenAsync(
                [.. Enumerable.Range(0, 3).Select(number => Sold.Customer(account, number))],
                TimeProvider.System.GetUtcNow().AddHours(-1)
            );
        var campaign = await house.ScheduleAsync(Audience.All, due: TimeSpan.FromSeconds(1));
        await EmptyRedisBetweenPagesAsync(engines, house);
        var paused = await IsPausedAndToldAsync(house, campaign);

        // A person decides: it goes on with whom is known now, and ends.
        await ResumeToTheEndAsync(house, paused);
        Assert.True((await house.Deliveries.TallyAsync(campaign, default)) is { Waiting: 0, Accepted: >= 3 });
        Assert.Equal(
            platform.Calls.Count,
            platform.Calls.Select(call => (call.Account, string.Join(' ', call.Recipients))).Distinct().Count()
        );
    }

    /// <summary>The first page is read and cannot be written. The accounts' numbers are asked for before.</summary>
    private static async Task EmptyRedisBetweenPagesAsync(Engines engines, TestHouse house)
    {
        await using var connection = new NpgsqlConnection(engines.Database);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var stop = new NpgsqlCommand("lock table deliveries in access exclusive mode", connection);
        await stop.ExecuteNonQueryAsync();
        await Until.SeenAsync(
            "a page that waits",
            TimeSpan.FromSeconds(20),
            () =>
                house.NumberAsync(
                    "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query ilike '%copy deliveries%'"
                ),
            waiting => waiting > 0
        );
        await engines.Redis!.CommandAsync("FLUSHALL");
        await transaction.CommitAsync();
    }

    private static async Task<Campaign> IsPausedAndToldAsync(TestHouse house, long campaign)
    {
        var found = await Until.SeenAsync(
            "the hold",
            TimeSpan.FromSeconds(30),
            () => house.Get<Campaigns>().FindAsync(campaign, default),
            seen => seen!.State is CampaignState.Paused or CampaignState.Done
        );
        Assert.Equal(CampaignState.Paused, found!.State);
        Assert.Contains(await house.Get<CampaignNotices>().TakeAsync(TimeProvider.System.GetUtcNow(), default), notice =>
            notice is { Reason: CampaignNoticeReason.AudienceLost } && notice.Campaign == campaign
        );
        return found;
    }

    private static async Task ResumeToTheEndAsync(TestHouse house, Campaign paused)
    {
        Assert.True(await house.Get<Campaigns>().ResumeAsync(paused.Id, paused.Version, default));
        await Until.SeenAsync(
            "the end",
            TimeSpan.FromSeconds(30),
            () => house.Get<Campaigns>().FindAsync(paused.Id, default),
            seen => seen!.State == CampaignState.Done
        );
    }

    [Theory]
    [InlineData("picked")]
    [InlineData("bound")]
    [InlineData("retry")]
    public async Task Also_where_the_customers_were_named_and_only_what_is_known_of_them_is_lost(string how)
    {
        await using var engines = await Engines.OpenAsync(EnginePair.Servers);
        await using var house = await OpenAsync(engines, Line);
        var customers = await CustomersAsync(house, 2);
        var audience = Audience.All with { Picked = customers };
        if (how == "bound")
        {
            foreach (var customer in customers)
                await house.Get<Bindings>().BindAsync(customer, Sold.Seller, TimeProvider.System.GetUtcNow(), replace: false, default);
            audience = Audience.All with { BoundOn = ChannelId.Line };
        }

        if (how == "retry")
            audience = Audience.All with { Retry = new(await MissedAsync(house, customers), false) };
        var campaign = await ConfirmAsync(house, audience);
        await engines.Redis!.CommandAsync("FLUSHALL");
        await DueAsync(house, campaign);
        Assert.Equal(CampaignState.Paused, (await EndAsync(house, campaign)).State);
        Assert.Contains(await house.Get<CampaignNotices>().TakeAsync(TimeProvider.System.GetUtcNow(), default), notice =>
            notice is { Reason: CampaignNoticeReason.AudienceLost } && notice.Campaign == campaign
        );
        Assert.Equal(0, (await house.Deliveries.TallyAsync(campaign, default)).Chosen);
    }

    [Fact]
    public async Task What_an_older_version_promised_is_launched_as_before()
    {
        await using var engines = await Engines.OpenAsync(EnginePair.Servers);
        await using var house = await OpenAsync(engines, Line);
        await CustomersAsync(house, 2);
        var campaign = await ConfirmAsync(house, Audience.All);
        await house.Get<Database>().ExecuteAsync("update campaigns set promised_present = null", default);
        await engines.Redis!.CommandAsync("FLUSHALL");
        await DueAsync(house, campaign);
        Assert.Equal(CampaignState.Done, (await EndAsync(house, campaign)).State);
    }

    [Fact]
    public async Task Accounts_that_come_and_go_meanwhile_have_lost_nothing()
    {
        await using var engines = await Engines.OpenAsync(EnginePair.Servers);
        long campaign;
        await using (var before = await OpenAsync(engines, Line, new(ChannelId.Line, "U8")))
        {
            await CustomersAsync(before, 2);
            campaign = await ConfirmAsync(before, Audience.All);
        }

        await using var house = await OpenAsync(engines, Line, new(ChannelId.Line, "U9"));
        await DueAsync(house, campaign);
        Assert.Equal(CampaignState.Done, (await EndAsync(house, campaign)).State);
        Assert.Equal(2, (await house.Deliveries.TallyAsync(campaign, default)).Accepted);
    }

    [Fact]
    public async Task A_manager_signs_and_a_sender_goes_on_while_redis_is_away()
    {
        await using var engines = await Engines.OpenAsync(EnginePair.Servers);
        await using var house = await OpenAsync(engines, Line);
        await CustomersAsync(house, 1);
        var manager = new StaffMember("m-1", "陳經理", Role.Manager, Sold.Seller.Store);
        var (asked, paused) = (await ConfirmAsync(house, Audience.All), await ConfirmAsync(house, Audience.All));
        await house
            .Get<Database>()
            .ExecuteAsync("update campaigns set state = 4, promised_present = null where id = @id", default, ("id", paused));
        await house
            .Get<Approvals>()
            .HoldAsync((await house.Get<Campaigns>().FindAsync(asked, default))!, 1, TimeProvider.System.GetUtcNow(), default);
        await engines.Redis!.StopAsync();

        var signed = await house
            .Get<PromiseDesk>()
            .ApproveAsync(manager, asked, (await house.Get<Campaigns>().FindAsync(asked, default))!.Version, default);
        Assert.Equal(CampaignState.Scheduled, Assert.IsType<Answer<Campaign>.Ok>(signed).Value.State);
        var resumed = await house
            .Get<RecordDesk>()
            .ResumeAsync(Sold.Seller, paused, (await house.Get<Campaigns>().FindAsync(paused, default))!.Version, default);
        Assert.IsType<Answer<Progress>.Ok>(resumed);
    }

    private static readonly AccountKey Line = new(ChannelId.Line, "U0");

    private static async Task<TestHouse> OpenAsync(Engines engines, params AccountKey[] accounts)
    {
        var platform = new ScriptedChannel(ChannelId.Line, RealLimits.Of(ChannelId.Line));
        var house = await TestHouse.OpenAsync(engines.Setup([.. accounts.Select(account => (platform, new Account(account, account.Id)))]));
        await house.Get<StaffDirectory>().ReplaceAsync([Sold.Seller], default);
        return house;
    }

    private static async Task<IReadOnlyList<CustomerKey>> CustomersAsync(TestHouse house, int count)
    {
        CustomerKey[] customers = [.. Enumerable.Range(0, count).Select(number => Sold.Customer(Line, number))];
        await house.TakenAsync(customers, TimeProvider.System.GetUtcNow().AddHours(-1));
        return customers;
    }

    /// <summary>A campaign that was cancelled before it reached these.</summary>
    private static async Task<long> MissedAsync(TestHouse house, IReadOnlyList<CustomerKey> customers)
    {
        await house.Holds.HoldAsync(Line, HoldReason.Quota, house.Get<Node>().Now.AddHours(1), "", default);
        var campaign = await house.ScheduleAsync(Audience.All with { Picked = customers });
        await house.LaunchedAsync(campaign);
        Assert.True(
            await house
                .Get<Campaigns>()
                .CancelAsync(campaign, (await house.Get<Campaigns>().FindAsync(campaign, default))!.Version, house.Get<Node>().Now, default)
        );
        await house.LetGoAsync(Line);
        return campaign;
    }

    /// <summary>Its sender's button, for tomorrow.</summary>
    private static async Task<long> ConfirmAsync(TestHouse house, Audience audience)
    {
        var (campaigns, now) = (house.Get<Campaigns>(), house.Get<Node>().Now);
        var draft = await campaigns.DraftAsync(Sold.Seller, audience, "en", now, default);
        Assert.True(await campaigns.EditAsync(draft.Id, draft.Version, audience, Sold.Words, default));
        draft = (await campaigns.FindAsync(draft.Id, default))!;
        var confirmed = await house.Get<PromiseDesk>().ConfirmAsync(Sold.Seller, draft, SendTime.Then(now.AddDays(1)), default);
        Assert.True(Assert.IsType<Answer<Confirmation>.Ok>(confirmed).Value.Campaign is { State: CampaignState.Scheduled, Promised: > 0 });
        return draft.Id;
    }

    private static Task DueAsync(TestHouse house, long campaign) =>
        house.Get<Database>().ExecuteAsync("update campaigns set due_at = 1 where id = @id", default, ("id", campaign));

    private static async Task<Campaign> EndAsync(TestHouse house, long campaign) =>
        (
            await Until.SeenAsync(
                "its end",
                TimeSpan.FromSeconds(30),
                () => house.Get<Campaigns>().FindAsync(campaign, default),
                seen => seen!.State is CampaignState.Paused or CampaignState.Done
            )
        )!;
}

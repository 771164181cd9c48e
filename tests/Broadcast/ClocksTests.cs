using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Broadcast;

/// <summary>
/// The clock of the node, of Redis or of the database wrong by ten minutes, each by itself: a campaign is launched when it is due and not
/// expired within its five minutes, and nobody is called who is out by then. PostgreSQL and Redis are real servers on machines whose clocks
/// are wrong.
/// </summary>
public sealed class ClocksTests
{
    [Theory]
    [InlineData("node", -10, false)]
    [InlineData("node", 10, true)]
    [InlineData("redis", -10, true)]
    [InlineData("redis", 10, false)]
    [InlineData("database", -10, false)]
    [InlineData("database", 10, true)]
    public async Task Nothing_depends_on_whose_clock_is_wrong(string whose, int minutes, bool claimed)
    {
        var ahead = TimeSpan.FromMinutes(minutes);
        await using var engines = await Engines.OpenAsync(
            EnginePair.Servers,
            whose == "redis" ? ahead : default,
            whose == "database" ? ahead : default
        );
        var account = new AccountKey(ChannelId.Line, "U0");
        var platform = new ScriptedChannel(account.Channel, RealLimits.Of(account.Channel));
        await using var house = await TestHouse.OpenAsync(
            engines.Setup((platform, new Account(account, "store"))) with
            {
                Clock = new ShiftedClock(whose == "node" ? ahead : default),
            }
        );
        await BetweenLaunchAndCallTests.EndsAsync(house, platform, account, claimed);
    }

    [Theory]
    [InlineData(EnginePair.Embedded)]
    [InlineData(EnginePair.Servers)]
    public async Task In_a_database_restored_from_a_dump_which_counts_anew_nobody_is_called_who_is_out_by_then(EnginePair pair)
    {
        await using var engines = await Engines.OpenAsync(pair);
        var account = new AccountKey(ChannelId.Line, "U0");
        var platform = new ScriptedChannel(account.Channel, RealLimits.Of(account.Channel));
        await using var house = await TestHouse.OpenAsync(engines.Setup((platform, new Account(account, "store"))));
        await house.Get<StaffDirectory>().ReplaceAsync([Sold.Seller], default);
        var now = TimeProvider.System.GetUtcNow();
        await house.TakenAsync([Sold.Customer(account, 1), Sold.Customer(account, 2)], now.AddHours(-1));
        await house.Holds.HoldAsync(account, HoldReason.Quota, now.AddHours(1), "", default);
        var campaign = await house.ScheduleAsync(Audience.All);
        await house.LaunchedAsync(campaign);
        // As the old database had counted much further.
        await house
            .Get<Database>()
            .ExecuteAsync("update campaigns set launch_seen = launch_seen + 1000000 where id = @id", default, ("id", campaign));
        await house
            .Get<Suppressions>()
            .ApplyAsync([new(Sold.Customer(account, 1), SuppressionKind.Unsubscribed, true, now, "stop")], default);

        await house.LetGoAsync(account);
        await house.EndedAsync(campaign);
        Assert.Equal([Sold.Customer(account, 2).UserId], platform.Reached);
    }

    [Fact]
    public async Task A_clock_set_while_the_node_runs_sends_nothing_early_and_expires_nothing()
    {
        var clock = new ShiftedClock(default);
        await using var engines = await Engines.OpenAsync(EnginePair.Servers);
        var account = new AccountKey(ChannelId.Line, "U0");
        var platform = new ScriptedChannel(account.Channel, RealLimits.Of(account.Channel));
        await using var house = await TestHouse.OpenAsync(engines.Setup((platform, new Account(account, "store"))) with { Clock = clock });
        await house.Get<StaffDirectory>().ReplaceAsync([Sold.Seller], default);
        await house.TakenAsync([Sold.Customer(account, 1)], TimeProvider.System.GetUtcNow().AddHours(-1));
        var later = await house.ScheduleAsync(Audience.All, due: TimeSpan.FromMinutes(20));

        clock.Ahead = TimeSpan.FromMinutes(30);
        await HasLookedWhatTimeItIsThereAsync(house);
        var now = await house.ScheduleAsync(Audience.All);
        await Until.SeenAsync(
            "the end",
            TimeSpan.FromSeconds(20),
            () => house.Get<Campaigns>().FindAsync(now, default),
            found => found!.State == CampaignState.Done
        );
        Assert.Single(platform.Reached);
        Assert.Equal(CampaignState.Scheduled, (await house.Get<Campaigns>().FindAsync(later, default))!.State);
    }

    private static Task HasLookedWhatTimeItIsThereAsync(TestHouse house) =>
        Until.SeenAsync(
            "the database's time",
            TimeSpan.FromSeconds(20),
            () => Task.FromResult(house.Get<OmoBroadcast.Broadcast.Node>().Now - TimeProvider.System.GetUtcNow()),
            apart => apart.Duration() < TimeSpan.FromSeconds(5)
        );
}

using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.House;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Broadcast;

/// <summary>
/// A batch that was claimed and of which nothing ever left, while one of its people writes stop: that one is left out, and all others get
/// it once. Neither a dead node nor a Redis that is away makes of a claim a doubt.
/// </summary>
[Long]
public sealed class BatchClaimTests
{
    private static readonly AccountKey Line = new(ChannelId.Line, "U0");
    private static readonly Content Personal = new([new OutboundMessage.Text("{{customer_name}}，新品到店")]);

    [Theory]
    [InlineData(EnginePair.Embedded)]
    [InlineData(EnginePair.Servers)]
    public async Task Of_a_node_that_died_it_goes_to_all_but_whoever_has_left(EnginePair engines)
    {
        const int People = 700;
        await using var servers = await Engines.OpenAsync(engines);
        var platform = new ScriptedChannel(Line.Channel, RealLimits.Of(Line.Channel));
        await using var house = await TestHouse.OpenAsync(servers.Setup((platform, new Account(Line, "store", BatchPerSecond: 1))));
        var campaign = Assert.Single(await ClaimedAsync(house, People, Sold.Words));

        // As a node that was killed leaves them.
        foreach (var table in (string[])["queue", "claims"])
            await house.Get<Database>().ExecuteAsync($"update {table} set lease_until = 0", default);
        await BackAsync(house);
        await LeavesAsync(house);
        await house.LetGoAsync(Line);

        await house.EndedAsync(campaign);
        Assert.Equal(new Tally { Accepted = People - 1, Skipped = 1 }, await house.Deliveries.TallyAsync(campaign, default));
        Assert.Equal(
            Enumerable.Range(1, People - 1).Select(number => Sold.Customer(Line, number).UserId),
            platform.Reached.Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task While_Redis_is_away_it_is_given_back_before_its_lease_ends_as_are_requests_to_one(bool silent)
    {
        const int People = 6;
        await using var servers = await Engines.OpenAsync(EnginePair.Servers);
        var platform = new ScriptedChannel(Line.Channel, RealLimits.Of(Line.Channel));
        await using var house = await TestHouse.OpenAsync(servers.Setup((platform, new Account(Line, "store", BatchPerSecond: 1))));
        var campaigns = await ClaimedAsync(house, People, Sold.Words, Personal);

        Stop(servers.Redis!, silent);
        await BackAsync(house);
        await LeavesAsync(house);
        Assert.Empty(platform.Reached);
        Assert.Equal(0, await house.NumberAsync("select count(*) from queue where uncertain = 1 or attempts > 0"));
        await GoOnAsync(servers.Redis!, silent);
        await house.LetGoAsync(Line);

        foreach (var campaign in campaigns)
        {
            await house.EndedAsync(campaign);
            Assert.Equal(new Tally { Accepted = People - 1, Skipped = 1 }, await house.Deliveries.TallyAsync(campaign, default));
        }

        Assert.Equal(
            Enumerable.Range(1, People - 1).SelectMany(number => Enumerable.Repeat(Sold.Customer(Line, number).UserId, 2)),
            platform.Reached.Order(StringComparer.Ordinal)
        );
    }

    /// <param name="silent">It stands still, and holds its connections.</param>
    private static void Stop(RedisServer redis, bool silent)
    {
        if (silent)
            redis.Freeze();
        else
            redis.Kill();
    }

    private static async Task GoOnAsync(RedisServer redis, bool silent)
    {
        if (silent)
            redis.Thaw();
        else
            await redis.RestartAsync();
    }

    /// <summary>A campaign of each content, of which every request is claimed and waits for its slot; none can be claimed again before the
    /// account is let go.</summary>
    private static async Task<List<long>> ClaimedAsync(TestHouse house, int people, params Content[] contents)
    {
        await house.Get<StaffDirectory>().ReplaceAsync([Sold.Seller], default);
        await house.TakenAsync(
            [.. Enumerable.Range(0, people).Select(number => Sold.Customer(Line, number))],
            TimeProvider.System.GetUtcNow().AddHours(-1)
        );
        await HoldAsync(house);
        List<long> campaigns = [];
        foreach (var content in contents)
            campaigns.Add(await house.ScheduleAsync(Audience.All, content));
        foreach (var campaign in campaigns)
            await house.LaunchedAsync(campaign);
        await house.ClaimedAtTheGateAsync(Line);
        await HoldAsync(house);
        return campaigns;
    }

    private static Task HoldAsync(TestHouse house) =>
        house.Holds.HoldAsync(Line, HoldReason.Quota, house.Get<OmoBroadcast.Broadcast.Node>().Now.AddHours(1), "", default);

    private static Task BackAsync(TestHouse house) =>
        Until.SeenAsync(
            "the end of the claims",
            TimeSpan.FromSeconds(20),
            () => house.NumberAsync("select count(*) from queue where state = 1"),
            claimed => claimed == 0
        );

    private static Task LeavesAsync(TestHouse house) =>
        house
            .Get<Suppressions>()
            .ApplyAsync(
                [new(Sold.Customer(Line, 0), SuppressionKind.Unsubscribed, true, TimeProvider.System.GetUtcNow(), "stop")],
                default
            );
}

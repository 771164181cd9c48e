using System.Collections.Concurrent;
using OmoBroadcast.Broadcast;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Broadcast;

/// <summary>Campaigns, and the hours in which they may be sent: until 21:30, and from 09:00 on.</summary>
public sealed class SendWindowTests
{
    private const int Customers = 200;

    private static readonly AccountKey Line = new(ChannelId.Line, "U0");

    private static readonly DateTimeOffset Closing = new(TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(1).AddHours(21.5));

    private static readonly DateTimeOffset Opening = Closing.AddHours(11.5);

    /// <summary>Words that differ by person go one by one.</summary>
    private static readonly Content Personal = new([new OutboundMessage.Text("{{customer_name}}，新品到店")]);

    private readonly ScriptedChannel platform = new(Line.Channel, RealLimits.Of(Line.Channel));
    private readonly ConcurrentQueue<DateTimeOffset> left = new();

    [Theory]
    [InlineData(EnginePair.Embedded)]
    [InlineData(EnginePair.Servers)]
    public async Task In_the_middle_of_a_broadcast_nothing_leaves_after_it_shuts(EnginePair pair)
    {
        var clock = At(Closing.AddSeconds(-12));
        await using var engines = await Engines.OpenAsync(pair, databaseAhead: Ahead(clock));
        await using var house = await OpenAsync(engines, clock, perSecond: 20);
        var campaign = await ScheduleAsync(house, Opening.AddHours(6));
        await Until.SeenAsync(
            "the closing",
            TimeSpan.FromSeconds(30),
            async () => (house.Get<Node>().Now, await house.NumberAsync("select count(*) from queue where state = 1")),
            seen => seen.Now > Closing && seen.Item2 == 0
        );
        var sent = left.Count;
        Assert.InRange(sent, 1, Customers - 1);
        Assert.All(left, at => Assert.True(at < Closing, $"{at:O}"));
        Assert.Equal(new Tally { Accepted = sent, Waiting = Customers - sent }, await house.Deliveries.TallyAsync(campaign, default));
        if (pair == EnginePair.Servers)
            return;

        clock.Move(Opening - Closing);
        await house.EndedAsync(campaign);
        Assert.All(left.Skip(sent), at => Assert.True(at >= Opening, $"{at:O}"));
        Assert.Equal(Customers, platform.Reached.Distinct().Count());
        Assert.Equal(Customers, left.Count);
    }

    [Fact]
    public async Task What_would_wait_until_it_has_expired_expires_at_once_and_what_a_manager_has_decided_leaves()
    {
        var clock = At(Closing.AddMinutes(30));
        await using var engines = await Engines.OpenAsync(EnginePair.Embedded);
        await using var house = await OpenAsync(engines, clock);
        var late = await ScheduleAsync(house, Opening.AddSeconds(-1));
        await house.EndedAsync(late);
        Assert.Equal(new Tally { Expired = Customers }, await house.Deliveries.TallyAsync(late, default));
        Assert.Empty(left);

        var decided = await ScheduleAsync(house, Opening.AddSeconds(-1), "週年慶今晚開始");
        await house.EndedAsync(decided);
        Assert.Equal(new Tally { Accepted = Customers }, await house.Deliveries.TallyAsync(decided, default));
    }

    [Fact]
    public async Task What_waits_leaves_as_soon_as_it_opens_and_not_before()
    {
        var clock = At(Opening.AddSeconds(-8));
        await using var engines = await Engines.OpenAsync(EnginePair.Embedded);
        await using var house = await OpenAsync(engines, clock);
        var campaign = await ScheduleAsync(house, Opening.AddHours(1));
        await house.EndedAsync(campaign);
        Assert.All(left, at => Assert.True(at >= Opening, $"{at:O}"));
        Assert.Equal(new Tally { Accepted = Customers }, await house.Deliveries.TallyAsync(campaign, default));
    }

    [Fact]
    public async Task Another_stores_hours_are_its_own()
    {
        var clock = At(Closing.AddMinutes(30));
        await using var engines = await Engines.OpenAsync(EnginePair.Embedded);
        await using var house = await OpenAsync(
            engines,
            clock,
            500,
            ($"Omo:SendWindow:Stores:{Sold.Seller.Store}:Hours", "Mon-Sun 09:00-23:00")
        );
        var campaign = await ScheduleAsync(house, Opening.AddHours(1));
        await house.EndedAsync(campaign);
        Assert.Equal(new Tally { Accepted = Customers }, await house.Deliveries.TallyAsync(campaign, default));
    }

    private static MovedClock At(DateTimeOffset now) => new(now - TimeProvider.System.GetUtcNow());

    private static TimeSpan Ahead(MovedClock clock) => clock.GetUtcNow() - TimeProvider.System.GetUtcNow();

    private async Task<TestHouse> OpenAsync(Engines engines, MovedClock clock, int perSecond = 500, params (string, string)[] settings)
    {
        var setup = engines.Setup((platform, new Account(Line, "store", SinglePerSecond: perSecond))) with
        {
            Clock = clock,
            Settings = [("Omo:SendWindow:Hours", "Mon-Sun 09:00-21:30"), ("Omo:SendWindow:Zone", "UTC"), .. settings],
        };
        var house = await TestHouse.OpenAsync(setup);
        platform.Answer = _ =>
        {
            left.Enqueue(house.Get<Node>().Now);
            return null;
        };
        await house.Get<StaffDirectory>().ReplaceAsync([Sold.Seller], default);
        await house.TakenAsync([.. Enumerable.Range(1, Customers).Select(number => Sold.Customer(Line, number))], Closing.AddHours(-1));
        return house;
    }

    private static async Task<long> ScheduleAsync(TestHouse house, DateTimeOffset expires, string? reason = null)
    {
        var (campaigns, now) = (house.Get<Campaigns>(), house.Get<Node>().Now);
        var draft = await campaigns.DraftAsync(Sold.Seller, Audience.All, "en", now, default);
        Assert.True(await campaigns.EditAsync(draft.Id, draft.Version, Audience.All, Personal, default));
        Assert.True(
            await campaigns.ScheduleAsync(draft.Id, draft.Version + 1, new(now, expires, Customers) { WindowReason = reason }, default)
        );
        await house.LaunchedAsync(draft.Id);
        return draft.Id;
    }
}

using OmoBroadcast.Broadcast.Dispatching;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Tests.Storage.Redis;

namespace OmoBroadcast.Tests.Broadcast;

/// <summary>
/// Whoever says stop, is closed, handed over or unbound between a launch and the call is not called: while the request lies in the queue,
/// and while it is claimed (and begun) and only waits for its slot. On every channel, by what its adapter says of the platform, and on both
/// pairs of engines.
/// </summary>
public sealed class BetweenLaunchAndCallTests
{
    private static readonly string[] Channels = ["line", "messenger", "instagram", "whatsapp"];

    public static TheoryData<EnginePair, string, bool> Everywhere()
    {
        var rows = new TheoryData<EnginePair, string, bool>();
        foreach (var engines in Enum.GetValues<EnginePair>())
        foreach (var channel in Channels)
        foreach (var claimed in (bool[])[false, true])
            rows.Add(engines, channel, claimed);
        return rows;
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Nobody_is_called_who_is_out_by_then(EnginePair engines, string channel, bool claimed)
    {
        await using var servers = await Engines.OpenAsync(engines);
        var account = new AccountKey(new ChannelId(channel), "17841400000000001");
        var platform = new ScriptedChannel(account.Channel, RealLimits.Of(account.Channel));
        await using var house = await TestHouse.OpenAsync(servers.Setup((platform, new Account(account, "store"))));
        await EndsAsync(house, platform, account, claimed);
    }

    /// <summary>Five people, of whom four are out in time; where the channel binds customers, two more, of whom one is.</summary>
    internal static async Task EndsAsync(TestHouse house, ScriptedChannel platform, AccountKey account, bool claimed)
    {
        CustomerKey Of(int number) => Sold.Customer(account, number);
        var now = TimeProvider.System.GetUtcNow();
        await house.Get<StaffDirectory>().ReplaceAsync([Sold.Seller, Sold.Colleague], default);
        await house.TakenAsync([.. Enumerable.Range(1, 5).Select(Of)], now.AddHours(-1));
        var binds = ChannelCatalog.Of(account.Channel).Bindable;
        foreach (var number in binds ? (int[])[6, 7] : [])
        {
            await house.Get<Conversations>().ApplyAsync([Told.Message(Of(number), $"e{number}", now.AddHours(-1))], false, default);
            await house.Get<Bindings>().BindAsync(Of(number), Sold.Seller, now.AddHours(-1), replace: false, default);
        }

        await house.Holds.HoldAsync(account, HoldReason.Quota, house.Get<OmoBroadcast.Broadcast.Node>().Now.AddHours(1), "", default);
        List<long> campaigns = [await house.ScheduleAsync(Audience.All)];
        if (binds)
            campaigns.Add(await house.ScheduleAsync(Audience.All with { BoundOn = account.Channel }));
        foreach (var campaign in campaigns)
            await house.LaunchedAsync(campaign);
        if (claimed)
            await house.ClaimedAtTheGateAsync(account);
        Assert.Empty(platform.Reached);

        var stop = new SuppressionChange(Of(1), SuppressionKind.Unsubscribed, true, now, "stop");
        await house.Get<Suppressions>().ApplyAsync([stop, stop with { Customer = Of(2), Kind = SuppressionKind.Blocked }], default);
        var conversations = house.Get<Conversations>();
        Assert.Equal(Transition.Done, await conversations.CloseAsync(Of(3), Sold.Seller.Id, now));
        Assert.Equal(Transition.Done, await conversations.PassAsync(Of(4), Sold.Seller.Id, Sold.Colleague.Id, now));
        if (binds)
            Assert.True(await house.Get<Bindings>().UnbindAsync(Of(6), Sold.Seller.Id, now, default));
        Assert.Empty(platform.Reached);

        if (!claimed)
            await house.LetGoAsync(account);
        foreach (var campaign in campaigns)
            await house.EndedAsync(campaign);
        Assert.Equal((binds ? new[] { 5, 7 } : [5]).Select(number => Of(number).UserId), platform.Reached.Order(StringComparer.Ordinal));
        Assert.Equal(
            [SkipReason.Unsubscribed, SkipReason.Blocked, SkipReason.NotInProgress, SkipReason.NotMine, null],
            (await house.DeliveriesAsync(campaigns[0]))
                .OrderBy(delivery => delivery.Customer.UserId, StringComparer.Ordinal)
                .Select(delivery => delivery.Skip)
        );
        if (binds)
            Assert.Equal(
                [SkipReason.NotBound, null],
                (await house.DeliveriesAsync(campaigns[1]))
                    .OrderBy(delivery => delivery.Customer.UserId, StringComparer.Ordinal)
                    .Select(delivery => delivery.Skip)
            );
    }

    [Theory]
    [InlineData(EnginePair.Embedded, "messenger")]
    [InlineData(EnginePair.Servers, "whatsapp")]
    [InlineData(EnginePair.Embedded, "instagram")]
    public async Task Whose_window_closes_in_between_is_left_out(EnginePair engines, string channel)
    {
        await using var servers = await Engines.OpenAsync(engines);
        var account = new AccountKey(new ChannelId(channel), "17841400000000001");
        var platform = new ScriptedChannel(account.Channel, RealLimits.Of(account.Channel));
        await using var house = await TestHouse.OpenAsync(servers.Setup((platform, new Account(account, "store"))));
        await house.Get<StaffDirectory>().ReplaceAsync([Sold.Seller], default);
        var now = TimeProvider.System.GetUtcNow();
        // Closes in four seconds, as far as anything is sent into it.
        var closing = now - platform.Limits.Window!.Value + SendOccasion.WindowMargin + TimeSpan.FromSeconds(4);
        await house.TakenAsync([Sold.Customer(account, 1)], closing);
        await house.TakenAsync([Sold.Customer(account, 2)], now.AddMinutes(-1));
        await house.Holds.HoldAsync(account, HoldReason.Quota, now.AddHours(1), "", default);
        var campaign = await house.ScheduleAsync(Audience.All);
        await house.LaunchedAsync(campaign);
        Assert.Equal(2, (await house.Deliveries.TallyAsync(campaign, default)).Waiting);
        await PassedAsync(now.AddSeconds(4.5));
        await house.LetGoAsync(account);
        await house.EndedAsync(campaign);
        Assert.Equal([Sold.Customer(account, 2).UserId], platform.Reached);
        var skipped = (await house.DeliveriesAsync(campaign)).Single(delivery => delivery.State == DeliveryState.Skipped);
        Assert.Equal(SkipReason.OutsideWindow, skipped.Skip);
    }

    [Theory]
    [InlineData(EnginePair.Embedded, false)]
    [InlineData(EnginePair.Embedded, true)]
    [InlineData(EnginePair.Servers, false)]
    [InlineData(EnginePair.Servers, true)]
    public async Task A_template_paused_in_between_holds_the_rest_until_it_is_approved_again(EnginePair engines, bool claimed)
    {
        await using var servers = await Engines.OpenAsync(engines);
        var account = new AccountKey(ChannelId.WhatsApp, "17841400000000001");
        var platform = new ScriptedChannel(account.Channel, RealLimits.Of(account.Channel));
        await using var house = await TestHouse.OpenAsync(servers.Setup((platform, new Account(account, "store", TemplateScope: "w1"))));
        var (templates, now) = (house.Get<Templates>(), TimeProvider.System.GetUtcNow());
        await templates.ReplaceAsync("w1", [Sale], now.AddMinutes(-1), default);
        var campaign = await SaleAsync(house, account, now);
        if (claimed)
            await house.ClaimedAtTheGateAsync(account);

        await templates.RefusedAsync("w1", "sale", "zh_TW", now, default);
        if (claimed)
            await house.Get<TemplateHolds>().HoldAsync(campaign, "PAUSED", default);
        else
            await house.LetGoAsync(account);
        await WaitsAsync(house, campaign);
        Assert.Empty(platform.Reached);
        await templates.ReplaceAsync("w1", [Sale], now.AddMinutes(1), default);
        await house.EndedAsync(campaign);
        Assert.Single(platform.Reached);
    }

    private static MessageTemplate Sale =>
        new()
        {
            Scope = "w1",
            Name = "sale",
            Language = "zh_TW",
            Category = "MARKETING",
            Status = MessageTemplate.Approved,
            Body = "特賣",
        };

    /// <summary>A broadcast of the template to one customer, launched on an account that is held.</summary>
    private static async Task<long> SaleAsync(TestHouse house, AccountKey account, DateTimeOffset now)
    {
        await house.Get<StaffDirectory>().ReplaceAsync([Sold.Seller], default);
        await house.TakenAsync([Sold.Customer(account, 1)], now.AddHours(-1));
        await house.Holds.HoldAsync(account, HoldReason.Quota, now.AddHours(1), "", default);
        var campaign = await house.ScheduleAsync(
            Audience.All with
            {
                TemplateOn = ChannelId.WhatsApp,
                TemplateScope = "w1",
            },
            new([new OutboundMessage.Template("w1", "sale", "zh_TW", [], "特賣")])
        );
        await house.LaunchedAsync(campaign);
        return campaign;
    }

    /// <summary>Its request is queued again, and the campaign says what it waits for.</summary>
    private static async Task WaitsAsync(TestHouse house, long campaign)
    {
        await Until.SeenAsync(
            "the wait",
            TimeSpan.FromSeconds(20),
            () => house.NumberAsync("select count(*) from queue where state = 0"),
            queued => queued == 1
        );
        await Until.SeenAsync(
            "the held campaign",
            TimeSpan.FromSeconds(20),
            () => house.Get<Campaigns>().FindAsync(campaign, default),
            found => found!.Waits is not null
        );
    }

    [Fact]
    public async Task A_call_that_waits_long_for_its_connection_asks_again_at_its_first_byte()
    {
        var account = new AccountKey(ChannelId.Line, "U0");
        var platform = new ScriptedChannel(account.Channel, RealLimits.Of(account.Channel));
        var (connecting, connected) = (new TaskCompletionSource(), new TaskCompletionSource());
        platform.Connection = _ =>
        {
            connecting.TrySetResult();
            return connected.Task;
        };
        await using var house = await TestHouse.OpenAsync(HouseSetup.Sending((platform, new Account(account, "store"))));
        var campaign = await ToAsync(house, account, people: 1);
        await connecting.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await SaysStopAsync(house, Sold.Customer(account, 1));
        await IsToldAsync(house, Sold.Customer(account, 1));
        connected.SetResult();
        await Until.SeenAsync(
            "the end",
            TimeSpan.FromSeconds(20),
            () => house.Get<Campaigns>().FindAsync(campaign, default),
            found => found!.State == CampaignState.Done
        );
        Assert.Empty(platform.Reached);
        Assert.Equal(SkipReason.Unsubscribed, Assert.Single(await house.DeliveriesAsync(campaign)).Skip);
    }

    /// <summary>The node has heard of a change to this customer.</summary>
    private static Task IsToldAsync(TestHouse house, CustomerKey customer)
    {
        var feed = house.Get<ChangeFeeds>().Of(customer.Account);
        return Until.SeenAsync(
            "the news",
            TimeSpan.FromSeconds(10),
            () => Task.FromResult(feed.Touches(customer.UserId, new LaunchMarks(0, long.MaxValue, ""))),
            told => told
        );
    }

    [Fact]
    public async Task What_may_have_arrived_is_not_repeated_to_one_who_has_said_stop_since()
    {
        var account = new AccountKey(ChannelId.Line, "U0");
        var platform = new ScriptedChannel(account.Channel, RealLimits.Of(account.Channel))
        {
            Answer = _ => new SendOutcome.Unknown("reset"),
        };
        await using var house = await TestHouse.OpenAsync(HouseSetup.Sending((platform, new Account(account, "store"))));
        var campaign = await ToAsync(house, account, people: 2);
        await CountedAsync(house, "state = 0 and uncertain = 1", 1);
        await house.Holds.HoldAsync(account, HoldReason.Quota, TimeProvider.System.GetUtcNow().AddHours(1), "", default);
        await SaysStopAsync(house, Sold.Customer(account, 1));
        await CountedAsync(house, "state = 1", 0);
        var calls = platform.Calls.Count;
        platform.Answer = _ => null;
        await house.LetGoAsync(account);
        await house.EndedAsync(campaign);
        Assert.Equal(calls, platform.Calls.Count);
        Assert.All(await house.DeliveriesAsync(campaign), delivery =>
            Assert.Equal((DeliveryState.Unknown, "stopped"), (delivery.State, delivery.Code))
        );
    }

    /// <summary>A campaign to so many customers of the seller's, due now.</summary>
    private static async Task<long> ToAsync(TestHouse house, AccountKey account, int people)
    {
        await house.Get<StaffDirectory>().ReplaceAsync([Sold.Seller], default);
        CustomerKey[] customers = [.. Enumerable.Range(1, people).Select(number => Sold.Customer(account, number))];
        await house.TakenAsync(customers, TimeProvider.System.GetUtcNow().AddHours(-1));
        return await house.ScheduleAsync(Audience.All);
    }

    private static Task PassedAsync(DateTimeOffset time) =>
        Until.SeenAsync(
            "the end of the window",
            TimeSpan.FromSeconds(10),
            () => Task.FromResult(TimeProvider.System.GetUtcNow()),
            at => at > time
        );

    private static Task SaysStopAsync(TestHouse house, CustomerKey customer) =>
        house
            .Get<Suppressions>()
            .ApplyAsync([new(customer, SuppressionKind.Unsubscribed, true, TimeProvider.System.GetUtcNow(), "stop")], default);

    /// <summary>Until there are so many such requests.</summary>
    private static Task CountedAsync(TestHouse house, string which, int count) =>
        Until.SeenAsync(
            which,
            TimeSpan.FromSeconds(20),
            () => house.NumberAsync($"select count(*) from queue where {which}"),
            counted => counted == count
        );
}

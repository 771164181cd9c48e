using Microsoft.Extensions.Time.Testing;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Broadcast;

/// <summary>Nobody is missing from a broadcast, and nobody is told who wants no more, because nothing was heard of them for
/// long.</summary>
public sealed class DepartedAudienceTests
{
    private const int Mine = 1,
        Linked = 2,
        OptedOut = 3,
        Nobodys = 4;

    private static readonly AccountKey Account = TestAccounts.Line;

    [Theory]
    [InlineData(EnginePair.Embedded)]
    [InlineData(EnginePair.Servers)]
    public async Task Who_was_not_heard_of_for_long_is_told_as_far_as_they_may_be(EnginePair pair)
    {
        await using var servers = await Engines.OpenAsync(pair);
        var platform = new ScriptedChannel(Account.Channel, RealLimits.Of(Account.Channel));
        await using var house = await TestHouse.OpenAsync(servers.Setup((platform, new Account(Account, "store"))));
        await WorkAsync(house);
        Assert.Equal(3, await LetGoAsync(house));
        // Linked just while they left.
        foreach (var customer in (CustomerKey[])[Of(Linked), Of(OptedOut)])
            await house.Get<Bindings>().BindAsync(customer, Sold.Seller, TimeProvider.System.GetUtcNow(), replace: false, default);

        var (all, linked) = (
            await house.ScheduleAsync(Audience.All with { WithTag = "VIP" }),
            await house.ScheduleAsync(Audience.All with { BoundOn = Account.Channel, WithTag = "VIP" })
        );
        foreach (var campaign in (long[])[all, linked])
        {
            await house.LaunchedAsync(campaign);
            await house.EndedAsync(campaign);
        }

        var (told, toldLinked) = (await ToldAsync(house, all), await ToldAsync(house, linked));
        Assert.Equal([(Of(Mine), null)], told);
        Assert.Equal([(Of(Linked), null), (Of(OptedOut), SkipReason.Unsubscribed)], toldLinked);
        Assert.Equal([Of(Mine).UserId, Of(Linked).UserId], platform.Reached.Order(StringComparer.Ordinal));
    }

    private static CustomerKey Of(int number) => Sold.Customer(Account, number);

    /// <summary>Four with one tag, of whom three conversations are closed, and one wants no more.</summary>
    private static async Task WorkAsync(TestHouse house)
    {
        var (conversations, now) = (house.Get<Conversations>(), TimeProvider.System.GetUtcNow());
        await house.Get<StaffDirectory>().ReplaceAsync([Sold.Seller], default);
        await house.TakenAsync([.. Enumerable.Range(Mine, Nobodys).Select(Of)], now.AddHours(-1));
        for (var number = Mine; number <= Nobodys; number++)
        {
            await conversations.TagAsync(Of(number), ["VIP"], []);
            if (number != Mine)
                Assert.Equal(Transition.Done, await conversations.CloseAsync(Of(number), Sold.Seller.Id, now));
        }

        await house
            .Get<Suppressions>()
            .ApplyAsync([new SuppressionChange(Of(OptedOut), SuppressionKind.Unsubscribed, true, now, "stop")], default);
    }

    private static async Task<int> LetGoAsync(TestHouse house)
    {
        var departures = new Departures(
            house.Get<RedisConnection>(),
            house.Get<Journal>(),
            house.Get<Bindings>(),
            house.Get<JournalReplay>(),
            new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddMonths(19))
        );
        var (before, gone) = (departures.Now.AddMonths(-18), 0);
        for (var bucket = 0; bucket < Conversations.Buckets; bucket++)
            await foreach (var some in departures.QuietAsync(Account, bucket, (before, 50), default))
                gone += await departures.LeaveAsync(some, before, default);
        return gone;
    }

    private static async Task<(CustomerKey, SkipReason?)[]> ToldAsync(TestHouse house, long campaign) =>
        [
            .. (await house.DeliveriesAsync(campaign))
                .OrderBy(delivery => delivery.Customer.UserId, StringComparer.Ordinal)
                .Select(delivery => (delivery.Customer, delivery.Skip)),
        ];
}

using Microsoft.Extensions.Time.Testing;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.House;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Broadcast;

/// <summary>What is not sent after all slows nothing down; nor does another platform that is slow.</summary>
public sealed class PaceHeldTests
{
    private const int PerSecond = 200;

    private static readonly AccountKey Line = new(ChannelId.Line, "U0"),
        Messenger = new(ChannelId.Messenger, "17841400000000001");

    /// <summary>Words that differ by person go one by one.</summary>
    private static readonly Content Personal = new([new OutboundMessage.Text("{{customer_name}}，新品到店")]);

    [Theory]
    [Long]
    [InlineData(EnginePair.Embedded)]
    [InlineData(EnginePair.Servers)]
    public async Task Three_in_ten_skipped_at_the_claim_leave_the_others_their_pace(EnginePair pair)
    {
        const int People = 800;
        await using var engines = await Engines.OpenAsync(pair);
        var platform = new ScriptedChannel(Line.Channel, RealLimits.Of(Line.Channel));
        await using var house = await TestHouse.OpenAsync(
            engines.Setup((platform, new Account(Line, "store", SinglePerSecond: PerSecond)))
        );
        await PeopleAsync(house, People, Line);
        await house.Holds.HoldAsync(Line, HoldReason.Quota, TimeProvider.System.GetUtcNow().AddHours(1), "", default);
        var campaign = await house.ScheduleAsync(Audience.All, Personal);
        await house.LaunchedAsync(campaign);
        var gone = Enumerable.Range(0, People).Where(number => number % 10 < 3).ToList();
        await UnsubscribeAsync(house, gone);

        var begun = TimeProvider.System.GetTimestamp();
        await house.LetGoAsync(Line);
        await house.EndedAsync(campaign);
        var took = TimeProvider.System.GetElapsedTime(begun);
        var tally = await house.Deliveries.TallyAsync(campaign, default);
        Assert.Equal(new Tally { Accepted = People - gone.Count, Skipped = gone.Count }, tally);
        // 2.9 s at the full pace; with a second's rest after each block it was more than twenty.
        Assert.True(took < TimeSpan.FromSeconds(7), $"{People - gone.Count} took {took}");
    }

    /// <summary>So many customers of the seller's on each account.</summary>
    private static async Task PeopleAsync(TestHouse house, int count, params AccountKey[] accounts)
    {
        await house.Get<StaffDirectory>().ReplaceAsync([Sold.Seller], default);
        foreach (var account in accounts)
            await house.TakenAsync(
                [.. Enumerable.Range(0, count).Select(number => Sold.Customer(account, number))],
                TimeProvider.System.GetUtcNow().AddHours(-1)
            );
    }

    private static Task UnsubscribeAsync(TestHouse house, IEnumerable<int> customers)
    {
        var now = TimeProvider.System.GetUtcNow();
        return house
            .Get<Suppressions>()
            .ApplyAsync(
                [
                    .. customers.Select(number => new SuppressionChange(
                        Sold.Customer(Line, number),
                        SuppressionKind.Unsubscribed,
                        true,
                        now,
                        $"s{number}"
                    )),
                ],
                default
            );
    }

    [Fact]
    [Long]
    public async Task One_slow_platform_leaves_the_other_its_pace()
    {
        const int People = 400;
        // Its calls take as long as the other's whole run, and more are under way than may be.
        var (slow, released) = (new ScriptedChannel(Messenger.Channel, RealLimits.Of(Messenger.Channel)), new TaskCompletionSource());
        slow.Connection = _ => released.Task;
        var quick = new ScriptedChannel(Line.Channel, RealLimits.Of(Line.Channel));
        await using var house = await TestHouse.OpenAsync(
            HouseSetup.Sending(
                (slow, new Account(Messenger, "slow", SinglePerSecond: 1_000)),
                (quick, new Account(Line, "quick", SinglePerSecond: PerSecond))
            )
        );
        await PeopleAsync(house, People, Messenger, Line);
        var held = await UnderWayAsync(house, Messenger);

        var begun = TimeProvider.System.GetTimestamp();
        var free = await house.ScheduleAsync(Audience.All with { Account = Line }, Personal);
        await house.LaunchedAsync(free);
        await house.EndedAsync(free);
        // Two seconds at the full pace, and the launch.
        Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(6), $"{TimeProvider.System.GetElapsedTime(begun)}");
        Assert.Equal(People, quick.Calls.Count);
        released.SetResult();
        await house.EndedAsync(held);
        Assert.True((await house.Deliveries.TallyAsync(held, default)) is { Unknown: 0, Waiting: 0 });
    }

    /// <summary>A campaign of which many calls have begun and none has ended.</summary>
    private static async Task<long> UnderWayAsync(TestHouse house, AccountKey account)
    {
        var campaign = await house.ScheduleAsync(Audience.All with { Account = account }, Personal);
        await house.LaunchedAsync(campaign);
        await Until.SeenAsync(
            "calls under way",
            TimeSpan.FromSeconds(20),
            () => house.NumberAsync("select count(*) from queue where state = 1 and unbegun = 0"),
            begun => begun > 100
        );
        return campaign;
    }

    [Fact]
    public async Task A_batch_refused_after_a_lost_answer_is_sent_under_no_other_key()
    {
        // It looks at the recipients before it looks at the key: the first call was taken and its answer lost, then one of the people left.
        var platform = new ScriptedChannel(Line.Channel, RealLimits.Of(Line.Channel));
        platform.Answer = _ =>
            platform.Calls.Count == 1
                ? new SendOutcome.Unknown("reset")
                : new SendOutcome.Refused(RefusalScope.Recipients, "400", "not a friend");
        await using var house = await TestHouse.OpenAsync(HouseSetup.Sending((platform, new Account(Line, "store"))));
        await house.Get<StaffDirectory>().ReplaceAsync([Sold.Seller], default);
        await house.TakenAsync(
            [.. Enumerable.Range(0, 8).Select(number => Sold.Customer(Line, number))],
            TimeProvider.System.GetUtcNow().AddHours(-1)
        );
        var campaign = await house.ScheduleAsync(Audience.All);
        await house.LaunchedAsync(campaign);
        await house.EndedAsync(campaign);
        Assert.Equal(2, platform.Calls.Count);
        Assert.Single(platform.Calls.Select(call => call.RequestId).Distinct());
        Assert.All(await house.DeliveriesAsync(campaign), delivery =>
            Assert.Equal((DeliveryState.Unknown, "400"), (delivery.State, delivery.Code))
        );
        Assert.Empty(await house.Deliveries.MissedAsync(new(campaign, AlsoDoubtful: false), null, 10, default));
    }

    [Fact]
    public async Task What_is_due_at_once_waits_for_no_clock()
    {
        var setup = HouseSetup.Sending((new ScriptedChannel(Line.Channel, RealLimits.Of(Line.Channel)), new Account(Line, "store")));
        // No round ever looks: this clock stands.
        await using var house = await TestHouse.OpenAsync(setup with { Clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow()) });
        await house.Get<StaffDirectory>().ReplaceAsync([Sold.Seller], default);
        await house.TakenAsync([Sold.Customer(Line, 1)], TimeProvider.System.GetUtcNow().AddHours(-1));
        var campaign = await house.ScheduleAsync(Audience.All, due: TimeSpan.FromSeconds(-20));
        house.Get<OmoBroadcast.Broadcast.Clock.LaunchTimetable>().Note(campaign, house.Get<OmoBroadcast.Broadcast.Node>().Now);
        await Until.SeenAsync(
            "the beginning",
            TimeSpan.FromSeconds(20),
            () => house.Get<Campaigns>().FindAsync(campaign, default),
            found => found!.State == CampaignState.Sending
        );
        Assert.Equal(0, await house.NumberAsync("select count(*) from qrtz_triggers where trigger_group = 'launch'"));
    }

    [Fact]
    public async Task What_quartz_has_lost_is_launched_all_the_same()
    {
        await using var house = await TestHouse.OpenAsync(
            HouseSetup.Sending((new ScriptedChannel(Line.Channel, RealLimits.Of(Line.Channel)), new Account(Line, "store")))
        );
        await house.Get<StaffDirectory>().ReplaceAsync([Sold.Seller], default);
        await house.TakenAsync([Sold.Customer(Line, 1)], TimeProvider.System.GetUtcNow().AddHours(-1));
        var due = TimeSpan.FromSeconds(2);
        var campaign = await house.ScheduleAsync(Audience.All, due: due);
        await NoteAndLoseAsync(house, campaign, TimeProvider.System.GetUtcNow() + due);
        await Until.SeenAsync(
            "the end",
            TimeSpan.FromSeconds(20),
            () => house.Get<Campaigns>().FindAsync(campaign, default),
            found => found!.State == CampaignState.Done
        );
        var found = (await house.Get<Campaigns>().FindAsync(campaign, default))!;
        Assert.InRange(found.StartedAt!.Value - found.DueAt!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    private static async Task NoteAndLoseAsync(TestHouse house, long campaign, DateTimeOffset due)
    {
        var timetable = house.Get<OmoBroadcast.Broadcast.Clock.LaunchTimetable>();
        await Until.SeenAsync("the clock", TimeSpan.FromSeconds(20), () => Task.FromResult(timetable.IsAwake), awake => awake);
        timetable.Note(campaign, due);
        await Until.SeenAsync(
            "the note",
            TimeSpan.FromSeconds(20),
            () => house.NumberAsync("select count(*) from qrtz_triggers where trigger_group = 'launch'"),
            noted => noted > 0
        );
        foreach (var table in (string[])["qrtz_simple_triggers", "qrtz_triggers", "qrtz_job_details"])
            await house.Get<Database>().ExecuteAsync($"delete from {table}", default);
    }
}

using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.House;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Broadcast;

/// <summary>Several messages to one customer where the platform takes one a call: in order, and never one again that went.</summary>
public sealed class PartsTests
{
    private static readonly string[] Words = ["一", "二", "三"];

    [Fact]
    public async Task Messages_go_one_call_each_in_order_for_every_customer()
    {
        var channel = new OneByOneChannel();
        await using var house = await TestHouse.OpenAsync(HouseSetup.Sending(channel));
        string[] users = [.. Enumerable.Range(0, 40).Select(i => $"u{i}")];
        var campaign = await house.SendAsync(Words, users);
        await house.EndedAsync(campaign);

        Assert.All(users, user => Assert.Equal(Words, channel.Sent.Where(sent => sent.User == user).Select(sent => sent.Words)));
        Assert.All(await house.DeliveriesAsync(campaign), delivery => Assert.Equal(DeliveryState.Accepted, delivery.State));
    }

    [Fact]
    public async Task After_a_throttle_or_no_connection_it_goes_on_where_it_was()
    {
        var calls = 0;
        var channel = new OneByOneChannel();
        channel.Answer = outbound =>
            outbound.Part != 1
                ? null
                : Interlocked.Increment(ref calls) switch
                {
                    1 => new SendOutcome.Throttled(TimeSpan.FromMilliseconds(100), ThrottleScope.Pace),
                    2 => new SendOutcome.Unavailable("no connection"),
                    3 => new SendOutcome.Throttled(TimeSpan.FromMilliseconds(100), ThrottleScope.Recipient),
                    _ => null,
                };
        await using var house = await TestHouse.OpenAsync(HouseSetup.Sending(channel));
        var campaign = await house.SendAsync(Words, "u1");
        await house.EndedAsync(campaign);

        Assert.Equal(Words, channel.Sent.Select(sent => sent.Words));
        Assert.Equal(4, calls);
    }

    [Fact]
    [Long]
    public async Task A_throttle_for_longer_than_a_lease_leaves_nothing_in_doubt()
    {
        // The shortest that is taken.
        var lease = TimeSpan.FromSeconds(10);
        var throttled = 0;
        var channel = new OneByOneChannel();
        channel.Answer = outbound =>
            outbound.Part == 1 && Interlocked.Increment(ref throttled) == 1
                ? new SendOutcome.Throttled(lease * 1.3, ThrottleScope.Pace)
                : null;
        await using var house = await TestHouse.OpenAsync(
            HouseSetup.Sending(channel) with
            {
                Settings = [("Omo:Leases:Begun", lease.ToString())],
            }
        );
        string[] users = [.. Enumerable.Range(0, 40).Select(number => $"u{number}")];
        var campaign = await house.SendAsync(Words, users);
        await Servers.Until.SeenAsync(
            "the end",
            TimeSpan.FromSeconds(90),
            () => house.Deliveries.TallyAsync(campaign, default),
            tally => tally.Waiting == 0
        );

        Assert.All(await house.DeliveriesAsync(campaign), delivery => Assert.Equal(DeliveryState.Accepted, delivery.State));
        Assert.All(users, user => Assert.Equal(Words, channel.Sent.Where(sent => sent.User == user).Select(sent => sent.Words)));
    }

    [Fact]
    public async Task Refused_in_the_middle_ends_it_and_says_how_many_went()
    {
        var channel = new OneByOneChannel
        {
            Answer = outbound => outbound.Part == 2 ? new SendOutcome.Refused(RefusalScope.Content, "100", "no") : null,
        };
        await using var house = await TestHouse.OpenAsync(HouseSetup.Sending(channel));
        var campaign = await house.SendAsync(Words, "u1");
        await house.EndedAsync(campaign);

        var delivery = Assert.Single(await house.DeliveriesAsync(campaign));
        Assert.Equal((DeliveryState.Refused, 2, "100"), (delivery.State, delivery.Went, delivery.Code));
    }

    [Fact]
    public async Task A_lost_answer_sends_nothing_more_and_the_echo_proves_it()
    {
        var channel = new OneByOneChannel { Answer = outbound => outbound.Part == 1 ? new SendOutcome.Unknown("reset") : null };
        await using var house = await TestHouse.OpenAsync(HouseSetup.Sending(channel));
        var campaign = await house.SendAsync(Words[..2], "u1");
        await house.EndedAsync(campaign);
        var delivery = Assert.Single(await house.DeliveriesAsync(campaign));
        Assert.Equal((DeliveryState.Unknown, 1), (delivery.State, delivery.Went));

        var echo = new InboundEvent(
            "e",
            TestAccounts.Instagram,
            "u1",
            TimeProvider.System.GetUtcNow(),
            false,
            new InboundBody.Echo("mid", null, false, MessageKind.Text, Words[1]),
            null
        );
        Assert.Equal(
            [ReportResult.Noted],
            await house.Get<Reports>().ApplyAsync([echo], _ => false, TimeProvider.System.GetUtcNow(), default)
        );
        Assert.Equal(DeliveryState.Accepted, Assert.Single(await house.DeliveriesAsync(campaign)).State);
        Assert.Equal(Words[..2], channel.Sent.Select(sent => sent.Words));
    }

    [Fact]
    public async Task One_throttled_recipient_holds_up_nobody_else()
    {
        var channel = new OneByOneChannel
        {
            Answer = outbound =>
                outbound.Recipients[0] == "slow" ? new SendOutcome.Throttled(TimeSpan.FromHours(1), ThrottleScope.Recipient) : null,
        };
        await using var house = await TestHouse.OpenAsync(HouseSetup.Sending(channel));
        var campaign = await house.SendAsync(["一"], "slow", "u1", "u2");
        await Until.SeenAsync(
            "the others",
            TimeSpan.FromSeconds(20),
            () => house.Deliveries.TallyAsync(campaign, default),
            tally => tally is { Accepted: 2, Waiting: 1 }
        );
    }

    [Fact]
    public async Task A_pair_that_is_not_free_goes_back_with_a_time_and_nothing_is_called()
    {
        var channel = new OneByOneChannel();
        channel.Limits = channel.Limits with { Pair = new(TimeSpan.FromHours(1), 3) };
        await using var house = await TestHouse.OpenAsync(HouseSetup.Sending(channel));
        await house.EndedAsync(await house.SendAsync(Words, "u1"));
        var second = await house.SendAsync(["四"], "u1", "u2");
        await Until.SeenAsync(
            "the other",
            TimeSpan.FromSeconds(20),
            () => house.Deliveries.TallyAsync(second, default),
            tally => tally is { Accepted: 1, Waiting: 1 }
        );
        Assert.Equal(4, channel.Sent.Count);
    }

    [Fact]
    public async Task A_refused_account_is_told_once()
    {
        var channel = new OneByOneChannel { Answer = _ => new SendOutcome.Refused(RefusalScope.Account, "190", "token") };
        await using var house = await TestHouse.OpenAsync(HouseSetup.Sending(channel));
        await house.SendAsync(["一"], "u1", "u2", "u3");
        var notice = Assert.Single(
            await Until.SeenAsync(
                "the notice",
                TimeSpan.FromSeconds(20),
                () => house.Get<Notices>().TakeAsync(default),
                notices => notices.Count > 0
            )
        );
        Assert.Equal((TestAccounts.Instagram, NoticeReason.Token, "190"), (notice.Account, notice.Reason, notice.Detail));
        Assert.Equal(HoldReason.Token, Assert.Single(await house.Holds.HoldsAsync(default)).Reason);
    }

    [Fact]
    public async Task Near_the_end_of_the_platform_s_allowance_campaigns_wait_and_replies_still_go()
    {
        var calls = 0;
        var channel = new OneByOneChannel
        {
            Answer = _ => new SendOutcome.Accepted($"mid {Interlocked.Increment(ref calls)}")
            {
                Usage = new(calls < 5 ? 80 : 96, TimeSpan.FromMinutes(20)),
            },
        };
        await using var house = await TestHouse.OpenAsync(HouseSetup.Sending(channel));
        var campaign = await house.SendAsync(["一"], [.. Enumerable.Range(0, 900).Select(i => $"u{i}")]);
        var hold = Assert.Single(
            await Until.SeenAsync("the hold", TimeSpan.FromSeconds(20), () => house.Holds.HoldsAsync(default), holds => holds.Count > 0)
        );
        Assert.Equal((HoldReason.Busy, true), (hold.Reason, hold.Until > TimeProvider.System.GetUtcNow().AddMinutes(19)));
        Assert.InRange(channel.Sent.Count, 5, 400);

        await ReplyGoesAsync(house);
        var tally = await house.Deliveries.TallyAsync(campaign, default);
        Assert.Equal(900, tally.Accepted + tally.Waiting);
        Assert.True(tally.Waiting > 400, $"{tally}");
    }

    private static async Task ReplyGoesAsync(TestHouse house)
    {
        var (reply, words) = (Guid.CreateVersion7(), new Content([new OutboundMessage.Text("好")]));
        var until = TimeProvider.System.GetUtcNow().AddHours(1);
        var request = NewRequest.Reply(reply, new(TestAccounts.Instagram, "vip"), words, false, until);
        Assert.True(await house.Replies.AddReplyAsync(request, staffId: null, default));
        await Until.SeenAsync(
            "the reply",
            TimeSpan.FromSeconds(20),
            async () => (await house.Replies.FindRequestAsync(reply, default))!.State,
            state => state == DeliveryState.Accepted
        );
    }
}

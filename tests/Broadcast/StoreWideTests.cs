using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Tests.Storage.Redis;

namespace OmoBroadcast.Tests.Broadcast;

/// <summary>A manager's broadcast to the whole store, when the staff changes between its launch and its sending.</summary>
public sealed class StoreWideTests
{
    private static readonly StaffMember Seller = new("s-1", "王店員", Role.Salesperson, "信義店");
    private static readonly StaffMember Mover = new("s-2", "李店員", Role.Salesperson, "信義店");
    private static readonly StaffMember Manager = new("m-1", "陳經理", Role.Manager, "信義店");

    [Theory]
    [InlineData(false, "m-1 s-1")]
    [InlineData(true, "m-1")]
    public async Task Who_sells_in_the_store_is_looked_at_once_more_before_each_call(bool managerLeavesTheStore, string reached)
    {
        // A platform without a window: nobody is looked at again for another reason.
        var channel = new OneByOneChannel();
        await using var house = await TestHouse.OpenAsync(HouseSetup.Sending(channel));
        var staff = house.Get<StaffDirectory>();
        await staff.ReplaceAsync([Seller, Mover, Manager], default);
        var campaign = await HeldToTheStoreAsync(house);

        var manager = managerLeavesTheStore ? Manager with { Store = "台中店" } : Manager;
        await staff.ReplaceAsync([Seller, Mover with { Store = "台中店" }, manager], default);
        await house.LetGoAsync(TestAccounts.Instagram);
        await house.EndedAsync(campaign);
        Assert.Equal(reached, string.Join(' ', channel.Sent.Select(sent => sent.User).Order(StringComparer.Ordinal)));
        var others = (await house.DeliveriesAsync(campaign)).Where(delivery =>
            !reached.Contains(delivery.Customer.UserId, StringComparison.Ordinal)
        );
        Assert.All(others, delivery => Assert.Equal((DeliveryState.Skipped, SkipReason.NotMine), (delivery.State, delivery.Skip)));
    }

    /// <summary>A campaign to a customer of each, launched on an account that is held.</summary>
    private static async Task<long> HeldToTheStoreAsync(TestHouse house)
    {
        var (conversations, campaigns, now) = (house.Get<Conversations>(), house.Get<Campaigns>(), TimeProvider.System.GetUtcNow());
        foreach (var member in (StaffMember[])[Seller, Mover, Manager])
        {
            var customer = new CustomerKey(TestAccounts.Instagram, member.Id);
            await conversations.ApplyAsync([Told.Message(customer, $"e-{member.Id}", now.AddHours(-3))], false, default);
            Assert.Equal(Transition.Done, await conversations.TakeAsync(customer, member.Id, now.AddHours(-2)));
        }

        await house.Holds.HoldAsync(TestAccounts.Instagram, HoldReason.Restricted, now.AddHours(1), "test", default);
        var draft = await campaigns.DraftAsync(Manager, Audience.All with { Store = Manager.Store }, "en", now, default);
        Assert.True(await campaigns.EditAsync(draft.Id, draft.Version, draft.Audience, new([new OutboundMessage.Text("hi")]), default));
        Assert.True(await campaigns.ScheduleAsync(draft.Id, draft.Version + 1, new(now.AddSeconds(-1), now.AddHours(1), 3), default));
        await Until.SeenAsync(
            "the launch",
            TimeSpan.FromSeconds(20),
            () => house.Deliveries.TallyAsync(draft.Id, default),
            tally => tally.Waiting == 3
        );
        return draft.Id;
    }
}

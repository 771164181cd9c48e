using OmoBroadcast.Broadcast;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
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
        await using var house = await SendingHouse.OpenAsync(channel);
        var (staff, campaigns) = (house.Get<StaffDirectory>(), house.Get<Campaigns>());
        await staff.ReplaceAsync([Seller, Mover, Manager], default);
        var now = TimeProvider.System.GetUtcNow();
        foreach (var member in (StaffMember[])[Seller, Mover, Manager])
        {
            var customer = new CustomerKey(SendingHouse.Account, member.Id);
            await house.Get<Conversations>().ApplyAsync([Told.Message(customer, $"e-{member.Id}", now.AddHours(-3))], false, default);
            Assert.Equal(Transition.Done, await house.Get<Conversations>().TakeAsync(customer, member.Id, now.AddHours(-2)));
        }

        await house.Holds.HoldAsync(SendingHouse.Account, HoldReason.Restricted, now.AddHours(1), "test", default);
        var draft = await campaigns.DraftAsync(Manager, Audience.All with { Store = Manager.Store }, "en", now, default);
        Assert.True(await campaigns.EditAsync(draft.Id, draft.Version, draft.Audience, new([new OutboundMessage.Text("hi")]), default));
        Assert.True(await campaigns.ScheduleAsync(draft.Id, draft.Version + 1, new(now.AddSeconds(-1), now.AddHours(1), 3), default));
        await Until.SeenAsync(
            "the launch",
            TimeSpan.FromSeconds(20),
            () => house.Deliveries.TallyAsync(draft.Id, default),
            tally => tally.Waiting == 3
        );

        await staff.ReplaceAsync(
            [Seller, Mover with { Store = "台中店" }, managerLeavesTheStore ? Manager with { Store = "台中店" } : Manager],
            default
        );
        await house.Holds.LiftAsync(SendingHouse.Account, default);
        await house.Get<Nudges>().SendAsync(Topics.Work(SendingHouse.Account));
        await house.EndedAsync(draft.Id);
        Assert.Equal(reached, string.Join(' ', channel.Sent.Select(sent => sent.User).Order(StringComparer.Ordinal)));
        Assert.All(
            (await house.DeliveriesAsync(draft.Id)).Where(delivery =>
                !reached.Contains(delivery.Customer.UserId, StringComparison.Ordinal)
            ),
            delivery => Assert.Equal((DeliveryState.Skipped, SkipReason.NotMine), (delivery.State, delivery.Skip))
        );
    }
}

using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Broadcast;

public sealed class OwnedElsewhereTests
{
    [Fact]
    public async Task A_conversation_that_another_responder_takes_after_the_launch_is_left_out_at_the_call()
    {
        var channel = new OneByOneChannel();
        channel.Limits = channel.Limits with { Window = TimeSpan.FromHours(24) };
        await using var house = await TestHouse.OpenAsync(HouseSetup.Sending(channel));
        var (conversations, now) = (house.Get<Conversations>(), TimeProvider.System.GetUtcNow());
        string[] users = ["ours", "theirs"];
        foreach (var user in users)
        {
            var said = Event(user, "said", now.AddMinutes(-1), new InboundBody.Message("m" + user, MessageKind.Text, "hi", null));
            await conversations.ApplyAsync([said], suppressionsPending: false, default);
            Assert.Equal(Transition.Done, await conversations.TakeAsync(new(TestAccounts.Instagram, user), CampaignRows.Sender, now));
        }

        var taken = Event("theirs", "taken", now, new InboundBody.SystemMessage(SystemEvent.HandedOver, null));
        await conversations.ApplyAsync([taken], suppressionsPending: false, default);
        var campaign = await house.SendAsync(["hello"], users);
        await house.EndedAsync(campaign);
        Assert.Equal(
            [("ours", null), ("theirs", SkipReason.OwnedElsewhere)],
            (await house.DeliveriesAsync(campaign))
                .OrderBy(delivery => delivery.Customer.UserId, StringComparer.Ordinal)
                .Select(delivery => (delivery.Customer.UserId, delivery.Skip))
        );
        Assert.Equal(["ours"], channel.Sent.Select(sent => sent.User));
    }

    private static InboundEvent Event(string user, string id, DateTimeOffset at, InboundBody body) =>
        new($"{id} {user}", TestAccounts.Instagram, user, at, false, body, null);
}

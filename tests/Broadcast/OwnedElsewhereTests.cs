using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Redis;

namespace OmoBroadcast.Tests.Broadcast;

public sealed class OwnedElsewhereTests
{
    [Fact]
    public async Task A_conversation_that_another_responder_takes_after_the_launch_is_left_out_at_the_call()
    {
        var channel = new OneByOneChannel();
        channel.Limits = channel.Limits with { Window = TimeSpan.FromHours(24) };
        await using var house = await SendingHouse.OpenAsync(channel);
        var (conversations, now) = (house.Get<Conversations>(), TimeProvider.System.GetUtcNow());
        string[] users = ["ours", "theirs"];
        foreach (var user in users)
        {
            await conversations.ApplyAsync(
                [Event(user, "said", now.AddMinutes(-1), new InboundBody.Message("m" + user, MessageKind.Text, "hi", null))],
                suppressionsPending: false,
                default
            );
            Assert.Equal(Transition.Done, await conversations.TakeAsync(new(SendingHouse.Account, user), CampaignRows.Sender, now));
        }

        await conversations.ApplyAsync(
            [Event("theirs", "taken", now, new InboundBody.SystemMessage(SystemEvent.HandedOver, null))],
            suppressionsPending: false,
            default
        );
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
        new($"{id} {user}", SendingHouse.Account, user, at, false, body, null);
}

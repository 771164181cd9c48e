using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Tests.Domain;

public sealed class ServiceWindowTests
{
    private static readonly InboundBody Pressed = new InboundBody.Postback("BUY", null);

    [Fact]
    public void On_meta_s_pages_a_button_a_reaction_and_coming_by_an_advertisement_open_the_window()
    {
        InboundBody[] opening = [Pressed, new InboundBody.Reaction("m1", "❤"), new InboundBody.SystemMessage(SystemEvent.CameBy, null)];
        foreach (var channel in (ChannelId[])[ChannelId.Messenger, ChannelId.Instagram])
            Assert.All(opening, body => Assert.True(Opens(channel, body)));
        foreach (var channel in (ChannelId[])[ChannelId.Line, ChannelId.WhatsApp])
            Assert.All(opening, body => Assert.False(Opens(channel, body)));
    }

    [Fact]
    public void A_reaction_taken_back_what_happens_by_itself_and_what_another_app_has_open_none()
    {
        Assert.False(Opens(ChannelId.Messenger, new InboundBody.Reaction("m1", null)));
        Assert.False(Opens(ChannelId.Messenger, new InboundBody.SystemMessage(SystemEvent.HandedBack, null)));
        Assert.False(Opens(ChannelId.Messenger, Pressed, standby: true));
    }

    private static bool Opens(ChannelId channel, InboundBody body, bool standby = false) =>
        ServiceWindow.IsOpenedBy(new("e1", new(channel, "1"), "U1", DateTimeOffset.UnixEpoch, standby, body, null));
}

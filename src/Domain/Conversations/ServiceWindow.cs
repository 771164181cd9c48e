using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Domain.Conversations;

/// <summary>Which events besides a message open a platform's window for free messages. WhatsApp's is opened by messages and calls only;
/// LINE has none.</summary>
public static class ServiceWindow
{
    public static bool IsOpenedBy(InboundEvent inbound) =>
        // In standby another app holds the thread: what is pressed there is not for us to answer.
        !inbound.Standby
        && (inbound.Account.Channel == ChannelId.Messenger || inbound.Account.Channel == ChannelId.Instagram)
        && inbound.Body
            is (
                InboundBody.Postback
                or InboundBody.Reaction { Emoji: not null }
                or InboundBody.SystemMessage { Event: SystemEvent.CameBy }
            );
}

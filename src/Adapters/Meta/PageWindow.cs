using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.Meta;

/// <summary>What opens the 24 hours of Messenger and Instagram besides a message: a button, a reaction, coming by an
/// advertisement.</summary>
/// <seealso href="https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages"/>
internal static class PageWindow
{
    public static bool IsOpenedBy(InboundBody body) =>
        body
            is (
                InboundBody.Postback
                or InboundBody.Reaction { Emoji: not null }
                or InboundBody.SystemMessage { Event: SystemEvent.CameBy }
            );
}

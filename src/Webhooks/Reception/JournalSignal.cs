using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Rounds;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>Has the journal written sooner when staff did something. Customers' events are many and are gathered.</summary>
internal sealed class JournalSignal : RoundSignal
{
    public JournalSignal(Conversations conversations) => conversations.Acted += Nudge;
}

using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Rounds;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>Has whoever wrote after having left brought back at once.</summary>
internal sealed class ReturnSignal : RoundSignal
{
    public ReturnSignal(Conversations conversations) => conversations.Returned += Nudge;
}

using OmoBroadcast.Storage.Rounds;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>Wakes the replay when this process has put something into the inbox.</summary>
internal sealed class ReplaySignal : RoundSignal;

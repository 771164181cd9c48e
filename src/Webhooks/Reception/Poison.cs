using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>An event that a store that is well will not take.</summary>
internal sealed record Poison(InboundEvent Event, Exception Fault);

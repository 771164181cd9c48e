using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Domain.Conversations;

/// <summary>Somebody changed what they had said.</summary>
/// <param name="TakenBack">It is to be seen no more; else only edited.</param>
public sealed record Amendment(CustomerKey Customer, bool TakenBack);

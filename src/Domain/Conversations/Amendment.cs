using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Domain.Conversations;

/// <summary>Somebody changed what they had said.</summary>
/// <param name="TakenBack">It is to be seen no more; else only edited.</param>
public sealed record Amendment(CustomerKey Customer, bool TakenBack)
{
    /// <summary>All is shown as it is now, and whoever has the conversation is still to be told: they were off duty.</summary>
    public bool Missed { get; init; }
}

using OmoBroadcast.Store.Present;

namespace OmoBroadcast.Broadcast;

/// <summary>This process among the others: its name on leases, its clock, its voice.</summary>
public sealed class Node(TimeProvider clock, Nudges nudges)
{
    /// <summary>Different in every start, so that nothing of a former life is taken for one's own.</summary>
    public string Name { get; } = $"{Environment.ProcessId}-{Guid.NewGuid():N}";

    public TimeProvider Clock => clock;

    public Nudges Nudges => nudges;

    public DateTimeOffset Now => clock.GetUtcNow();
}

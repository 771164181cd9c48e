using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Settings;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast;

/// <summary>This process among the others: its name on leases, its clock, its voice.</summary>
public sealed class Node(TimeProvider clock, Nudges nudges, Database database, LeaseOptions leases)
{
    /// <summary>Different in every start, so that nothing of a former life is taken for one's own.</summary>
    public string Name { get; } = $"{Environment.ProcessId}-{Guid.NewGuid():N}";

    /// <summary>For spans and timestamps; what time it is, <see cref="Now"/> says.</summary>
    public TimeProvider Clock => clock;

    public Nudges Nudges => nudges;

    public LeaseOptions Leases => leases;

    /// <summary>The time by the database's clock, which is all nodes': what one writes down another compares with it.</summary>
    public DateTimeOffset Now => database.Now;
}

using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Store.Promises;

namespace OmoBroadcast.Broadcast.Desk;

/// <summary>Who somebody is.</summary>
public sealed class StaffDesk(StaffDirectory directory)
{
    /// <summary>The active member of staff with this Entra object id, or null. Throws what the database throws when it is away.</summary>
    public Task<StaffMember?> WhoAsync(string entraObjectId, CancellationToken ct) => directory.FindAsync(entraObjectId, ct);
}

namespace OmoBroadcast.Domain.Staff;

/// <summary>銷售人員, 銷售經理, 管理員. Only the first two may broadcast.</summary>
public enum Role { Salesperson, Manager, Administrator }

/// <summary>A member of staff. <paramref name="Id"/> is the Entra object id, compared without regard to case.</summary>
public sealed record StaffMember(string Id, string Name, Role Role, string Store)
{
    public bool MayBroadcast => Role is Role.Salesperson or Role.Manager;
}

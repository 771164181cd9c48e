using OmoBroadcast.Domain.Staff;

namespace OmoBroadcast.Desks.Acts;

/// <summary>Whose an act is, whatever it is done to. What it is done to is asked at the desk, which judges both.</summary>
public enum Access
{
    /// <summary>Everybody on the staff.</summary>
    Everyone,

    /// <summary>Whoever sells, managers among them.</summary>
    Sellers,

    /// <summary>Managers, of their store.</summary>
    Managers,

    /// <summary>Administrators.</summary>
    Administrators,
}

/// <summary>Who has which access.</summary>
public static class Accesses
{
    public static bool Has(this StaffMember who, Access access) =>
        access switch
        {
            Access.Everyone => true,
            Access.Sellers => who.MayBroadcast,
            Access.Managers => who.Role == Role.Manager,
            _ => who.Role == Role.Administrator,
        };
}

using OmoBroadcast.Domain.Staff;

namespace OmoBroadcast.Tests.Playing;

/// <summary>Who works in every house that has Teams.</summary>
internal static class Staff
{
    public static readonly StaffMember Seller = new("11111111-1111-4111-8111-111111111111", "王店員", Role.Salesperson, "信義店");
    public static readonly StaffMember Other = new("22222222-2222-4222-8222-222222222222", "李店員", Role.Salesperson, "信義店");
    public static readonly StaffMember Administrator = new("33333333-3333-4333-8333-333333333333", "管理員", Role.Administrator, "");
}

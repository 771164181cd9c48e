namespace OmoBroadcast.Domain.Staff;

/// <summary>Whose customers a campaign goes to: the sender's alone or, of a manager's for the store, those of everybody who sells in
/// it.</summary>
public sealed class Sellers
{
    private readonly Dictionary<string, string> names;

    private Sellers(IEnumerable<(string Id, string Name)> members, string storeName)
    {
        StoreName = storeName;
        names = new(StringComparer.OrdinalIgnoreCase);
        foreach (var (id, name) in members)
            names[id] = name;
        Ids = [.. names.Keys.Order(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>What the campaign's store is called.</summary>
    public string StoreName { get; }

    /// <summary>Their staff ids, in an order that does not depend on who else is among them.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <param name="storeName">What the campaign's store is called.</param>
    public static Sellers Alone(string staff, string name = "", string storeName = "") => new([(staff, name)], storeName);

    public static Sellers Of(IEnumerable<StaffMember> members, string storeName) =>
        new(members.Select(member => (member.Id, member.Name)), storeName);

    public bool Has(string? staff) => staff is not null && names.ContainsKey(staff);

    /// <summary>Null for whoever is not among them.</summary>
    public string? NameOf(string? staff) => staff is null ? null : names.GetValueOrDefault(staff);
}

using OmoBroadcast.Domain.Staff;

namespace OmoBroadcast.Domain.Messages;

/// <summary>預存回覆: messages kept under a name, to be put into a broadcast or an answer.</summary>
/// <param name="Author">By staff id.</param>
/// <param name="Version">Counts its changes; one made from an older version is not taken.</param>
public sealed record SavedReply(long Id, string Author, string Name, Content Content, Sharing Sharing, int Version)
{
    public const int LongestName = 60;

    /// <summary>One that is not kept yet: its id comes with that.</summary>
    public static SavedReply New(string author, string name, Content content, Sharing sharing) => new(0, author, name, content, sharing, 1);

    public bool MayUse(StaffMember who) => Wrote(who) || Sharing.With(who);

    /// <summary>Its author; and, of what is shared with them, a manager. An administrator may edit whatever is shared. What is one's own
    /// alone stays so.</summary>
    public bool MayEdit(StaffMember who) =>
        Wrote(who)
        || who.Role switch
        {
            Role.Administrator => Sharing.Scope != SharingScope.Me,
            Role.Manager => Sharing.Scope != SharingScope.Me && Sharing.With(who),
            _ => false,
        };

    public bool MaySee(StaffMember who) => MayUse(who) || MayEdit(who);

    private bool Wrote(StaffMember who) => string.Equals(Author, who.Id, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Who may use a saved reply beside its author.</summary>
public enum SharingScope
{
    Me = 0,
    Roles = 1,
    Stores = 2,
    All = 3,
}

/// <param name="Roles">With <see cref="SharingScope.Roles"/>.</param>
/// <param name="Stores">With <see cref="SharingScope.Stores"/>.</param>
public sealed record Sharing(SharingScope Scope, IReadOnlyList<Role> Roles, IReadOnlyList<string> Stores)
{
    public static readonly Sharing Mine = new(SharingScope.Me, [], []),
        WithAll = new(SharingScope.All, [], []);

    public bool With(StaffMember who) =>
        Scope switch
        {
            SharingScope.All => true,
            SharingScope.Roles => Roles.Contains(who.Role),
            SharingScope.Stores => Stores.Contains(who.Store, StringComparer.Ordinal),
            _ => false,
        };

    public bool IsAs(Sharing other) => Scope == other.Scope && Roles.SequenceEqual(other.Roles) && Stores.SequenceEqual(other.Stores);

    /// <summary>Whether this person may share so: a salesperson with no more than their own store, a manager not with another's.</summary>
    public bool MayBeSetBy(StaffMember who) =>
        who.Role switch
        {
            Role.Administrator => true,
            Role.Manager => Scope != SharingScope.Stores || Stores.All(store => store == who.Store),
            _ => Scope == SharingScope.Me || (Scope == SharingScope.Stores && Stores.All(store => store == who.Store)),
        };
}

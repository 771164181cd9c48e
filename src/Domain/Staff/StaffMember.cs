namespace OmoBroadcast.Domain.Staff;

/// <summary>銷售人員, 銷售經理, 管理員. Only the first two may broadcast.</summary>
public enum Role
{
    Salesperson,
    Manager,
    Administrator,
}

/// <summary>A member of staff. <paramref name="Id"/> is the Entra object id, compared without regard to case,
/// <paramref name="Store"/> the id of the store.</summary>
public sealed record StaffMember(string Id, string Name, Role Role, string Store)
{
    /// <summary>What can be chosen for <see cref="Language"/>.</summary>
    public static readonly IReadOnlyList<string> Languages = ["zh-Hant", "en"];

    private readonly string storeName = "";

    /// <summary>What the store is called where anybody reads it; its id where it has no other name.</summary>
    public string StoreName
    {
        get => storeName.Length > 0 ? storeName : Store;
        init => storeName = value == Store ? "" : value;
    }

    public bool MayBroadcast => Role is Role.Salesperson or Role.Manager;

    /// <summary>In which they want to be spoken to; empty: in that of their Teams client.</summary>
    public string Language { get; init; } = "";

    /// <summary>Off duty (下班) they are told of nothing that can wait.</summary>
    public bool OnDuty { get; init; } = true;

    /// <summary>They work here no longer; what they had in hand is their store's managers' to pass on.</summary>
    public bool HasLeft { get; init; }

    /// <summary>Whether they are the store's manager.</summary>
    public bool Manages(string store) => Role == Role.Manager && store.Length > 0 && store == Store;

    /// <summary>Whether it is the one with that id.</summary>
    public bool Is(string? id) => string.Equals(Id, id, StringComparison.OrdinalIgnoreCase);
}

namespace OmoBroadcast.Domain.Staff;

/// <summary>A store, and what it is called.</summary>
/// <param name="Name">Empty: by its id.</param>
public sealed record NamedStore(string Id, string Name)
{
    /// <summary>As it is read.</summary>
    public string Shown => Name.Length > 0 ? Name : Id;
}

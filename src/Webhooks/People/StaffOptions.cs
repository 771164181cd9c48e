namespace OmoBroadcast.Webhooks.People;

/// <summary>The staff of <c>Omo:Staff</c> and <c>Omo:StaffFile</c>, as written there.</summary>
internal sealed class StaffOptions
{
    public IList<StaffEntry> Entries { get; } = [];

    public IList<string> Unreadable { get; } = [];

    /// <summary>Somebody configured a directory, if perhaps an empty one. Otherwise the one in the database is left alone.</summary>
    public bool Configured { get; set; }
}

/// <param name="Place">The key or the row it stands in; messages name it.</param>
internal sealed record StaffEntry(string Place, string? Id, string? Name, string? Role, string? Store)
{
    /// <summary>What the store is called; empty: by its id.</summary>
    public string? StoreName { get; init; }
}

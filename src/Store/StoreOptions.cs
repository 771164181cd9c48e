namespace OmoBroadcast.Store;

/// <summary>Section <c>Omo</c>: where the present and the promises are kept.</summary>
public sealed class StoreOptions
{
    /// <summary>StackExchange.Redis connection string; empty for the embedded server.</summary>
    public string Redis { get; set; } = "";

    /// <summary>Npgsql connection string of a PostgreSQL 15 or later; empty for the embedded SQLite file.</summary>
    public string Database { get; set; } = "";

    /// <summary>Folder of everything that is embedded. One process at a time.</summary>
    public string DataDir { get; set; } = "data";
}

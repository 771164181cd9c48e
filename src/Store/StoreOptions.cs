namespace OmoBroadcast.Store;

/// <summary>Where the present and the promises live; section <c>Omo</c>.</summary>
public sealed class StoreOptions
{
    /// <summary>A StackExchange.Redis connection string; empty is the engine inside this process.</summary>
    public string Redis { get; set; } = "";

    /// <summary>A PostgreSQL connection string; empty is a SQLite file in <see cref="DataDir"/>.</summary>
    public string Database { get; set; } = "";

    /// <summary>The folder of the embedded engines.</summary>
    public string DataDir { get; set; } = "data";
}

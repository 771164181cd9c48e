namespace OmoBroadcast.Storage;

/// <summary>Section <c>Omo</c>: where the present and the promises are kept.</summary>
public sealed class StorageOptions
{
    /// <summary>StackExchange.Redis connection string; empty for the embedded server.</summary>
    public string Redis { get; set; } = "";

    /// <summary>Npgsql connection string of a PostgreSQL 15 or later; empty for the embedded SQLite file.</summary>
    public string Database { get; set; } = "";

    /// <summary>Folder of everything that is embedded. One process at a time.</summary>
    public string DataDir { get; set; } = "data";

    /// <summary>Percent of the data folder's disk: with less free, no new broadcast is accepted. 0: never.</summary>
    public double DiskLowPercent { get; set; } = 10;

    /// <summary>Percent of the data folder's disk: with less free, nothing is sent. 0: never.</summary>
    public double DiskCriticalPercent { get; set; } = 5;

    /// <summary>Throws <see cref="InvalidOperationException"/> that names the key and the limit.</summary>
    public void Validate()
    {
        if (DiskLowPercent is not (>= 0 and <= 50))
            throw new InvalidOperationException("Omo:DiskLowPercent must be 0 to 50");
        if (!(DiskCriticalPercent >= 0 && DiskCriticalPercent <= DiskLowPercent))
            throw new InvalidOperationException("Omo:DiskCriticalPercent must be 0 to Omo:DiskLowPercent");
    }
}

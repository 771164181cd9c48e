namespace OmoBroadcast.Storage.Settings;

/// <summary>Section <c>Omo</c>: where the present and the promises are kept.</summary>
public sealed class StorageOptions
{
    /// <summary>StackExchange.Redis connection string; empty for the embedded server.</summary>
    public string Redis { get; set; } = "";

    /// <summary>Npgsql connection string of a PostgreSQL 15 or later; empty for the embedded SQLite file.</summary>
    public string Database { get; set; } = "";

    /// <summary>Folder of everything that is embedded. One process at a time.</summary>
    public string DataDir { get; set; } = "data";

    /// <summary>Entries of one account that may wait in Redis for the journal, while the database is away. Of whom there are more, only
    /// what stands in Redis is written down.</summary>
    public int JournalWaiting { get; set; } = 320_000;

    /// <summary>How long the journal keeps an entry, in months.</summary>
    public int JournalMonths { get; set; } = 24;

    /// <summary>Of whom nothing was heard for so many months, and whom nobody has, only the journal knows more than the id. 0: everybody
    /// stays.</summary>
    public int CustomerMonths { get; set; }

    /// <summary>Percent of the data folder's disk: with less free, no new broadcast is accepted. 0: never.</summary>
    public double DiskLowPercent { get; set; } = 10;

    /// <summary>Percent of the data folder's disk: with less free, nothing is sent. 0: never.</summary>
    public double DiskCriticalPercent { get; set; } = 5;

    /// <summary>How long the recipients and the replies in the ledger are kept, in months. What broadcasts came to is kept.</summary>
    public int LedgerMonths { get; set; } = 24;
}

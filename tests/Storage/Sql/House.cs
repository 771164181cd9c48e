using Microsoft.Extensions.Logging.Abstractions;
using OmoBroadcast.Storage.Settings;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>A fresh database of either kind, with everything that works on it.</summary>
internal sealed class House : IAsyncDisposable
{
    private readonly string? folder;

    private House(StorageOptions options, string? folder)
    {
        this.folder = folder;
        Options = options;
        Database = new(options, TimeProvider.System, NullLogger<Database>.Instance);
        Settlements = new(Database);
        Queue = new(Database, Settlements);
        Skips = new(Database);
        Launches = new(Database);
        Deliveries = new(Database);
        Holds = new(Database);
        Sweep = new(Database, Queue, Holds);
        Replies = new(Database);
        Campaigns = new(Database, Sweep);
        Reports = new(Database, new LeaseOptions());
        Notices = new(Database);
    }

    public StorageOptions Options { get; }

    public Database Database { get; }

    public RequestQueue Queue { get; }

    public Settlements Settlements { get; }

    public SkipWriter Skips { get; }

    public LaunchWriter Launches { get; }

    public DeliveryReports Deliveries { get; }

    public Holds Holds { get; }

    public LedgerSweep Sweep { get; }

    public Replies Replies { get; }

    public Campaigns Campaigns { get; }

    public Reports Reports { get; }

    public Notices Notices { get; }

    public static async Task<House> OpenAsync(DatabaseKind kind, bool migrate = true)
    {
        var folder = kind == DatabaseKind.Sqlite ? Directory.CreateTempSubdirectory("omo-promises-").FullName : null;
        var options = folder is null
            ? new StorageOptions
            {
                Database = migrate
                    ? await MigratedDatabase.OnPostgresAsync()
                    : await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(),
            }
            : new StorageOptions { DataDir = folder };
        if (migrate && folder is not null)
            await MigratedDatabase.InFolderAsync(folder);
        var house = new House(options, folder);
        if (migrate)
            await house.Database.MigrateAsync(default);
        return house;
    }

    /// <summary>On a database of the test's own, and no other's care.</summary>
    public static async Task<House> OnAsync(string connectionString)
    {
        var house = new House(new() { Database = connectionString }, null);
        await house.Database.MigrateAsync(default);
        return house;
    }

    /// <summary>A second node on the same database.</summary>
    public async Task<House> BesideAsync()
    {
        var house = new House(Options, null);
        await house.Database.MigrateAsync(default);
        return house;
    }

    /// <summary>A node whose line to the same database goes through another port.</summary>
    public async Task<House> ThroughAsync(int port)
    {
        var line = new Npgsql.NpgsqlConnectionStringBuilder(Options.Database) { Port = port };
        var house = new House(new() { Database = line.ToString() }, null);
        await house.Database.MigrateAsync(default);
        return house;
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        if (folder is not null)
            Directory.Delete(folder, recursive: true);
    }
}

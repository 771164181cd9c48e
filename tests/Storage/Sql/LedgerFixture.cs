using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OmoBroadcast.Storage.Settings;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>A fresh database of either kind, with everything that works on it.</summary>
internal sealed class LedgerFixture : IAsyncDisposable
{
    private readonly string? folder;

    private LedgerFixture(StorageOptions options, string? folder)
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

    public static async Task<LedgerFixture> OpenAsync(DatabaseKind kind, bool migrate = true)
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
        var ledger = new LedgerFixture(options, folder);
        if (migrate)
            await ledger.Database.MigrateAsync(default);
        return ledger;
    }

    /// <summary>On a database of the test's own, and no other's care.</summary>
    public static async Task<LedgerFixture> OnAsync(string connectionString)
    {
        var ledger = new LedgerFixture(new() { Database = connectionString }, null);
        await ledger.Database.MigrateAsync(default);
        return ledger;
    }

    /// <summary>A second node on the same database.</summary>
    public async Task<LedgerFixture> BesideAsync()
    {
        var ledger = new LedgerFixture(Options, null);
        await ledger.Database.MigrateAsync(default);
        return ledger;
    }

    /// <summary>A node whose line to the same database goes through another port.</summary>
    public async Task<LedgerFixture> ThroughAsync(int port)
    {
        var line = new NpgsqlConnectionStringBuilder(Options.Database) { Port = port };
        var ledger = new LedgerFixture(new() { Database = line.ToString() }, null);
        await ledger.Database.MigrateAsync(default);
        return ledger;
    }

    /// <summary>In PostgreSQL: what a session of its own has done is not over until the answer is disposed.</summary>
    public async Task<IAsyncDisposable> HoldAsync(string sql)
    {
        var held = new NpgsqlConnection(Options.Database + ";Pooling=false");
        await held.OpenAsync();
        await using var command = new NpgsqlCommand($"begin; {sql}", held);
        await command.ExecuteNonQueryAsync();
        return held;
    }

    /// <summary>Until so many sessions of this PostgreSQL database wait for a lock.</summary>
    public Task WaitingAsync(int sessions) =>
        Until.SeenAsync(
            $"{sessions} that wait",
            TimeSpan.FromSeconds(20),
            () =>
                Database.QueryAsync(
                    """
                    select count(*) as waiting from pg_stat_activity
                    where wait_event_type = 'Lock' and datname = current_database()
                    """,
                    row => row.Long("waiting"),
                    default
                ),
            seen => seen[0] >= sessions
        );

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        if (folder is not null)
            Directory.Delete(folder, recursive: true);
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Condition;
using OmoBroadcast.Storage.Settings;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>Why a database takes nothing: each reason is told from the others, and is over by itself.</summary>
public sealed class LookTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2),
        Soon = TimeSpan.FromSeconds(5);

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Well_it_takes_a_row(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind, migrate: false);
        Assert.Equal(FaultReason.NotReady, await ledger.Database.LookAsync(Patience, default));
        await ledger.Database.MigrateAsync(default);
        Assert.Null(await ledger.Database.LookAsync(Patience, default));
        Assert.Null(await ledger.Database.LookAsync(Patience, default));
    }

    [Theory]
    [InlineData(FaultReason.PasswordWrong, "Username=guest;Password=Sec#ret1;Database=postgres")]
    [InlineData(FaultReason.PasswordMissing, "Username=guest;Database=postgres")]
    [InlineData(FaultReason.NoPermission, "Username=stranger;Database=postgres")]
    [InlineData(FaultReason.NoSuchDatabase, "Username=omo;Database=none")]
    [InlineData(FaultReason.Tls, "Username=omo;Database=postgres;SSL Mode=Require")]
    [InlineData(FaultReason.Refused, "Username=omo;Database=postgres;Port=1")]
    [InlineData(FaultReason.UnknownHost, "Username=omo;Database=postgres;Host=no-such-host.invalid")]
    public async Task It_does_not_let_us_in(FaultReason reason, string settings)
    {
        await using var database = new Database(
            new StorageOptions { Database = $"Host=127.0.0.1;Port={await GuardedPortAsync()};{settings}" },
            TimeProvider.System,
            NullLogger<Database>.Instance
        );
        Assert.Equal(reason, await database.LookAsync(Patience, default));
        // And it keeps nothing from starting.
        using var startup = new DatabaseStartup(database, TimeProvider.System, NullLogger<DatabaseStartup>.Instance);
        await startup.StartAsync(default);
        await startup.StopAsync(default);
    }

    [Fact]
    public async Task A_primary_that_has_become_read_only()
    {
        await using var ledger = await LedgerFixture.OpenAsync(DatabaseKind.Postgres);
        Assert.Null(await ledger.Database.LookAsync(Patience, default));
        await ReadOnlyAsync(ledger, true);
        await SeenAsync(ledger.Database, FaultReason.ReadOnly);
        await Assert.ThrowsAsync<DatabaseAwayException>(() => AddAsync(ledger, 10));
        await ReadOnlyAsync(ledger, false);
        await SeenAsync(ledger.Database, null);
        await AddAsync(ledger, 10);
    }

    [Fact]
    public async Task A_full_disk_under_SQLite()
    {
        using var disk = SmallDisk.Mount(16);
        await using var database = new Database(
            new StorageOptions { DataDir = disk.Path },
            TimeProvider.System,
            NullLogger<Database>.Instance
        );
        await database.MigrateAsync(default);
        await FillAsync(disk, database);
    }

    [Fact]
    public async Task A_full_disk_under_PostgreSQL()
    {
        using var disk = SmallDisk.Mount(32);
        // Its own: what is full here is full for everybody on the server.
        await using var server = await PostgresServer.StartAsync();
        await using var operatorsOwn = NpgsqlDataSource.Create(server.ConnectionString("postgres"));
        await SayAsync(operatorsOwn, $"create tablespace small location '{disk.FolderOf("postgres")}'");
        await SayAsync(operatorsOwn, "create database small tablespace small");
        await using (
            var database = new Database(
                new StorageOptions { Database = server.ConnectionString("small") },
                TimeProvider.System,
                NullLogger<Database>.Instance
            )
        )
        {
            await database.MigrateAsync(default);
            await FillAsync(disk, database);
        }
    }

    [Fact]
    public async Task A_PostgreSQL_that_has_no_room_to_let_anybody_in_is_full_and_away()
    {
        var wrong = new PostgresException("could not write init file", "FATAL", "FATAL", PostgresErrorCodes.InternalError);
        Assert.Equal(FaultReason.DiskFull, DatabaseFault.Of(wrong));
        await using var database = new Database(
            new StorageOptions { Database = "Host=127.0.0.1;Port=1;Username=omo;Database=none" },
            TimeProvider.System,
            NullLogger<Database>.Instance
        );
        Assert.True(database.IsTransient(wrong));
        Assert.False(database.IsTransient(new PostgresException("corrupted", "FATAL", "FATAL", PostgresErrorCodes.InternalError)));
    }

    private static async Task FillAsync(SmallDisk disk, Database database)
    {
        var inbox = new WebhookInbox(database);
        Task AddAsync(int bytes) =>
            inbox.AddAsync(new(ChannelId.Line, new Dictionary<string, string>(), new byte[bytes], Given.Now, null), default);
        await AddAsync(1000);
        disk.Fill();
        await Assert.ThrowsAsync<DatabaseAwayException>(() => AddAsync(8_000_000));
        await SeenAsync(database, FaultReason.DiskFull);
        // However often it is looked at: the little that a look writes finds room for longer than anything else.
        for (var look = 0; look < 20; look++)
            Assert.Equal(FaultReason.DiskFull, await database.LookAsync(Patience, default));
        disk.Free();
        await AddAsync(1000);
        await SeenAsync(database, null);
        Assert.Equal(2, await inbox.CountAsync(default));
    }

    private static Task AddAsync(LedgerFixture ledger, int bytes) =>
        new WebhookInbox(ledger.Database).AddAsync(
            new(ChannelId.Line, new Dictionary<string, string>(), new byte[bytes], Given.Now, null),
            default
        );

    private static async Task ReadOnlyAsync(LedgerFixture ledger, bool readOnly) =>
        await (await PostgresServer.SharedAsync()).MakeReadOnlyAsync(
            new NpgsqlConnectionStringBuilder(ledger.Options.Database).Database!,
            readOnly
        );

    /// <summary>The shared server, which from then on asks guests for a password and keeps strangers out.</summary>
    private static async Task<int> GuardedPortAsync()
    {
        var server = await PostgresServer.SharedAsync();
        await using var operatorsOwn = NpgsqlDataSource.Create(server.ConnectionString("postgres"));
        await using var ask = operatorsOwn.CreateCommand("show hba_file");
        var rules = (string)(await ask.ExecuteScalarAsync())!;
        var known = await File.ReadAllTextAsync(rules);
        if (!known.StartsWith("host all guest", StringComparison.Ordinal))
            await File.WriteAllTextAsync(
                rules,
                $"host all guest 127.0.0.1/32 scram-sha-256\nhost all stranger 127.0.0.1/32 reject\n{known}"
            );
        await SayAsync(operatorsOwn, "select pg_reload_conf()");
        return server.Port;
    }

#pragma warning disable CA2100 // The test's own words.
    private static async Task SayAsync(NpgsqlDataSource server, string sql)
    {
        await using var command = server.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
#pragma warning restore CA2100

    private static Task SeenAsync(Database database, FaultReason? reason) =>
        Until.SeenAsync(
            $"it to be {reason?.ToString() ?? "well"}",
            Soon,
            () => database.LookAsync(Patience, default),
            seen => seen == reason
        );
}

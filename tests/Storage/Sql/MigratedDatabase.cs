using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using OmoBroadcast.Storage.Settings;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>A database with all migrations in it: made once in a run and copied for each test, which is faster than making it.</summary>
internal static class MigratedDatabase
{
    private static readonly Lazy<Task<string>> Template = new(MakePostgresAsync);
    private static readonly Lazy<Task<TempFolder>> Original = new(MakeSqliteAsync);

    /// <summary>A fresh database on the shared server; its connection string.</summary>
    public static async Task<string> OnPostgresAsync() =>
        await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(await Template.Value);

    /// <summary>The embedded database's file, where a service with this data folder looks for it. Nothing where there is one.</summary>
    public static async Task InFolderAsync(string dataDir)
    {
        var file = Database.File(new StorageOptions { DataDir = dataDir });
        if (File.Exists(file))
            return;
        Directory.CreateDirectory(dataDir);
        File.Copy(Path.Combine((await Original.Value).Path, Path.GetFileName(file)), file);
    }

    private static async Task<string> MakePostgresAsync()
    {
        var options = new StorageOptions { Database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync() };
        await MigrateAsync(options);
        // A template must have no connections.
        Npgsql.NpgsqlConnection.ClearAllPools();
        return new Npgsql.NpgsqlConnectionStringBuilder(options.Database).Database!;
    }

    private static async Task<TempFolder> MakeSqliteAsync()
    {
        using var folder = new TempFolder();
        var options = new StorageOptions { DataDir = folder.Path };
        await MigrateAsync(options);
        var original = new TempFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => original.Dispose();
        // One whole file, whatever still lies in the log beside the other.
        await using var connection = new SqliteConnection($"Data Source={Database.File(options)};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "vacuum into @file";
        command.Parameters.AddWithValue("@file", Path.Combine(original.Path, Path.GetFileName(Database.File(options))));
        await command.ExecuteNonQueryAsync();
        return original;
    }

    private static async Task MigrateAsync(StorageOptions options)
    {
        await using var database = new Database(options, TimeProvider.System, NullLogger<Database>.Instance);
        await database.MigrateAsync(default);
    }
}

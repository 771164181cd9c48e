using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Npgsql;

namespace OmoBroadcast.Tests.Servers;

/// <summary>
/// A PostgreSQL of the tests' own in a temporary folder on a free loopback port, with fsync on as in earnest. Most tests share
/// <see cref="SharedAsync"/> and take a database each; one that hurts its server starts one for itself.
/// </summary>
public sealed partial class PostgresServer : IAsyncDisposable
{
    // Its watchdog ends it after this process: what all tests leave in it takes longer to delete than the runner waits for us to go.
    private static readonly Lazy<Task<PostgresServer>> Shared = new(() => StartAsync());

    private static int databases;

    private readonly string folder;
    private Process? postmaster;
    private Process? watchdog;
    private TimeSpan ahead;

    private PostgresServer(string folder, int port)
    {
        this.folder = folder;
        Port = port;
    }

    /// <summary>Each line of the server's log.</summary>
    public event Action<string>? Logged;

    public int Port { get; }

    /// <summary>The one of this test run; it ends with the process.</summary>
    public static Task<PostgresServer> SharedAsync() => Shared.Value;

    /// <param name="ahead">How far its clock is ahead of this machine's.</param>
    public static async Task<PostgresServer> StartAsync(TimeSpan ahead = default)
    {
        var folder = Directory.CreateTempSubdirectory("omo-postgres-").FullName;
        if (IsRoot)
            await RunAsync("chown", ["postgres", folder]);
        await RunAsync(
            Find("initdb"),
            ["-D", Path.Combine(folder, "data"), "-U", "omo", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
            asPostgres: true
        );
        var server = new PostgresServer(folder, FreePort()) { watchdog = Watch(folder), ahead = ahead };
        await server.RestartAsync();
        return server;
    }

    /// <summary>A standby of this server that streams from it; by default it applies what it receives two seconds late.</summary>
    public async Task<PostgresServer> StandbyAsync(string more = "recovery_min_apply_delay = '2s'")
    {
        var folder = Directory.CreateTempSubdirectory("omo-postgres-").FullName;
        if (IsRoot)
            await RunAsync("chown", ["postgres", folder]);
        var data = Path.Combine(folder, "data");
        await RunAsync(
            Find("pg_basebackup"),
            ["-D", data, "-h", "127.0.0.1", "-p", $"{Port}", "-U", "omo", "-R", "-X", "stream", "-c", "fast", "--no-sync"],
            asPostgres: true
        );
        await File.AppendAllTextAsync(Path.Combine(data, "postgresql.auto.conf"), $"\n{more}\n");
        var standby = new PostgresServer(folder, FreePort()) { watchdog = Watch(folder) };
        await standby.RestartAsync();
        return standby;
    }

    /// <summary>Makes the standby a primary, with all that it has received.</summary>
    public Task PromoteAsync() => SayAsync("select pg_promote(true, 30)");

    /// <summary>One statement of an operator.</summary>
    public async Task SayAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Processor time of the shared server's living processes; zero when there is none.</summary>
    public static TimeSpan SharedCpuTime()
    {
        if (
            !Shared.IsValueCreated
            || !Shared.Value.IsCompletedSuccessfully
            || Shared.Value.Result.postmaster is not { HasExited: false } running
        )
            return TimeSpan.Zero;
        return ChildrenOf(running.Id).Append(running.Id).Aggregate(TimeSpan.Zero, (sum, id) => sum + CpuTimeOf(id));
    }

    /// <summary>A fresh database, empty or like <paramref name="template"/>; returns its connection string.</summary>
    public async Task<string> CreateDatabaseAsync(string template = "template1")
    {
        var name = $"omo_{Interlocked.Increment(ref databases)}";
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"create database {name} template {template}", connection);
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    /// <summary>As after a failover in which this one became the standby; or that it may be written to again. All its connections are
    /// closed.</summary>
    public async Task MakeReadOnlyAsync(string database, bool readOnly)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            $"""
            alter database {database} set default_transaction_read_only = {(readOnly ? "on" : "off")};
            select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database}'
            """,
            connection
        );
        await command.ExecuteNonQueryAsync();
    }

    public string ConnectionString(string database) => $"Host=127.0.0.1;Port={Port};Username=omo;Database={database}";

    /// <summary>Starts it again after <see cref="StopAsync"/> or <see cref="KillAsync"/>, on the same port and data; returns when it
    /// answers.</summary>
    public async Task RestartAsync()
    {
        for (var tries = 1; ; tries++)
        {
            var start = Command(
                Find("postgres"),
                [
                    "-D",
                    Path.Combine(folder, "data"),
                    "-p",
                    $"{Port}",
                    "-h",
                    "127.0.0.1",
                    "-k",
                    folder,
                    "-c",
                    "max_connections=150",
                    "-c",
                    "shared_buffers=256MB",
                    "-c",
                    "max_wal_size=2GB",
                    "-c",
                    "logging_collector=off",
                ],
                asPostgres: true
            );
            FakeTime.Shift(start, Find("postgres"), ahead);
            postmaster = Process.Start(start) ?? throw new InvalidOperationException("postgres did not start");
            // Read, or it would stop at a full pipe.
            _ = ReadLogAsync(postmaster.StandardError);
            _ = postmaster.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            if (await AnswersAsync(postmaster))
                return;
            // After a kill the orphans of the old one may still hold the data for a moment.
            if (tries == 20)
                throw new InvalidOperationException("postgres did not come up");
        }
    }

    /// <summary>Stops it at once but in order: open transactions are undone, connections are closed.</summary>
    public async Task StopAsync()
    {
        if (postmaster is not { HasExited: false } running)
            return;
        Signal(running.Id, 2);
        await running.WaitForExitAsync();
    }

    /// <summary>SIGKILL to the postmaster and all its children, as a loss of power would.</summary>
    public async Task KillAsync()
    {
        if (postmaster is not { HasExited: false } running)
            return;
        var children = ChildrenOf(running.Id);
        Signal(running.Id, 9);
        foreach (var child in children)
            Signal(child, 9);
        await running.WaitForExitAsync();
    }

    public ValueTask DisposeAsync()
    {
        Destroy();
        return ValueTask.CompletedTask;
    }

    /// <summary>Hears by its standard input when this process is no more, however it ended, and clears up after it.</summary>
    private static Process Watch(string folder)
    {
        var start = Command(
            "sh",
            ["-c", "cat >/dev/null; kill -9 $(head -n 1 \"$0/data/postmaster.pid\") 2>/dev/null; rm -rf \"$0\"", folder],
            asPostgres: false
        );
        start.RedirectStandardInput = true;
        return Process.Start(start) ?? throw new InvalidOperationException("sh did not start");
    }

    private static bool IsRoot => Environment.IsPrivilegedProcess;

    private void Destroy()
    {
        if (postmaster is { HasExited: false } running)
        {
            var children = ChildrenOf(running.Id);
            Signal(running.Id, 9);
            foreach (var child in children)
                Signal(child, 9);
            running.WaitForExit(5_000);
        }
        watchdog?.Kill();
        watchdog?.Dispose();
        watchdog = null;
        postmaster?.Dispose();
        postmaster = null;
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // An orphan was still writing; the folder is a temporary one.
        }
    }
}

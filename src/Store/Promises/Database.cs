using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Store.Condition;

namespace OmoBroadcast.Store.Promises;

/// <summary>
/// The database of the promises: SQLite in the data folder, or PostgreSQL. What is transient (a lost connection, a deadlock, a busy file) is
/// repeated here, whole transactions at a time and a bounded number of times; then it is a <see cref="DatabaseAwayException"/>.
/// </summary>
public sealed class Database(StoreOptions options, TimeProvider time, ILogger<Database> logger) : IAsyncDisposable
{
    private const int Tries = 4;
    private static readonly TimeSpan LongestTrying = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AwakeWithin = TimeSpan.FromMilliseconds(900);

    private const int Room = 256 * 1024;

    /// <summary>A difference of less is none: asking takes time too.</summary>
    private static readonly TimeSpan Asking = TimeSpan.FromMilliseconds(250);

    private volatile bool migrated;
    private long ahead;
    private volatile Refusal? refused;

    // Nodes seldom meet on one row, and the table stays small however often they are started anew.
    private readonly long place = RandomNumberGenerator.GetInt32(64);

    internal Engine Engine { get; } = options.Database.Length == 0 ? new SqliteEngine(File(options)) : new PostgresEngine(options.Database);

    public DatabaseKind Kind => Engine.Kind;

    /// <summary>The time by the database's clock, as far as it was last asked (<see cref="SetClockAsync"/>): the one clock by which nodes judge what others wrote.</summary>
    public DateTimeOffset Now => time.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref ahead));

    /// <summary>Where it is, for the clock, which keeps its tables in the same database. The connection string holds the password: never to be logged.</summary>
    public static (DatabaseKind Kind, string ConnectionString) Locate(StoreOptions options) => options.Database.Length == 0
        ? (DatabaseKind.Sqlite, SqliteEngine.ConnectionTo(File(options)))
        : (DatabaseKind.Postgres, options.Database);

    /// <summary>A pooled connection, for reading.</summary>
    public Task<DbConnection> OpenAsync(CancellationToken cancellation) => Engine.OpenAsync(cancellation);

    /// <summary>Whether the schema is up to date and the database answers within a second. Never throws but for cancellation.</summary>
    public async Task<bool> IsAwakeAsync(CancellationToken cancellation)
    {
        if (!migrated) return false;
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bounded.CancelAfter(AwakeWithin);
        try
        {
            var asked = AskAsync(bounded.Token);
            // A connection that hangs in the operating system does not hear the token.
            await asked.WaitAsync(AwakeWithin, time, cancellation);
            return true;
        }
        catch (Exception away) when (away is DbException or TimeoutException or OperationCanceledException or IOException)
        {
            cancellation.ThrowIfCancellationRequested();
            return false;
        }
    }

    /// <summary>Writes a row, as any work does, and says why that cannot be done; null when it can. Never throws but for cancellation.</summary>
    public async Task<FaultReason?> LookAsync(TimeSpan patience, CancellationToken cancellation)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bounded.CancelAfter(patience);
        try
        {
            // A connection that hangs in the operating system does not hear the token.
            await ProbeAsync(bounded.Token).WaitAsync(patience, TimeProvider.System, cancellation);
            if (refused is not { } lately) return null;
            // A full disk may still have room for the little that a look writes: what was refused counts until as much as a body has found room.
            await Engine.FindRoomAsync(RandomNumberGenerator.GetBytes(Room), bounded.Token).WaitAsync(patience, TimeProvider.System, cancellation);
            if (!ReferenceEquals(refused, lately)) return lately.Reason;
            refused = null;
            return null;
        }
        catch (Exception wrong) when (!cancellation.IsCancellationRequested)
        {
            return wrong is IOException && refused is { } lately ? lately.Reason : DatabaseFault.Of(wrong);
        }
    }

    /// <summary>Throws what the database throws.</summary>
    public Task<Replication> ReplicationAsync(CancellationToken cancellation) => Engine.ReplicationAsync(cancellation);

    /// <summary>Brings the schema up to date. Throws what the database throws.</summary>
    public async Task MigrateAsync(CancellationToken cancellation)
    {
        await Engine.MigrateAsync(new MigrationLog(logger), cancellation);
        await AskClockAsync(cancellation);
        migrated = true;
    }

    /// <summary>Asks what time it is there. SQLite lives by this machine's clock. Throws what the database throws when it is away.</summary>
    public Task SetClockAsync(CancellationToken cancellation) => RepeatAsync(async () =>
    {
        await AskClockAsync(cancellation);
        return true;
    }, cancellation);

    public ValueTask DisposeAsync() => Engine.DisposeAsync();

    /// <summary>Whether it is the data that the database will not have, and never will; any other failure is its own state.</summary>
    public bool IsDataFault(Exception exception) => Engine.IsDataFault(exception);

    internal bool IsTransient(Exception exception) => Engine.IsTransient(exception);

    internal Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken cancellation) =>
        RepeatAsync(async () =>
        {
            await using var connection = await Engine.OpenAsync(cancellation);
            return await read(connection);
        }, cancellation);

    internal Task<List<T>> QueryAsync<T>(
        string sql, Func<DbDataReader, T> read, CancellationToken cancellation, params (string Name, object? Value)[] parameters) =>
        ReadAsync(async connection =>
        {
            await using var command = connection.Command(sql, parameters);
            return await command.ListAsync(read, cancellation);
        }, cancellation);

    internal Task<int> ExecuteAsync(string sql, CancellationToken cancellation, params (string Name, object? Value)[] parameters) =>
        WriteAsync(writing => writing.ExecuteAsync(sql, parameters), cancellation);

    /// <summary>One transaction, committed before this returns.</summary>
    internal Task<T> WriteAsync<T>(Func<Writing, Task<T>> work, CancellationToken cancellation)
    {
        var doubtful = false;
        return RepeatAsync(async () =>
        {
            await using var unit = await Engine.BeginAsync(cancellation);
            var result = await work(new(unit.Connection, unit.Transaction, doubtful, cancellation));
            cancellation.ThrowIfCancellationRequested();
            // From here on a lost answer leaves it open whether it was done.
            doubtful = true;
            await unit.CommitAsync();
            return result;
        }, cancellation);
    }

    private async Task<T> RepeatAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        if (!migrated) throw new DatabaseAwayException("The database's schema is not ready yet.");
        var begun = time.GetTimestamp();
        for (var tried = 1; ; tried++)
        {
            try
            {
                return await work();
            }
            catch (Exception failure) when (!cancellation.IsCancellationRequested && Engine.IsTransient(failure))
            {
                if (DatabaseFault.Of(failure) is var lack and (FaultReason.DiskFull or FaultReason.DiskError)) refused = new(lack);
                if (tried >= Tries || time.GetElapsedTime(begun) > LongestTrying)
                    throw new DatabaseAwayException("The database is away or too busy.", failure);
                logger.LogDebug(failure, "Transaction is tried again, {Tried} of {Tries}", tried + 1, Tries);
            }
            await Task.Delay(TimeSpan.FromMilliseconds((20 << tried) + RandomNumberGenerator.GetInt32(20)), time, cancellation);
        }
    }

    private sealed record Refusal(FaultReason Reason);

    private async Task AskClockAsync(CancellationToken cancellation)
    {
        if (Kind == DatabaseKind.Sqlite) return;
        await using var connection = await Engine.OpenAsync(cancellation);
        await using var command = connection.Command($"select {Engine.Clock}");
        var before = time.GetUtcNow();
        var there = DateTimeOffset.FromUnixTimeMilliseconds((long)(await command.ExecuteScalarAsync(cancellation))!);
        var after = time.GetUtcNow();
        // Somewhere between the question and the answer: the difference is only what cannot be explained by that.
        var least = there - after;
        var most = there - before;
        var known = TimeSpan.FromTicks(Interlocked.Read(ref ahead));
        if (known >= least - Asking && known <= most + Asking) return;
        Interlocked.Exchange(ref ahead, ((least + most) / 2).Ticks);
        if (logger.IsEnabled(LogLevel.Warning)) logger.LogWarning("The database's clock differs from this machine's by {Difference}; the database's counts", (least + most) / 2);
    }

    private static string File(StoreOptions options) => Path.Combine(Path.GetFullPath(options.DataDir), "promises.db");

    private async Task ProbeAsync(CancellationToken cancellation)
    {
        if (!migrated)
        {
            // Why it is not, a connection tells.
            await using (await Engine.OpenAsync(cancellation)) throw new DatabaseAwayException("The database's schema is not ready yet.");
        }

        await using var unit = await Engine.BeginAsync(cancellation);
        await new Writing(unit.Connection, unit.Transaction, false, cancellation).ExecuteAsync(
            "insert into probes (place, at) values (@place, @at) on conflict (place) do update set at = excluded.at", ("place", place), ("at", time.GetUtcNow()));
        await unit.CommitAsync();
        await AskClockAsync(cancellation);
    }

    private async Task AskAsync(CancellationToken cancellation)
    {
        if (Kind == DatabaseKind.Postgres)
        {
            await AskClockAsync(cancellation);
            return;
        }

        await using var connection = await Engine.OpenAsync(cancellation);
        await using var command = connection.Command("select 1");
        await command.ExecuteScalarAsync(cancellation);
    }
}

using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Storage.Condition;
using OmoBroadcast.Storage.Settings;

namespace OmoBroadcast.Storage.Sql;

/// <summary>
/// The database of the promises: SQLite in the data folder, or PostgreSQL. What is transient (a lost connection, a deadlock, a busy file)
/// is repeated here, whole transactions at a time and a bounded number of times; then it is a <see cref="DatabaseAwayException"/>.
/// </summary>
public sealed partial class Database(StorageOptions options, TimeProvider time, ILogger<Database> logger) : IAsyncDisposable
{
    private const int Tries = 4;
    private static readonly TimeSpan LongestTrying = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AwakeWithin = TimeSpan.FromMilliseconds(900);

    private const int Room = 256 * 1024;

    private volatile bool migrated;
    private readonly DatabaseClock clock = new(time, logger);
    private volatile Refusal? refused;

    // Nodes seldom meet on one row, and the table stays small however often they are started anew.
    private readonly long place = RandomNumberGenerator.GetInt32(64);

    internal Engine Engine { get; } = options.Database.Length == 0 ? new SqliteEngine(File(options)) : new PostgresEngine(options.Database);

    public DatabaseKind Kind => Engine.Kind;

    internal TimeProvider Time => time;

    /// <summary>The time by the database's clock, as far as it was last asked (<see cref="SetClockAsync"/>): the one clock by which nodes
    /// judge what others wrote.</summary>
    public DateTimeOffset Now => clock.Now;

    /// <summary>Where it is, for the clock, which keeps its tables in the same database. The connection string holds the password: never to
    /// be logged.</summary>
    public static (DatabaseKind Kind, string ConnectionString) Locate(StorageOptions options) =>
        options.Database.Length == 0
            ? (DatabaseKind.Sqlite, SqliteEngine.ConnectionTo(File(options)))
            : (DatabaseKind.Postgres, options.Database);

    /// <summary>A pooled connection, for reading.</summary>
    public Task<DbConnection> OpenAsync(CancellationToken cancellationToken) => Engine.OpenAsync(cancellationToken);

    /// <summary>Whether the schema is up to date and the database answers within a second. Never throws but for cancellation.</summary>
    public async Task<bool> IsAwakeAsync(CancellationToken cancellationToken)
    {
        if (!migrated)
            return false;
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(AwakeWithin);
        try
        {
            var asked = AskAsync(bounded.Token);
            // A connection that hangs in the operating system does not hear the token.
            await asked.WaitAsync(AwakeWithin, time, cancellationToken);
            return true;
        }
        catch (Exception away) when (away is DbException or TimeoutException or OperationCanceledException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    /// <summary>Writes a row, as any work does, and says why that cannot be done; null when it can. Never throws but for
    /// cancellation.</summary>
    public async Task<FaultReason?> LookAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(patience);
        try
        {
            // A connection that hangs in the operating system does not hear the token.
            await DatabaseFault
                .AgainIfCutAsync(() => ProbeAsync(bounded.Token))
                .WaitAsync(patience, TimeProvider.System, cancellationToken);
            if (refused is not { } lately)
                return null;
            // A full disk may still have room for the little that a look writes: what was refused counts until as much as a body has found
            // room.
            await Engine
                .FindRoomAsync(RandomNumberGenerator.GetBytes(Room), bounded.Token)
                .WaitAsync(patience, TimeProvider.System, cancellationToken);
            if (!ReferenceEquals(refused, lately))
                return lately.Reason;
            refused = null;
            return null;
        }
        catch (Exception wrong) when (!cancellationToken.IsCancellationRequested)
        {
            return wrong is IOException && refused is { } lately ? lately.Reason : DatabaseFault.Of(wrong);
        }
    }

    /// <summary>Throws what the database throws.</summary>
    public Task<Replication> ReplicationAsync(CancellationToken cancellationToken) => Engine.ReplicationAsync(cancellationToken);

    /// <summary>Brings the schema up to date. Throws what the database throws.</summary>
    /// <param name="alone">No other process can be at this database: what a former one held is free at once.</param>
    public async Task MigrateAsync(CancellationToken cancellationToken, bool alone = false)
    {
        await Engine.MigrateAsync(new MigrationLog(logger), cancellationToken);
        if (alone)
            await FormerLeases.EndAsync(Engine, logger, cancellationToken);
        await AskClockAsync(cancellationToken);
        migrated = true;
    }

    /// <summary>Asks what time it is there. SQLite lives by this machine's clock. Throws what the database throws when it is
    /// away.</summary>
    public Task SetClockAsync(CancellationToken cancellationToken) =>
        RepeatAsync(
            async () =>
            {
                await AskClockAsync(cancellationToken);
                return true;
            },
            cancellationToken
        );

    public ValueTask DisposeAsync() => Engine.DisposeAsync();

    /// <summary>Whether it is the data that the database will not have, and never will; any other failure is its own state.</summary>
    public bool IsDataFault(Exception exception) => Engine.IsDataFault(exception);

    internal bool IsTransient(Exception exception) => Engine.IsTransient(exception);

    internal Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken cancellationToken) =>
        RepeatAsync(
            async () =>
            {
                await using var connection = await Engine.OpenAsync(cancellationToken);
                return await read(connection);
            },
            cancellationToken
        );

    internal Task<List<T>> QueryAsync<T>(
        string sql,
        Func<Row, T> read,
        CancellationToken cancellationToken,
        params (string Name, object? Value)[] parameters
    ) =>
        ReadAsync(
            async connection =>
            {
                await using var command = connection.Command(sql, parameters);
                return await command.ListAsync(read, cancellationToken);
            },
            cancellationToken
        );

    internal Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters) =>
        WriteOneAsync(writing => writing.ExecuteAsync(sql, parameters), cancellationToken);

    /// <summary>One transaction, committed before this returns.</summary>
    internal Task<T> WriteAsync<T>(Func<SqlTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        var doubtful = false;
        return RepeatAsync(
            async () =>
            {
                await using var unit = await Engine.BeginAsync(cancellationToken);
                var result = await work(new(unit.Connection, unit.Transaction, doubtful, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
                // From here on a lost answer leaves it open whether it was done.
                doubtful = true;
                await unit.CommitAsync();
                return result;
            },
            cancellationToken
        );
    }

    /// <summary>
    /// One transaction that is done once. Where the answer to the COMMIT of an earlier try was lost, nobody knows whether that try was
    /// done. So <paramref name="done"/> looks first for what it left behind, as a rule a mark of this call (<see cref="NewMark"/>).
    /// </summary>
    /// <param name="done">The answer of an earlier try, if there is one: no row, and it was not done.</param>
    internal Task<T> WriteOnceAsync<T>(
        Func<SqlTransaction, Task<List<T>>> done,
        Func<SqlTransaction, Task<T>> work,
        CancellationToken cancellationToken
    ) =>
        WriteAsync(
            async writing =>
            {
                if (writing.Doubtful && await done(writing) is [var before, ..])
                    return before;
                var answer = await work(writing);
                // The earlier try may have been committed only while this one waited for its rows.
                return writing.Doubtful && await done(writing) is [var meanwhile, ..] ? meanwhile : answer;
            },
            cancellationToken
        );

    /// <summary>A mark that no other call makes.</summary>
    /// <param name="owner">The node, for the eyes of an operator.</param>
    internal static string NewMark(string? owner = null) => owner is null ? $"{Guid.NewGuid():N}" : $"{owner}/{Guid.NewGuid():N}";

    /// <summary>A transaction of one statement. Once it is on its way it cannot be called off any more, and a lost answer leaves it open
    /// whether it was done.</summary>
    internal Task<T> WriteOneAsync<T>(Func<SqlTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        var doubtful = false;
        return RepeatAsync(
            async () =>
            {
                await using var unit = await Engine.BeginOneAsync(cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
                var writing = new SqlTransaction(unit.Connection, unit.Transaction, doubtful, CancellationToken.None);
                doubtful = true;
                var result = await work(writing);
                await unit.CommitAsync();
                return result;
            },
            cancellationToken
        );
    }

    private async Task<T> RepeatAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        if (!migrated)
            throw new DatabaseAwayException("The database's schema is not ready yet.");
        var begun = time.GetTimestamp();
        for (var tried = 1; ; tried++)
        {
            try
            {
                return await work();
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested && Engine.IsTransient(failure))
            {
                if (DatabaseFault.Of(failure) is var lack and (FaultReason.DiskFull or FaultReason.DiskError))
                    refused = new(lack);
                if (tried >= Tries || time.GetElapsedTime(begun) > LongestTrying)
                    throw new DatabaseAwayException("The database is away or too busy.", failure);
                LogAgain(failure, tried + 1, Tries);
            }
            await Task.Delay(TimeSpan.FromMilliseconds((20 << tried) + RandomNumberGenerator.GetInt32(20)), time, cancellationToken);
        }
    }

    private sealed record Refusal(FaultReason Reason);

    private async Task AskClockAsync(CancellationToken cancellationToken)
    {
        if (Kind == DatabaseKind.Sqlite)
            return;
        await using var connection = await Engine.OpenAsync(cancellationToken);
        await using var command = connection.Command($"select {Engine.Clock}");
        var before = time.GetTimestamp();
        var there = DateTimeOffset.FromUnixTimeMilliseconds((long)(await command.ExecuteScalarAsync(cancellationToken))!);
        clock.Set(there, before);
    }

    internal static string File(StorageOptions options) => Path.Combine(Path.GetFullPath(options.DataDir), "promises.db");

    private async Task ProbeAsync(CancellationToken cancellationToken)
    {
        if (!migrated)
        {
            // Why it is not, a connection tells.
            await using (await Engine.OpenAsync(cancellationToken))
                throw new DatabaseAwayException("The database's schema is not ready yet.");
        }

        await using var unit = await Engine.BeginAsync(cancellationToken);
        await new SqlTransaction(unit.Connection, unit.Transaction, false, cancellationToken).ExecuteAsync(
            "insert into probes (place, at) values (@place, @at) on conflict (place) do update set at = excluded.at",
            ("place", place),
            ("at", time.GetUtcNow())
        );
        await unit.CommitAsync();
        await AskClockAsync(cancellationToken);
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        if (Kind == DatabaseKind.Postgres)
        {
            await AskClockAsync(cancellationToken);
            return;
        }

        await using var connection = await Engine.OpenAsync(cancellationToken);
        await using var command = connection.Command("select 1");
        await command.ExecuteScalarAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Debug, "Transaction is tried again, {Tried} of {Tries}")]
    private partial void LogAgain(Exception failure, int tried, int tries);
}

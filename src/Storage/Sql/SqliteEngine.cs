using System.Data;
using System.Data.Common;
using System.Text.Json;
using DbUp;
using DbUp.Engine.Output;
using Microsoft.Data.Sqlite;

namespace OmoBroadcast.Storage.Sql;

/// <summary>
/// One file, one process. Writers wait for one another at a gate in the process, which is cheaper and fairer than waiting at the file's
/// lock; readers run beside them (WAL). Every commit is on the disk before it is answered.
/// </summary>
internal sealed partial class SqliteEngine : Engine
{
    private const string Manners =
        "pragma busy_timeout = 5000; pragma synchronous = full; pragma temp_store = memory; pragma cache_size = -16000; "
        + "pragma wal_autocheckpoint = 4000; pragma journal_size_limit = 67108864";

    private readonly SemaphoreSlim gate = new(1, 1);
    private SqliteConnection? writer;
    private int disposed;

    public SqliteEngine(string file)
    {
        File = file;
        ConnectionString = ConnectionTo(file);
    }

    public static string ConnectionTo(string file) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = file,
            DefaultTimeout = 10,
            Pooling = true,
        }.ToString();

    public string File { get; }

    public override DatabaseKind Kind => DatabaseKind.Sqlite;

    public override string ConnectionString { get; }

    public override string Clock => "cast(unixepoch('subsec') * 1000 as integer)";

    public override string Mark => "(select n from change_count)";

    public override string SkipLocked => "";

    public override string Rows(string condition) => $"id in (select id from queue where {condition})";

    public override string Among(string column, string parameter) => $"{column} in (select value from json_each({parameter}))";

    public override string Lock => "";

    public override string Table(string parameter, string alias, params (string Name, string Type)[] columns)
    {
        var parts = columns.Select(column =>
            column.Type == "uuid"
                ? $"unhex(json_extract(value, '$.{column.Name}')) as {column.Name}"
                : $"json_extract(value, '$.{column.Name}') as {column.Name}"
        );
        return $"(select {string.Join(", ", parts)} from json_each({parameter})) as {alias}";
    }

    public override string AmongIds(string column, string parameter) => $"{column} in (select unhex(value) from json_each({parameter}))";

    public override object List(IEnumerable<long> values) => JsonSerializer.Serialize(values, RowJson.Default.IEnumerableInt64);

    public override object List(IEnumerable<string> values) => JsonSerializer.Serialize(values, RowJson.Default.IEnumerableString);

    public override object List(IEnumerable<Guid> values) => List(values.Select(id => id.ToString("N")));

    public override object Key(Guid id) => id.ToByteArray(bigEndian: true);

    public override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var manners = connection.Command(Manners);
            await manners.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public override async Task<Unit> BeginAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            writer ??= (SqliteConnection)await OpenAsync(cancellationToken);
            return new Turn(this, writer, writer.BeginTransaction(IsolationLevel.Serializable, deferred: false));
        }
        catch
        {
            gate.Release();
            throw;
        }
    }

    public override async Task FindRoomAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        await using var beside = new FileStream(
            File + "-room",
            FileMode.Create,
            FileAccess.Write,
            FileShare.None,
            bufferSize: 0,
            FileOptions.DeleteOnClose
        );
        await beside.WriteAsync(bytes, cancellationToken);
        beside.Flush(flushToDisk: true);
    }

    /// <summary>Busy and locked: only the clock, which writes to the same file beside the gate, can cause them. And a disk that is full or
    /// fails.</summary>
    public override bool IsTransient(Exception exception) => exception is SqliteException { SqliteErrorCode: 5 or 6 or 10 or 13 };

    public override bool IsDuplicate(Exception exception) => exception is SqliteException { SqliteErrorCode: 19 };

    /// <summary>Too big, a broken constraint, a wrong type, out of range.</summary>
    public override bool IsDataFault(Exception exception) => exception is SqliteException { SqliteErrorCode: 18 or 19 or 20 or 25 };

    public override async Task MigrateAsync(IUpgradeLog log, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        await using (var connection = await OpenAsync(cancellationToken))
        await using (var wal = connection.Command("pragma journal_mode = wal"))
            await wal.ExecuteScalarAsync(cancellationToken);
        await Task.Run(() => Migrations.Run(DeployChanges.To.SqliteDatabase(ConnectionString), Kind, log), cancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
            return;
        await gate.WaitAsync();
        DisposeStatements();
        if (writer is not null)
            await writer.DisposeAsync();
        using var any = new SqliteConnection(ConnectionString);
        SqliteConnection.ClearPool(any);
        gate.Dispose();
    }

    private sealed class Turn(SqliteEngine engine, SqliteConnection connection, SqliteTransaction transaction) : Unit
    {
        public override DbConnection Connection => connection;

        public override DbTransaction Transaction => transaction;

        public override Task CommitAsync() => transaction.CommitAsync();

        public override async ValueTask DisposeAsync()
        {
            try
            {
                await transaction.DisposeAsync();
            }
            finally
            {
                engine.gate.Release();
            }
        }
    }
}

using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace OmoBroadcast.Storage.Sql;

/// <summary>
/// One prepared statement bound by position. For statements run a hundred thousand times in a transaction, where looking parameters up by
/// name costs more than the statement.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;
    private byte[] utf8 = new byte[1024];

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        database = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(database, sql, out statement), database);
    }

    public SqliteStatement Bind(int position, long value)
    {
        Check(raw.sqlite3_bind_int64(statement, position, value));
        return this;
    }

    public SqliteStatement Bind(int position, long? value) => value is { } some ? Bind(position, some) : BindNull(position);

    public SqliteStatement Bind(int position, Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        Check(raw.sqlite3_bind_blob(statement, position, bytes));
        return this;
    }

    public SqliteStatement Bind(int position, Guid? value) => value is { } some ? Bind(position, some) : BindNull(position);

    public SqliteStatement Bind(int position, string? value)
    {
        if (value is null)
            return BindNull(position);
        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (utf8.Length < most)
            utf8 = new byte[most];
        Check(raw.sqlite3_bind_text(statement, position, utf8.AsSpan(0, Encoding.UTF8.GetBytes(value, utf8))));
        return this;
    }

    /// <summary>Runs it once and says how many rows changed.</summary>
    public int Run()
    {
        var result = raw.sqlite3_step(statement);
        raw.sqlite3_reset(statement);
        if (result != raw.SQLITE_DONE)
            SqliteException.ThrowExceptionForRC(result, database);
        return raw.sqlite3_changes(database);
    }

    /// <summary>Runs it once for at most one row of numbers. False: there was none.</summary>
    public bool Run(Span<long> row)
    {
        var found = raw.sqlite3_step(statement);
        for (var column = 0; found == raw.SQLITE_ROW && column < row.Length; column++)
            row[column] = raw.sqlite3_column_int64(statement, column);
        var result = found == raw.SQLITE_ROW ? raw.sqlite3_step(statement) : found;
        raw.sqlite3_reset(statement);
        if (result != raw.SQLITE_DONE)
            SqliteException.ThrowExceptionForRC(result, database);
        return found == raw.SQLITE_ROW;
    }

    public void Dispose() => statement.Dispose();

    private SqliteStatement BindNull(int position)
    {
        Check(raw.sqlite3_bind_null(statement, position));
        return this;
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
            SqliteException.ThrowExceptionForRC(result, database);
    }
}

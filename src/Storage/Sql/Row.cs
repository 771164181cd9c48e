using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace OmoBroadcast.Storage.Sql;

/// <summary>
/// The row that a reader stands on, by the names of its columns: in small letters, to which PostgreSQL folds all others and which SQLite
/// keeps as they are. Both drivers look names up in a table that they make once for each result. A column that the query does not have, or
/// that is null where it may not be, throws.
/// </summary>
internal readonly struct Row(DbDataReader reader)
{
    public string Text(string column) => reader.GetString(reader.GetOrdinal(column));

    public string? TextOrNull(string column) => Filled(column) is { } at ? reader.GetString(at) : null;

    public int Number(string column) => reader.GetInt32(reader.GetOrdinal(column));

    public int? NumberOrNull(string column) => Filled(column) is { } at ? reader.GetInt32(at) : null;

    public long Long(string column) => reader.GetInt64(reader.GetOrdinal(column));

    public long? LongOrNull(string column) => Filled(column) is { } at ? reader.GetInt64(at) : null;

    /// <summary>A number in both databases.</summary>
    public bool Flag(string column) => Number(column) != 0;

    /// <summary>Unix milliseconds in both databases.</summary>
    public DateTimeOffset Time(string column) => DateTimeOffset.FromUnixTimeMilliseconds(Long(column));

    public DateTimeOffset? TimeOrNull(string column) => LongOrNull(column) is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;

    public byte[] Bytes(string column) => reader.GetFieldValue<byte[]>(reader.GetOrdinal(column));

    public Guid Id(string column) => Id(reader.GetOrdinal(column));

    public Guid? IdOrNull(string column) => Filled(column) is { } at ? Id(at) : null;

    private int? Filled(string column)
    {
        var at = reader.GetOrdinal(column);
        return reader.IsDBNull(at) ? null : at;
    }

    // As Engine.Key writes them: SQLite has no type for ids.
    private Guid Id(int at) => reader is SqliteDataReader ? new(reader.GetFieldValue<byte[]>(at), bigEndian: true) : reader.GetGuid(at);
}

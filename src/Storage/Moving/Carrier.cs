using System.Data.Common;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Storage.Moving;

/// <summary>What carrying whole tables needs to know of a database.</summary>
internal abstract class Carrier
{
    /// <summary>Of each database's own, and of the clock, which puts itself together from the ledger.</summary>
    private static readonly HashSet<string> NotOurs = new(StringComparer.OrdinalIgnoreCase) { "schemaversions", "change_count", "probes" };

    public static Carrier Of(Database database) =>
        database.Engine switch
        {
            PostgresEngine postgres => new PostgresCarrier(postgres.ConnectionString),
            SqliteEngine sqlite => new SqliteCarrier(sqlite),
            _ => throw new NotSupportedException(database.Kind.ToString()),
        };

    /// <summary>Which database it is, without anything that is secret.</summary>
    public abstract string Where { get; }

    /// <summary>A connection of its own, which nothing takes back however long it takes.</summary>
    public abstract Task<DbConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Of the tables that are carried.</summary>
    public async Task<IReadOnlyList<string>> TablesAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(TablesSql);
        var all = await command.ListAsync(row => row.Text("name"), cancellationToken);
        return [.. all.Where(table => !NotOurs.Contains(table) && !IsOthers(table)).Order(StringComparer.Ordinal)];
    }

    /// <summary>Reads the rows of a query into a table. Returns how many.</summary>
    public abstract Task<long> TakeInAsync(Load load, DbDataReader rows, CancellationToken cancellationToken);

    /// <summary>What is numbered goes on behind the greatest number there is.</summary>
    public virtual Task RenumberAsync(DbConnection connection, string table, CancellationToken cancellationToken) => Task.CompletedTask;

    protected abstract string TablesSql { get; }

    private static bool IsOthers(string table) =>
        table.StartsWith("qrtz_", StringComparison.OrdinalIgnoreCase) || table.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Into what rows are read.</summary>
internal sealed record Load(DbConnection Connection, string Table, IReadOnlyList<Column> Columns)
{
    public string Names => string.Join(", ", Columns.Select(column => column.Name));
}

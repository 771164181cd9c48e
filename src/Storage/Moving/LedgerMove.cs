using System.Data.Common;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Storage.Moving;

/// <summary>
/// Carries a whole ledger from one database into one of the other kind, in one transaction: all of it or nothing. Nobody else may use
/// either of them meanwhile. Throws what the databases throw.
/// </summary>
public sealed class LedgerMove(Database from, Database to)
{
    /// <summary>Which Redis the journal knows differs as soon as there is another.</summary>
    private const string Places = "journal_places";

    private readonly Carrier source = Carrier.Of(from),
        target = Carrier.Of(to);

    /// <summary>Where it comes from, without anything that is secret.</summary>
    public string Source => source.Where;

    /// <summary>Where it is to go, without anything that is secret.</summary>
    public string Target => target.Where;

    /// <summary>The tables that hold something already where it is to go.</summary>
    public async Task<IReadOnlyList<string>> FilledAsync(CancellationToken cancellationToken)
    {
        await using var connection = await target.OpenAsync(cancellationToken);
        var filled = new List<string>();
        foreach (var table in await target.TablesAsync(connection, cancellationToken))
        {
            await using var any = connection.Command($"select 1 as one from {table} limit 1");
            if ((await any.ListAsync(_ => true, cancellationToken)).Count > 0)
                filled.Add(table);
        }

        return filled;
    }

    /// <summary>Whether everything is there already, by the number of rows and the sums of their columns.</summary>
    public async Task<bool> IsThereAsync(CancellationToken cancellationToken)
    {
        await using var both = await OpenAsync(cancellationToken);
        foreach (var (table, columns) in await TablesAsync(both, cancellationToken))
            if (table != Places && await DifferenceAsync(both, table, columns, cancellationToken) is not null)
                return false;
        return true;
    }

    /// <summary>Carries and checks it. Returns how many rows of each table.</summary>
    /// <param name="beforeCommit">From here on the other is the one that counts.</param>
    /// <exception cref="InvalidDataException">Something did not arrive as it was; nothing is there then.</exception>
    public async Task<IReadOnlyList<(string Table, long Rows)>> CopyAsync(Action beforeCommit, CancellationToken cancellationToken)
    {
        await using var both = await OpenAsync(cancellationToken);
        await using var writing = await both.There.BeginTransactionAsync(cancellationToken);
        var copied = new List<(string, long)>();
        foreach (var (table, columns) in await TablesAsync(both, cancellationToken))
        {
            Column[] carried = [.. columns.Where(column => column.IsCarried)];
            await using (var all = both.Here.Command($"select {string.Join(", ", carried.Select(column => column.Read))} from {table}"))
            await using (var rows = await all.ExecuteReaderAsync(cancellationToken))
                copied.Add((table, await target.TakeInAsync(new(both.There, table, carried), rows, cancellationToken)));
            await target.RenumberAsync(both.There, table, cancellationToken);
            if (await DifferenceAsync(both, table, columns, cancellationToken) is { } difference)
                throw new InvalidDataException(difference);
        }

        beforeCommit();
        await writing.CommitAsync(cancellationToken);
        return copied;
    }

    private async Task<Pair> OpenAsync(CancellationToken cancellationToken)
    {
        if (from.Kind == to.Kind)
            throw new InvalidOperationException("Omo:Database: it can only be moved between SQLite and PostgreSQL");
        return new(await source.OpenAsync(cancellationToken), await target.OpenAsync(cancellationToken));
    }

    private async Task<IReadOnlyList<(string Table, IReadOnlyList<Column> Columns)>> TablesAsync(
        Pair both,
        CancellationToken cancellationToken
    )
    {
        var (here, there) = (
            await source.TablesAsync(both.Here, cancellationToken),
            await target.TablesAsync(both.There, cancellationToken)
        );
        if (!here.SequenceEqual(there, StringComparer.Ordinal))
            throw new InvalidDataException($"Not in both databases: {string.Join(", ", here.Except(there).Union(there.Except(here)))}");
        var typed = from.Kind == DatabaseKind.Postgres ? both.Here : both.There;
        var tables = new List<(string, IReadOnlyList<Column>)>();
        foreach (var table in here)
            tables.Add((table, await PostgresCarrier.ColumnsAsync(typed, table, cancellationToken)));
        return tables;
    }

    /// <summary>Null: it is the same in both.</summary>
    private static async Task<string?> DifferenceAsync(
        Pair both,
        string table,
        IReadOnlyList<Column> columns,
        CancellationToken cancellationToken
    )
    {
        string[] sums = ["count(*)", .. columns.Select(column => column.Sum).OfType<string>()];
        var sql = $"select {string.Join(" || ' ' || ", sums.Select(sum => $"cast({sum} as text)"))} as sums from {table}";
        var (here, there) = (await SumsAsync(both.Here, sql, cancellationToken), await SumsAsync(both.There, sql, cancellationToken));
        return here == there ? null : $"{table}: rows and sums are {here} here and {there} there";
    }

    private static async Task<string> SumsAsync(DbConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(sql);
        return (await command.ListAsync(row => row.Text("sums"), cancellationToken))[0];
    }

    private sealed record Pair(DbConnection Here, DbConnection There) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Here.DisposeAsync();
            await There.DisposeAsync();
        }
    }
}

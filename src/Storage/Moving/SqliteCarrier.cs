using System.Data.Common;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Storage.Moving;

internal sealed class SqliteCarrier(SqliteEngine engine) : Carrier
{
    public override string Where => engine.File;

    protected override string TablesSql => "select name from sqlite_master where type = 'table'";

    public override Task<DbConnection> OpenAsync(CancellationToken cancellationToken) => engine.OpenAsync(cancellationToken);

    public override async Task<long> TakeInAsync(Load load, DbDataReader rows, CancellationToken cancellationToken)
    {
        var values = string.Join(", ", load.Columns.Select(column => $"@{column.Name}"));
        await using var insert = load.Connection.Command(
            $"insert into {load.Table} ({load.Names}) values ({values})",
            [.. load.Columns.Select(column => (column.Name, (object?)null))]
        );
        await insert.PrepareAsync(cancellationToken);
        var taken = 0L;
        for (; await rows.ReadAsync(cancellationToken); taken++)
        {
            for (var at = 0; at < load.Columns.Count; at++)
                insert.Parameters[at].Value = Column.ForSqlite(rows.GetValue(at));
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }

        return taken;
    }
}

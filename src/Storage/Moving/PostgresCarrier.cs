using System.Data.Common;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Storage.Moving;

internal sealed class PostgresCarrier(string connectionString) : Carrier
{
    public override string Where
    {
        get
        {
            var parts = new NpgsqlConnectionStringBuilder(connectionString);
            return string.Create(CultureInfo.InvariantCulture, $"{parts.Host}:{parts.Port}/{parts.Database}");
        }
    }

    protected override string TablesSql =>
        """
            select table_name::text as name from information_schema.tables
            where table_schema = current_schema() and table_type = 'BASE TABLE'
            """;

    public override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(PostgresEngine.MigrationSettings(connectionString).ToString());
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    public static async Task<IReadOnlyList<Column>> ColumnsAsync(DbConnection connection, string table, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            """
            select column_name::text as name, udt_name::text as type from information_schema.columns
            where table_schema = current_schema() and table_name = @table order by ordinal_position
            """,
            ("table", table)
        );
        return await command.ListAsync(row => new Column(table, row.Text("name"), row.Text("type")), cancellationToken);
    }

    public override async Task<long> TakeInAsync(Load load, DbDataReader rows, CancellationToken cancellationToken)
    {
        var types = load.Columns.Select(column => Type(column.Type)).ToArray();
        await using var copy = await ((NpgsqlConnection)load.Connection).BeginBinaryImportAsync(
            $"copy {load.Table} ({load.Names}) from stdin (format binary)",
            cancellationToken
        );
        copy.Timeout = TimeSpan.Zero;
        while (await rows.ReadAsync(cancellationToken))
        {
            await copy.StartRowAsync(cancellationToken);
            for (var at = 0; at < types.Length; at++)
            {
                if (await rows.IsDBNullAsync(at, cancellationToken))
                    await copy.WriteNullAsync(cancellationToken);
                else
                    await copy.WriteAsync(load.Columns[at].ForPostgres(rows.GetValue(at)), types[at], cancellationToken);
            }
        }

        return (long)await copy.CompleteAsync(cancellationToken);
    }

    public override async Task RenumberAsync(DbConnection connection, string table, CancellationToken cancellationToken)
    {
        await using var numbered = connection.Command(
            """
            select column_name::text as name from information_schema.columns
            where table_schema = current_schema() and table_name = @table and is_identity = 'YES'
            """,
            ("table", table)
        );
        foreach (var column in await numbered.ListAsync(row => row.Text("name"), cancellationToken))
        {
            await using var renumber = connection.Command(
                $"select setval(pg_get_serial_sequence('{table}', '{column}'), greatest(max({column}), 1), count(*) > 0) from {table}"
            );
            await renumber.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static NpgsqlDbType Type(string type) =>
        type switch
        {
            "int2" => NpgsqlDbType.Smallint,
            "int4" => NpgsqlDbType.Integer,
            "int8" => NpgsqlDbType.Bigint,
            "text" => NpgsqlDbType.Text,
            "uuid" => NpgsqlDbType.Uuid,
            "bytea" => NpgsqlDbType.Bytea,
            _ => throw new NotSupportedException($"A column of type {type}"),
        };
}

using System.Data.Common;
using Npgsql;

namespace OmoBroadcast.Storage.Sql;

/// <summary>
/// A PostgreSQL whose ledger has moved to a data folder: nobody starts with it any more, and whoever runs on it all the same can write
/// nothing there, so that it sends nothing. One function says so and refuses. Throws what the database throws.
/// </summary>
public sealed class ClosedServers(string connectionString)
{
    private const string Function = "moved_away";

    /// <summary>Where to its ledger was moved, or begun to be; null: nowhere.</summary>
    public async Task<string?> MovedToAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = connection.Command(
            $"select coalesce(obj_description(to_regproc('{Function}')::oid, 'pg_proc'), '') as moved"
        );
        var moved = (await command.ListAsync(row => row.Text("moved"), cancellationToken))[0];
        return moved.Length == 0 ? null : moved;
    }

    /// <summary>Throws <see cref="InvalidOperationException"/> when its ledger has moved.</summary>
    public async Task RefuseAsync(CancellationToken cancellationToken)
    {
        if (await MovedToAsync(cancellationToken) is { } to)
            throw new InvalidOperationException(
                $"Omo:Database: what was in it has moved to {to}. Started here as well, customers would get messages twice. If it is to be used here after all, and nowhere else, run there: drop function {Function} cascade"
            );
    }

    /// <summary>How many others of the same user are connected to it.</summary>
    public async Task<long> OthersAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = connection.Command(
            """
            select count(*) as others from pg_stat_activity
            where datname = current_database() and usename = current_user and backend_type = 'client backend' and pid <> pg_backend_pid()
            """
        );
        return (await command.ListAsync(row => row.Long("others"), cancellationToken))[0];
    }

    /// <summary>From now on nobody starts with it nor writes to it. It is on the disk when this returns.</summary>
    public async Task CloseAsync(string to, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var closing = await connection.BeginTransactionAsync(cancellationToken);
        await RunAsync(connection, Refusing(to), cancellationToken);
        await using (var all = connection.Command(TablesSql))
            foreach (var table in await all.ListAsync(row => row.Text("name"), cancellationToken))
                await RunAsync(
                    connection,
                    $"create trigger {Function} before insert or update or delete on {table} execute function {Function}()",
                    cancellationToken
                );
        await closing.CommitAsync(cancellationToken);
    }

    /// <summary>Those of the service; that the schema is up to date may be noted down.</summary>
    private const string TablesSql = """
        select table_name::text as name from information_schema.tables
        where table_schema = current_schema() and table_type = 'BASE TABLE' and table_name <> 'schemaversions'
        """;

    /// <summary>To whoever is still there it looks like a database that has become read-only.</summary>
    private static string Refusing(string to) =>
        $"""
            create function {Function}() returns trigger language plpgsql as $$ begin
                raise exception 'What is in this database has moved to a data folder' using errcode = '25006';
            end $$;
            comment on function {Function}() is '{to.Replace("'", "''", StringComparison.Ordinal)}';
            """;

    private static async Task RunAsync(DbConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Not of the pool, where it would count among the others.</summary>
    private async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(PostgresEngine.MigrationSettings(connectionString).ToString());
        await connection.OpenAsync(cancellationToken);
        return connection;
    }
}

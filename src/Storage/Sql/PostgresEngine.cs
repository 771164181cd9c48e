using System.Data.Common;
using DbUp;
using DbUp.Engine.Output;
using Npgsql;
using OmoBroadcast.Storage.Condition;

namespace OmoBroadcast.Storage.Sql;

/// <summary>PostgreSQL 15 or later, shared by any number of nodes.</summary>
internal sealed partial class PostgresEngine : Engine
{
    // "Promises" in ASCII.
    private const long MigrationLock = 0x50726F6D69736573;

    // The sessions that claim and settle always go by the index. Left to itself the planner reads the whole table as soon as its statistics
    // are old, and the rate falls to a tenth. And whatever the server's own setting: no call is made on a commit that a crash, or a
    // synchronous standby's promotion, can undo.
    private const string HotManners =
        " -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off -c statement_timeout=10000 -c lock_timeout=5000"
        + " -c idle_in_transaction_session_timeout=30000 -c synchronous_commit=on";

    private const string Manners =
        " -c jit=off -c statement_timeout=20000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000";

    private static readonly NpgsqlConnectionStringBuilder Usual = [];

    private readonly NpgsqlDataSource hot;
    private readonly NpgsqlDataSource calm;

    public PostgresEngine(string connectionString)
    {
        ConnectionString = connectionString;
        hot = NpgsqlDataSource.Create(Settings(connectionString, HotManners, 10));
        calm = NpgsqlDataSource.Create(Settings(connectionString, Manners, 20));
    }

    public override DatabaseKind Kind => DatabaseKind.Postgres;

    public override string ConnectionString { get; }

    public override string Clock => "(extract(epoch from clock_timestamp()) * 1000)::bigint";

    // Seen with the same eyes as the rows of the statement: a statement has one snapshot.
    public override string Mark => "pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1";

    public override string SkipLocked => "for update skip locked";

    public override string Rows(string condition) => $"ctid = any(array(select ctid from queue where {condition}))";

    public override string Among(string column, string parameter) => $"{column} = any({parameter})";

    public override string AmongIds(string column, string parameter) => $"{column} = any({parameter})";

    public override string Lock => "for update";

    public override string Table(string parameter, string alias, params (string Name, string Type)[] columns) =>
        $"jsonb_to_recordset({parameter}::jsonb) as {alias} ({string.Join(", ", columns.Select(Declared))})";

    private static string Declared((string Name, string Type) column) =>
        $"{column.Name} {(column.Type == "integer" ? "bigint" : column.Type)}";

    public override object List(IEnumerable<long> values) => values.ToArray();

    public override object List(IEnumerable<string> values) => values.ToArray();

    public override object List(IEnumerable<Guid> values) => values.ToArray();

    public override object Key(Guid id) => id;

    public override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken) =>
        await calm.OpenConnectionAsync(cancellationToken);

    public override async Task<Unit> BeginAsync(CancellationToken cancellationToken)
    {
        var connection = await hot.OpenConnectionAsync(cancellationToken);
        try
        {
            return new Turn(connection, await connection.BeginTransactionAsync(cancellationToken));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // Without BEGIN and COMMIT: one way there and back instead of two.
    public override async Task<Unit> BeginOneAsync(CancellationToken cancellationToken) =>
        new Alone(await hot.OpenConnectionAsync(cancellationToken));

    public override async Task FindRoomAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        // A table grows when it is written to and not only at the commit, which never comes.
        await using var unit = await BeginAsync(cancellationToken);
        await new SqlTransaction(unit.Connection, unit.Transaction, false, cancellationToken).ExecuteAsync(
            "insert into webhooks (channel, headers, body, at) values ('', '{}', @body, 0)",
            ("body", bytes)
        );
    }

    /// <summary>
    /// Serialization failure, deadlock, lock or statement timeout, a server that lacks room, memory or connections, that goes down or comes
    /// up, that has become a standby or whose disk fails, and anything that happened to the connection rather than in the database.
    /// </summary>
    public override bool IsTransient(Exception exception) =>
        exception switch
        {
            PostgresException { SqlState: var state } server => DatabaseFault.IsWithoutRoomToLetIn(server)
                || state
                    is "40001"
                        or "40P01"
                        or "55P03"
                        or "57014"
                        or PostgresErrorCodes.ReadOnlySqlTransaction
                        or PostgresErrorCodes.IoError
                || state.StartsWith("08", StringComparison.Ordinal)
                || state.StartsWith("53", StringComparison.Ordinal)
                || state.StartsWith("57P", StringComparison.Ordinal),
            NpgsqlException or TimeoutException or IOException => true,
            _ => false,
        };

    public override bool IsDuplicate(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    /// <summary>Data exceptions, broken constraints, and what is beyond the database's limits.</summary>
    public override bool IsDataFault(Exception exception) =>
        exception is PostgresException { SqlState: ['2', '1' or '2' or '3', ..] or ['5', '4', ..] };

    /// <summary>In one order, so that two cannot wait for each other.</summary>
    public override async Task LockAsync(SqlTransaction writing, int account, IEnumerable<string> ids) =>
        await writing.ExecuteAsync(
            """
            select pg_advisory_xact_lock(@account, key)
            from (select distinct hashtext(id) as key from unnest(@ids) as id order by 1) as keys
            """,
            ("account", account),
            ("ids", List(ids))
        );

    public override async Task MigrateAsync(IUpgradeLog log, CancellationToken cancellationToken)
    {
        var alone = MigrationSettings(ConnectionString);
        await using var guard = new NpgsqlConnection(alone.ToString());
        await guard.OpenAsync(cancellationToken);
        await using (var wait = guard.Command("select pg_advisory_lock(@lock)", ("lock", MigrationLock)))
            await wait.ExecuteNonQueryAsync(cancellationToken);
        await Task.Run(() => Migrations.Run(DeployChanges.To.PostgresqlDatabase(alone.ToString()), Kind, log), cancellationToken);
    }

    /// <summary>Of a standby that a user without rights may not look at, it is seen only that there is one.</summary>
    public override async Task<Replication> ReplicationAsync(CancellationToken cancellationToken)
    {
        await using var connection = await calm.OpenConnectionAsync(cancellationToken);
        await using var command = connection.Command(
            "select count(*) as standbys, current_setting('synchronous_standby_names') as waits_for from pg_stat_replication"
        );
        var seen = await command.ListAsync(
            row => (Replicated: row.Long("standbys") > 0, Waits: row.Text("waits_for").Length > 0),
            cancellationToken
        );
        return seen[0] switch
        {
            { Waits: true } => Replication.Synchronous,
            { Replicated: true } => Replication.Asynchronous,
            _ => Replication.None,
        };
    }

    public override async Task AnalyseAsync(CancellationToken cancellationToken)
    {
        await using var connection = await calm.OpenConnectionAsync(cancellationToken);
        await using var command = connection.Command("analyze queue; analyze deliveries");
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        await hot.DisposeAsync();
        await calm.DisposeAsync();
    }

    /// <summary>
    /// A session of its own, outside the pools and without any timeout: a script takes as long as the tables are large, and a second node
    /// waits as long for the first.
    /// </summary>
    internal static NpgsqlConnectionStringBuilder MigrationSettings(string connectionString)
    {
        var alone = Settings(connectionString, "", 0);
        (alone.Pooling, alone.TcpKeepAlive) = (false, true);
        return alone;
    }

    private static NpgsqlConnectionStringBuilder Settings(string connectionString, string manners, int commandSeconds)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        settings.Options += manners;
        settings.CommandTimeout = commandSeconds;
        // What the operator has not chosen. Two pools a node, and several nodes, must fit into the hundred connections a server allows by
        // default.
        if (settings.Timeout == Usual.Timeout)
            settings.Timeout = 5;
        if (settings.MaxPoolSize == Usual.MaxPoolSize)
            settings.MaxPoolSize = 20;
        settings.ApplicationName ??= "OmoBroadcast";
        if (settings.MaxAutoPrepare == 0)
            settings.MaxAutoPrepare = 60;
        settings.IncludeErrorDetail = false;
        // A session holds nothing that whoever has it next could stumble over: locks end with their transaction, and nothing is set,
        // listened to or created in it. Putting it back in order takes six statements each time.
        settings.NoResetOnClose = true;
        return settings;
    }

    private sealed class Alone(NpgsqlConnection connection) : Unit
    {
        public override DbConnection Connection => connection;

        public override DbTransaction? Transaction => null;

        public override Task CommitAsync() => Task.CompletedTask;

        public override ValueTask DisposeAsync() => connection.DisposeAsync();
    }

    private sealed class Turn(NpgsqlConnection connection, NpgsqlTransaction transaction) : Unit
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
                await connection.DisposeAsync();
            }
        }
    }
}

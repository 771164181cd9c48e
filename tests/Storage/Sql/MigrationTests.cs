using System.Text.RegularExpressions;
using DbUp.Engine.Output;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Storage.Condition;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>The schema while it is being changed: by several at once, slowly, and cut off in the middle.</summary>
public sealed partial class MigrationTests
{
    private static readonly Regex Subtracts = Takes();

    // This one moves the queue out of the record, and so fences off every version that knows none: see the next test.
    private const string Fence = ".0035_queue.sql";

    public static TheoryData<string> Scripts =>
        [
            .. typeof(Database)
                .Assembly.GetManifestResourceNames()
                .Where(name => name.EndsWith(".sql", StringComparison.Ordinal) && !name.EndsWith(Fence, StringComparison.Ordinal)),
        ];

    [Theory, MemberData(nameof(Scripts))]
    public async Task A_script_only_adds_so_that_the_version_before_runs_beside_it(string script)
    {
        using var reader = new StreamReader(typeof(Database).Assembly.GetManifestResourceStream(script)!);
        var statements = (await reader.ReadToEndAsync()).Split(';').Select(statement => Comment().Replace(statement, ""));
        Assert.DoesNotContain(statements, statement => Subtracts.IsMatch(statement));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task What_had_ended_is_counted_when_the_queue_comes(DatabaseKind kind)
    {
        await using var ledger = await LaterAsync(kind);
        await TallyCheck.HoldAsync(ledger);
        Assert.Equal(
            new Tally
            {
                Waiting = 3,
                Accepted = 1,
                Refused = 1,
                Unknown = 1,
                Skipped = 2,
                Delivered = 1,
                Read = 1,
            },
            await ledger.Deliveries.TallyAsync(1, default)
        );
        Assert.Equal(new Tally { Accepted = 40, Skipped = 2 }, await ledger.Deliveries.TallyAsync(2, default));
        Assert.Equal(
            new Dictionary<SkipReason, long> { [SkipReason.Blocked] = 1, [SkipReason.Unsubscribed] = 1 },
            await ledger.Deliveries.SkippedAsync(1, default)
        );
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task What_waited_or_was_claimed_goes_on_when_the_queue_comes(DatabaseKind kind)
    {
        await using var ledger = await LaterAsync(kind);
        // One of the two that were claimed has a lease that ended.
        Assert.Equal(new SweepResult(1, 0, 0, 0), await ledger.Sweep.SweepAsync(Given.Now, Given.KeyLife, default));
        var claimed = await ledger.ClaimAsync();
        Assert.Equal([(4, true), (1, false)], claimed.Select(one => (one.Attempts, one.Uncertain)).OrderDescending());
        Assert.Equal(DeliveryState.Waiting, (await ledger.Replies.FindRequestAsync(OldRows.Reply, default))!.State);
    }

    /// <summary>Rows of the version before, and then the queue.</summary>
    private static async Task<LedgerFixture> LaterAsync(DatabaseKind kind)
    {
        var ledger = await LedgerFixture.OpenAsync(kind, migrate: false);
        await Assert.ThrowsAsync<IOException>(() => ledger.Database.Engine.MigrateAsync(new StopsBefore(Fence), default));
        await OldRows.WriteAsync(ledger);
        await ledger.Database.MigrateAsync(default);
        return ledger;
    }

    /// <summary>How a version without the queue launched, claimed, settled, reported and looked whether a campaign is done: it knows the
    /// table by its former name.</summary>
    [Theory]
    [InlineData("insert into requests (id, campaign, expires_at) values (gen_random_uuid(), 1, 0)")]
    [InlineData("update requests set state = 1, epoch = epoch + 1, attempts = attempts + 1, lease_owner = 'x' where state = 0")]
    [InlineData("update requests set state = 2, settled_at = 0, lease_until = null, lease_owner = null where state + 0 = 1")]
    [InlineData("update requests set rank = 4 where state + 0 = 2")]
    [InlineData("select id, account from requests order by id for update")]
    [InlineData("update campaigns set state = 5 where not exists (select 1 from requests where requests.campaign = campaigns.id)")]
    public async Task A_version_that_knows_no_queue_writes_nothing_any_more(string statement)
    {
        await using var ledger = await LedgerFixture.OpenAsync(DatabaseKind.Postgres);
        await using var connection = new NpgsqlConnection(ledger.Options.Database);
        await connection.OpenAsync();
        await using var before = new NpgsqlCommand(statement, connection);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => before.ExecuteNonQueryAsync());
        Assert.Equal(PostgresErrorCodes.UndefinedTable, refused.SqlState);
    }

    [Fact]
    public async Task A_node_whose_schema_takes_long_starts_meanwhile_and_is_ready_when_it_is_done()
    {
        await using var ledger = await LedgerFixture.OpenAsync(DatabaseKind.Postgres, migrate: false);
        await using var first = await MigratingAsync(ledger.Options.Database);
        var time = new FakeTimeProvider();
        using var startup = new DatabaseStartup(ledger.Database, time, NullLogger<DatabaseStartup>.Instance);
        await GoesOnWithoutAsync(startup.StartAsync(default), time);
        Assert.Equal(FaultReason.NotReady, await ledger.Database.LookAsync(TimeSpan.FromSeconds(5), default));

        // However long: no timeout of ours cuts the work of whoever is first, or the waiting of whoever is second.
        Assert.Equal(0, PostgresEngine.MigrationSettings(ledger.Options.Database).CommandTimeout);
        await first.CloseAsync();
        NpgsqlConnection.ClearPool(first);
        await Until.SeenAsync(
            "the schema",
            TimeSpan.FromSeconds(30),
            () => ledger.Database.LookAsync(TimeSpan.FromSeconds(5), default),
            reason => reason is null
        );
        await startup.StopAsync(default);
    }

    /// <summary>Another node, which is at it.</summary>
    private static async Task<NpgsqlConnection> MigratingAsync(string database)
    {
        var first = new NpgsqlConnection(database);
        await first.OpenAsync();
        await using var hold = new NpgsqlCommand("select pg_advisory_lock(x'50726F6D69736573'::bigint)", first);
        await hold.ExecuteNonQueryAsync();
        return first;
    }

    private static Task GoesOnWithoutAsync(Task starting, FakeTimeProvider time) =>
        Until.SeenAsync(
            "it to go on without",
            TimeSpan.FromSeconds(20),
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(11));
                return Task.FromResult(starting.IsCompletedSuccessfully);
            },
            done => done
        );

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Cut_off_at_each_script_in_turn_it_comes_out_the_same(DatabaseKind kind)
    {
        await using var whole = await LedgerFixture.OpenAsync(kind);
        await using var cut = await LedgerFixture.OpenAsync(kind, migrate: false);
        var server = kind == DatabaseKind.Postgres ? await PostgresServer.SharedAsync() : null;
        var database = new NpgsqlConnectionStringBuilder(cut.Options.Database).Database;
        var saw = new Saw(() =>
        {
            if (server is null)
                throw new IOException("cut off");
            server
                .SayAsync($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database}'")
                .GetAwaiter()
                .GetResult();
        });
        var cuts = 0;
        while (await Record.ExceptionAsync(() => cut.Database.Engine.MigrateAsync(saw, default)) is not null)
            Assert.InRange(++cuts, 1, 100);
        Assert.Equal(Scripts.Count / 2 + 1, cuts);
        Assert.Equal(await SchemaAsync(whole, kind), await SchemaAsync(cut, kind));
    }

    private static async Task<List<string>> SchemaAsync(LedgerFixture ledger, DatabaseKind kind)
    {
        await using var connection = await ledger.Database.OpenAsync(default);
        await using var command = connection.CreateCommand();
        command.CommandText =
            kind == DatabaseKind.Sqlite
                ? "select coalesce(sql, name) from sqlite_master where name not like 'sqlite_%' order by 1"
                : """
                    select concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default)
                    from information_schema.columns where table_schema = 'public'
                    union all select indexdef from pg_indexes where schemaname = 'public' order by 1
                    """;
        var lines = new List<string>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            lines.Add(rows.GetString(0));
        return lines;
    }

    [GeneratedRegex(
        @"\b(drop\s+(table|column|index|constraint)|rename\s+(to|column)|alter\s+column\s+\w+\s+(type|set\s+not\s+null)|truncate)\b|\badd\s+column\b(?!.*\bdefault\b).*\bnot\s+null\b",
        RegexOptions.IgnoreCase | RegexOptions.Singleline
    )]
    private static partial Regex Takes();

    [GeneratedRegex("--[^\n]*")]
    private static partial Regex Comment();

    /// <summary>Cuts once at each script, as it begins.</summary>
    private sealed class Saw(Action cut) : IUpgradeLog
    {
        private readonly HashSet<string> done = [];

        public void LogTrace(string format, params object[] args) => See(format, args);

        public void LogDebug(string format, params object[] args) => See(format, args);

        public void LogInformation(string format, params object[] args) => See(format, args);

        public void LogWarning(string format, params object[] args) { }

        public void LogError(string format, params object[] args) { }

        public void LogError(Exception ex, string format, params object[] args) { }

        private void See(string format, object[] args)
        {
            if (format.StartsWith("Executing Database Server script", StringComparison.Ordinal) && done.Add($"{args[0]}"))
                cut();
        }
    }

    private sealed class StopsBefore(string script) : IUpgradeLog
    {
        public void LogTrace(string format, params object[] args) { }

        public void LogDebug(string format, params object[] args) { }

        public void LogInformation(string format, params object[] args)
        {
            if (args.Any(arg => $"{arg}".EndsWith(script, StringComparison.Ordinal)))
                throw new IOException("stopped");
        }

        public void LogWarning(string format, params object[] args) { }

        public void LogError(string format, params object[] args) { }

        public void LogError(Exception ex, string format, params object[] args) { }
    }
}

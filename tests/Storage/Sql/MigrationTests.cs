using System.Text.RegularExpressions;
using DbUp.Engine.Output;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using OmoBroadcast.Storage.Condition;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>The schema while it is being changed: by several at once, slowly, and cut off in the middle.</summary>
public sealed partial class MigrationTests
{
    private static readonly Regex Subtracts = Takes();

    public static TheoryData<string> Scripts =>
        [.. typeof(Database).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(Scripts))]
    public async Task A_script_only_adds_so_that_the_version_before_runs_beside_it(string script)
    {
        using var reader = new StreamReader(typeof(Database).Assembly.GetManifestResourceStream(script)!);
        var statements = (await reader.ReadToEndAsync()).Split(';').Select(statement => Comment().Replace(statement, ""));
        Assert.DoesNotContain(statements, statement => Subtracts.IsMatch(statement));
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
        Assert.Equal(Scripts.Count / 2, cuts);
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
}

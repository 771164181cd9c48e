using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Npgsql;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.House;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>
/// A hot statement that reads a whole table still gives the right answer, and makes everything ten times slower the day the table has
/// grown.
/// </summary>
public sealed partial class PlanTests
{
    [Theory]
    [Long]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_hot_statement_reads_the_whole_table_on_PostgreSQL(bool analysed)
    {
        await using var ledger = await LedgerFixture.OpenAsync(DatabaseKind.Postgres);
        await FillAsync(ledger);
        if (analysed)
            await ledger.Database.Engine.AnalyseAsync(default);
        var plans = await WatchAsync(ledger, UseAsync);
        Assert.Contains("LockRows", plans, StringComparison.Ordinal);
        var settlings = plans.Split("duration:").Where(plan => plan.Contains("Function Scan on s", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(settlings);
        Assert.All(settlings, plan => Assert.Contains("Index Scan using queue_pkey", plan, StringComparison.Ordinal));
        Assert.All(settlings, plan => Assert.DoesNotContain("queue_work", plan, StringComparison.Ordinal));
        var beginnings = plans.Split("duration:").Where(plan => plan.Contains("set unbegun = 0", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(beginnings);
        Assert.True(
            beginnings.TrueForAll(plan =>
                plan.Contains("Index Cond: (id = ANY", StringComparison.Ordinal) && plan.Contains("queue_pkey", StringComparison.Ordinal)
            ),
            string.Join("\n", beginnings.Take(1))
        );
        Assert.DoesNotContain("Seq Scan on queue", plans, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan on records", plans, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan on deliveries", plans, StringComparison.Ordinal);
    }

    private const string ManyMessagesAndRequests = """
        insert into messages (account, platform_id, request, part, user_id, sent_at, rank, ranked_at)
            select 2, 'x' || n, case when n % 5 > 0 then gen_random_uuid() end, 0, 'u' || n % 20000, 0, 1, 0
            from generate_series(1, 100000) n;
        insert into records (id, campaign, account, size, kind, class, retry_safe, recipients, state, rank, settled_at)
            select gen_random_uuid(), 1 + n % 10, 2, 1, 0, 1, 0, 'u' || n % 20000, case n % 10 when 0 then 4 else 2 end,
                case when n % 10 > 6 then 4 else 0 end, 0 from generate_series(1, 100000) n where n % 10 <> 1;
        insert into queue (id, campaign, expires_at, account, size, kind, class, retry_safe, recipients, state)
            select gen_random_uuid(), 1 + n % 10, 4102444800000, 2, 1, 0, 1, 0, 'u' || n % 20000, 1
            from generate_series(1, 100000) n where n % 10 = 1;
        """;

    [Theory]
    [Long]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_report_reads_a_whole_table_on_PostgreSQL(bool analysed)
    {
        await using var ledger = await LedgerFixture.OpenAsync(DatabaseKind.Postgres);
        await FillAsync(ledger);
        var (campaign, request) = await ledger.OneAsync();
        await ExecuteAsync(ledger, ManyMessagesAndRequests);
        if (analysed)
            await ledger.Database.Engine.AnalyseAsync(default);
        var delivered = Meta.Receipt(ReceiptKind.Delivered, "m0", new(request.Id, 0));
        var unknown = request.Settled(SettledAs.Unknown) with { Trail = Meta.Trail(request, 1) };
        var plans = await WatchAsync(ledger, async watched =>
        {
            for (var round = 0; round < 8; round++)
            {
                var read = Meta.Receipt(ReceiptKind.Read, $"y{round}", null);
                await watched.ReportAsync(delivered, read, Meta.Until(ReceiptKind.Read, Given.Now));
                await watched.EchoAsync($"e{round}", "別的話");
                await watched.Settlements.SettleAsync([request.Went(1, "m0")], default);
            }
            Assert.Empty(await watched.Settlements.SettleAsync([unknown], default));
            await watched.ReportAsync(Meta.Receipt(ReceiptKind.Sent, "m1", new(request.Id, 1)));
        });
        Assert.Equal(DeliveryState.Accepted, (await ledger.DeliveryAsync(campaign)).State);
        Assert.Contains("records_doubtful", plans, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan on records", plans, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan on messages", plans, StringComparison.Ordinal);
    }

    [Theory]
    [Long]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_page_of_the_records_costs_what_is_on_it_on_PostgreSQL(bool analysed)
    {
        await using var ledger = await LedgerFixture.OpenAsync(DatabaseKind.Postgres);
        await ExecuteAsync(
            ledger,
            """
            insert into campaigns (state, version, sender, store, locale, audience, content, created_at)
                select case when n % 8 = 0 then 0 else 5 end, 1, 'S' || n % 50, 'store' || n % 10, 'en', '{"from":"mine"}',
                    '{"messages":[{"type":"text","words":"' || n || '"}]}', n from generate_series(1, 20000) n;
            """
        );
        if (analysed)
            await ExecuteAsync(ledger, "analyze campaigns");
        var plans = await WatchAsync(ledger, async watched =>
        {
            for (var round = 0; round < 8; round++)
            {
                Assert.Equal(8, (await watched.Campaigns.ListAsync("s7", null, 8 * round, 8, default)).Count);
                Assert.Equal(8, (await watched.Campaigns.ListAsync(null, ["store3"], 8 * round, 8, default)).Count);
                Assert.Equal(8, (await watched.Campaigns.DraftsAsync("s8", DateTimeOffset.UnixEpoch, 8 * round, 8, default)).Count);
            }
        });
        foreach (var index in new[] { "campaigns_of_sender", "campaigns_of_store", "campaigns_drafts" })
            Assert.Contains(index, plans, StringComparison.Ordinal);
        var pages = plans.Split("duration:").Where(plan => plan.Contains("from campaigns", StringComparison.Ordinal)).ToList();
        Assert.Equal(24, pages.Count);
        Assert.All(pages, plan => Assert.DoesNotContain("Seq Scan on campaigns", plan, StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_hot_statement_reads_the_whole_table_on_SQLite()
    {
        await using var ledger = await LedgerFixture.OpenAsync(DatabaseKind.Sqlite);
        await ledger.SendingAsync(Given.Singles(0, 100));
        await using var connection = (SqliteConnection)await ledger.Database.OpenAsync(default);
        foreach (var sql in Hot(ledger.Database.Engine))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "explain query plan " + System.Text.RegularExpressions.Regex.Replace(sql, @"[@?]\w+", "1");
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                Assert.DoesNotMatch(@"SCAN (queue|records|deliveries|journal|old|newer)\b", reader.GetString(3));
        }
    }

    private static string[] Hot(Engine engine) =>
        [
            ClaimSql.Claim(engine),
            ClaimSql.Running(engine),
            ClaimSql.Begin(engine),
            SqliteEngine.EndSql,
            SqliteEngine.BackSql,
            Journal.ForgetSql(engine),
            Journal.OldSql,
            Journal.EarlierSql,
            Journal.LaterSql,
            Journal.ChangesSql,
            Journal.SaidSql(engine),
        ];

    /// <summary>The plans of all that is done meanwhile.</summary>
    private static async Task<string> WatchAsync(LedgerFixture ledger, Func<LedgerFixture, Task> use)
    {
        // auto_explain logs the plans of the very statements that run, whoever wrote them.
        await ExecuteAsync(
            ledger,
            """
            do $$ begin
                execute format('alter database %I set session_preload_libraries = auto_explain', current_database());
                execute format('alter database %I set auto_explain.log_min_duration = 0', current_database());
            end $$
            """
        );
        var server = await PostgresServer.SharedAsync();
        var log = new ConcurrentQueue<string>();
        var end = Guid.NewGuid().ToString("N");
        var ended = new TaskCompletionSource();
        void Keep(string line)
        {
            log.Enqueue(line);
            if (line.Contains(end, StringComparison.Ordinal))
                ended.TrySetResult();
        }
        server.Logged += Keep;
        try
        {
            await using var watched = await ledger.BesideAsync();
            await use(watched);
            await ExecuteAsync(ledger, $"select '{end}'");
            await ended.Task.WaitAsync(TimeSpan.FromSeconds(20));
        }
        finally
        {
            server.Logged -= Keep;
        }

        return string.Join('\n', log);
    }

    private static Task FillAsync(LedgerFixture ledger) =>
        // A hundred thousand, half of them done, in ten campaigns: what a busy week leaves.
        ExecuteAsync(
            ledger,
            """
            insert into accounts (name) values ('line:U0account');
            insert into campaigns (state, version, sender, store, locale, audience, content, created_at, due_at, started_at, expires_at,
                launched, launch_size)
                select case when n > 5 then 3 else 5 end, 1, 'a', 'taipei', 'en', '{}', '{"messages":[]}', 0, 0, n, 4102444800000,
                1, 1000 * n from generate_series(1, 10) n;
            insert into queue (id, campaign, expires_at, account, size, kind, class, retry_safe, recipients)
                select gen_random_uuid(), 1 + n % 10, 4102444800000, 1, 1, 0, 1, 1, 'U' || n from generate_series(1, 100000) n;
            insert into records (id, campaign, account, size, kind, class, retry_safe, recipients, state, settled_at)
                select id, campaign, account, size, kind, class, retry_safe, recipients, 2, 0 from queue where campaign < 6;
            delete from queue where campaign < 6;
            insert into deliveries (campaign, account, user_id, request) select campaign, account, recipients, id from queue
                union all select campaign, account, recipients, id from records;
            """
        );

    private static async Task ExecuteAsync(LedgerFixture ledger, string sql)
    {
        // Not pooled: what is set for the database holds for sessions that begin afterwards.
        await using var connection = new NpgsqlConnection(ledger.Options.Database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task UseAsync(LedgerFixture ledger)
    {
        // What other nodes have in their hands must not matter.
        for (var other = 0; other < 5; other++)
            await ledger.ClaimAsync(2_000);
        // More often than the five times after which PostgreSQL may change to a plan for any parameters.
        for (var round = 0; round < 8; round++)
        {
            await ledger.Deliveries.ReceivedAsync(new(Given.Line, $"U{round}"), DateTimeOffset.UnixEpoch, 5, default);
            var claimed = await ledger.ClaimAsync(1_000);
            Assert.Equal(1_000, claimed.Count);
            Assert.Equal(1_000, (await ledger.Queue.BeginAsync(claimed, Given.Lease, default)).Count);
            Assert.Empty(
                await ledger.Settlements.SettleAsync([.. claimed.Select(request => request.Settled(SettledAs.Accepted))], default)
            );
        }
        var lost = await ledger.ClaimAsync(10, Given.Gone);
        await ledger.Skips.SkipAsync(lost[0], lost[0].Recipients.ToDictionary(user => user, _ => SkipReason.Blocked), default);
        await ledger.Sweep.SweepAsync(Given.Now, Given.KeyLife, default);
        await ledger.Campaigns.FinishAsync(Given.Now, default);
        await ledger.Replies.FindRequestAsync(lost[1].Id, default);
        await ledger.Deliveries.DeliveriesAsync(lost[1].Campaign!.Value, DeliveryFilter.All, 0, 20, default);
    }
}

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
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_too_old_is_found_without_reading_the_whole_journal_on_PostgreSQL(bool analysed)
    {
        await using var ledger = await LedgerFixture.OpenAsync(DatabaseKind.Postgres);
        await ExecuteAsync(
            ledger,
            """
            insert into accounts (name) values ('line:U0account');
            insert into journal (account, user_id, digest, what, at, noted)
                select 1, 'U' || n % 1000, gen_random_uuid(), 'm', n, n from generate_series(1, 100000) n;
            """
        );
        if (analysed)
            await ExecuteAsync(ledger, "analyze journal");
        var plans = await WatchAsync(ledger, async watched =>
        {
            var journal = new Journal(watched.Database);
            // As a rule nothing, or what has become too old within the hour.
            foreach (var before in (long[])[0, 0, 0, 0, 0, 0, 0, 500])
            {
                await journal.ForgetAsync(DateTimeOffset.FromUnixTimeMilliseconds(before), 1_000, default);
                await journal.OldAsync(DateTimeOffset.FromUnixTimeMilliseconds(before), 1_000, OldEntry.None, default);
            }
        });
        var ours = plans.Split("duration:").Where(plan => plan.Contains("journal", StringComparison.Ordinal)).ToList();
        Assert.Equal(16, ours.Count);
        Assert.All(ours, plan => Assert.Contains("journal_noted", plan, StringComparison.Ordinal));
        Assert.All(ours, plan => Assert.DoesNotContain("Seq Scan on journal", plan, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_page_of_what_was_said_is_read_by_its_customer_on_PostgreSQL(bool analysed)
    {
        await using var ledger = await LedgerFixture.OpenAsync(DatabaseKind.Postgres);
        await ExecuteAsync(
            ledger,
            """
            insert into accounts (name) values ('line:U0account');
            insert into journal (account, user_id, digest, what, at, noted, event, detail, words)
                select 1, 'U' || n % 1000, gen_random_uuid(), 'm', n, n, 'e' || n, 'front', 'words' from generate_series(1, 100000) n;
            """
        );
        if (analysed)
            await ExecuteAsync(ledger, "analyze journal");
        var customer = new CustomerKey(new(ChannelId.Line, "U0account"), "U3");
        var plans = await WatchAsync(ledger, async watched =>
        {
            var journal = new Journal(watched.Database);
            Assert.Equal(15, (await journal.LinesAsync(customer, new(50_000, 0), later: false, 15, default)).Count);
            Assert.Equal(15, (await journal.LinesAsync(customer, new(50_000, 0), later: true, 15, default)).Count);
            Assert.Empty(await journal.ChangesAsync(customer, default));
        });
        var ours = plans.Split("duration:").Where(plan => plan.Contains("seq <= ", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, ours.Count(plan => plan.Contains("journal_once", StringComparison.Ordinal)));
        Assert.Single(ours, plan => plan.Contains("journal_changes", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_has_left_is_found_without_reading_the_whole_journal_on_PostgreSQL(bool analysed)
    {
        await using var ledger = await LedgerFixture.OpenAsync(DatabaseKind.Postgres);
        await ExecuteAsync(
            ledger,
            """
            insert into accounts (name) values ('line:U0account');
            insert into journal (account, user_id, digest, what, at, noted, name)
                select 1, 'U' || n % 1000, gen_random_uuid(), case when n % 1000 = 3 then 'left' else 'm' end, n, n, 'N' || n
                from generate_series(1, 100000) n;
            """
        );
        if (analysed)
            await ExecuteAsync(ledger, "analyze journal");
        var customer = new CustomerKey(new(ChannelId.Line, "U0account"), "U3");
        var plans = await WatchAsync(ledger, async watched =>
        {
            var journal = new Journal(watched.Database);
            Assert.Equal(customer, (await journal.LeftAsync(customer.Account, default).SingleAsync()).Key);
            await journal.KeepAsync(customer, DateTimeOffset.FromUnixTimeMilliseconds(200_000), default);
        });
        var ours = plans.Split("duration:").Where(plan => plan.Contains("journal", StringComparison.Ordinal)).ToList();
        Assert.Contains(ours, plan => plan.Contains("journal_left", StringComparison.Ordinal));
        Assert.All(ours, plan => Assert.DoesNotContain("Seq Scan on journal", plan, StringComparison.Ordinal));
    }
}

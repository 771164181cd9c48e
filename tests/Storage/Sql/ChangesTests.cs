using Npgsql;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>"Changed since" by the order in which changes become visible; no clock is asked.</summary>
public sealed class ChangesTests
{
    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task What_was_written_after_a_look_is_told_and_what_stood_before_is_not(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (changes, suppressions) = (new Changes(ledger.Database), new Suppressions(ledger.Database));
        await suppressions.ApplyAsync([Stop("early", 1), Stop("again", 1)], default);
        var mark = await BehindAllAsync(changes, await changes.MarkAsync(default));

        // By its own time the change is ancient, and by the other one it was made tomorrow.
        await suppressions.ApplyAsync([Stop("late", -1_000_000), Stop("again", 1_000_000)], default);
        await suppressions.ApplyAsync([Stop("again", 2, on: false)], default);
        var since = await changes.SinceAsync(Given.Line, mark, bindings: true, default);
        Assert.Equal(["again", "late"], since.Users.Select(change => change.UserId).Distinct().Order(StringComparer.Ordinal));
        Assert.Empty((await changes.SinceAsync(Given.Other, mark, bindings: true, default)).Users);
        await BehindAllAsync(changes, since.Mark);
    }

    [Fact]
    public async Task Of_two_writers_who_commit_in_the_other_order_neither_is_passed_over()
    {
        await using var ledger = await LedgerFixture.OpenAsync(DatabaseKind.Postgres);
        var (changes, suppressions) = (new Changes(ledger.Database), new Suppressions(ledger.Database));
        await suppressions.ApplyAsync([Stop("known", 1)], default);
        await using var first = await OpenAsync(ledger);
        await using var slow = await first.BeginTransactionAsync();
        await InsertAsync(first, "slow");
        // Begun later, committed earlier, and looked at in between.
        await suppressions.ApplyAsync([Stop("quick", 2)], default);
        var seen = await changes.SinceAsync(Given.Line, await changes.MarkAsync(default), bindings: false, default);
        Assert.DoesNotContain("slow", seen.Users.Select(change => change.UserId));
        await slow.CommitAsync();

        Assert.Contains(
            "slow",
            (await changes.SinceAsync(Given.Line, seen.Mark, bindings: false, default)).Users.Select(change => change.UserId)
        );
    }

    [Fact]
    public async Task What_the_version_before_writes_is_told_too()
    {
        await using var ledger = await LedgerFixture.OpenAsync(DatabaseKind.Postgres);
        var (changes, suppressions) = (new Changes(ledger.Database), new Suppressions(ledger.Database));
        await suppressions.ApplyAsync([Stop("lifted", 1, on: false)], default);
        await using var old = await OpenAsync(ledger);
        var mark = await changes.MarkAsync(default);
        await InsertAsync(old, "new");
        await InsertAsync(old, "lifted");
        Assert.Equal(
            ["lifted", "new"],
            (await changes.SinceAsync(Given.Line, mark, bindings: false, default))
                .Users.Select(change => change.UserId)
                .Order(StringComparer.Ordinal)
        );
    }

    /// <summary>
    /// Asks on from a mark until nothing is told. A mark of PostgreSQL goes back to whatever transaction is under way anywhere on the
    /// server, which other tests share: until those have ended, what stood before may be told again.
    /// </summary>
    private static async Task<long> BehindAllAsync(Changes changes, long mark) =>
        (
            await Until.SeenAsync(
                "what stood before to be told no more",
                TimeSpan.FromSeconds(30),
                async () =>
                {
                    var since = await changes.SinceAsync(Given.Line, mark, bindings: true, default);
                    mark = since.Mark;
                    return since;
                },
                since => since.Users.Count == 0
            )
        ).Mark;

    private static SuppressionChange Stop(string user, int minutes, bool on = true) =>
        new(new CustomerKey(Given.Line, user), SuppressionKind.Unsubscribed, on, Given.Now.AddMinutes(minutes), $"e{minutes}");

    private static async Task<NpgsqlConnection> OpenAsync(LedgerFixture ledger)
    {
        var connection = new NpgsqlConnection(ledger.Options.Database);
        await connection.OpenAsync();
        return connection;
    }

    private static async Task InsertAsync(NpgsqlConnection connection, string user)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into suppressions (account, user_id, kind, active, at, event_id, recorded_at)
            select account, @user, kind, 1, at + 1000000, 'x', 0 from suppressions limit 1
            on conflict (account, user_id, kind) do update set active = 1, at = excluded.at
            """,
            connection
        );
        command.Parameters.AddWithValue("user", user);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}

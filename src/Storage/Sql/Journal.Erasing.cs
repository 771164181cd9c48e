using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OmoBroadcast.Storage.Sql;

/// <summary>Whoever is to be forgotten is in it no more, nor comes back with what was on its way here.</summary>
public sealed partial class Journal
{
    /// <summary>What was listed before it was asked for is not kept from here on.</summary>
    internal static async Task BeginErasingAsync(SqlTransaction writing, Engine engine, Erased erased)
    {
        var (account, user) = (erased.Account, erased.User);
        await AloneAsync(writing, engine, account);
        foreach (var (id, upTo) in await IdsAsync(writing, account, user))
            if (id == user || !await IsOthersAsync(writing, account, id, upTo))
                await writing.ExecuteAsync(
                    """
                    insert into journal_erased (account, person, at, since) values (@account, @person, @at, @now)
                    on conflict (account, person) do update set at = excluded.at, since = excluded.since
                    """,
                    ("account", account),
                    ("person", Person(account, id)),
                    ("at", erased.Asked),
                    ("now", erased.Now)
                );
    }

    /// <summary>Forgets all of a customer, under their former ids too as long as these were theirs.</summary>
    internal static async Task EraseAsync(SqlTransaction writing, Engine engine, Erased erased)
    {
        await BeginErasingAsync(writing, engine, erased);
        foreach (var (id, upTo) in await IdsAsync(writing, erased.Account, erased.User))
            await writing.ExecuteAsync(
                "delete from journal where account = @account and (other = @id or user_id = @id) and seq <= @up_to",
                ("account", erased.Account),
                ("id", id),
                ("up_to", upTo)
            );
    }

    /// <summary>Nothing is on its way any more of those who were erased before.</summary>
    public Task<int> ForgetErasedAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        database.ExecuteAsync("delete from journal_erased where since < @before", cancellationToken, ("before", before));

    /// <summary>What was listed before somebody asked to be forgotten, and was on its way here, is not kept.</summary>
    private static async Task SpareAsync(SqlTransaction writing, List<JournalRow> rows)
    {
        var erased = await writing.QueryAsync("select account, person, at from journal_erased", row =>
            (Account: row.Number("account"), Person: row.Text("person"), At: row.Long("at"))
        );
        if (erased.Count == 0)
            return;
        var asked = erased.ToDictionary(one => (one.Account, one.Person), one => one.At);
        foreach (var (account, user) in rows.Select(row => (row.Account, row.UserId)).Distinct())
            if (asked.TryGetValue((account, Person(account, user)), out var at))
                await writing.ExecuteAsync(
                    "delete from journal where account = @account and user_id = @user and noted <= @at",
                    ("account", account),
                    ("user", user),
                    ("at", at)
                );
    }

    /// <summary>The id has become somebody else's since.</summary>
    private static async Task<bool> IsOthersAsync(SqlTransaction writing, int account, string id, long upTo) =>
        (
            await writing.QueryAsync(
                "select seq from journal where account = @account and user_id = @id and seq > @up_to limit 1",
                row => row.Long("seq"),
                ("account", account),
                ("id", id),
                ("up_to", upTo)
            )
        ).Count > 0;

    private static string Person(int account, string user) =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{account}\n{user}")))
        );

    /// <summary>Whom to forget, and since when.</summary>
    internal readonly record struct Erased(int Account, string User, DateTimeOffset Asked, DateTimeOffset Now);
}

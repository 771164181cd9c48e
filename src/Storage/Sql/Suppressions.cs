using System.Text.Json;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;

namespace OmoBroadcast.Storage.Sql;

/// <summary>The suppression list: whom bulk messages must not reach.</summary>
public sealed class Suppressions(Database database)
{
    private readonly Accounts accounts = new(database);

    /// <summary>
    /// Notes changes, in any order and any number of times: of each customer and kind the latest holds, and of one time that which stops
    /// (WhatsApp dates by the second). Each holds under every id by which the person is known, or was when they said so.
    /// </summary>
    public async Task ApplyAsync(IReadOnlyList<SuppressionChange> changes, CancellationToken cancellationToken)
    {
        if (changes.Count == 0)
            return;
        var numbers = new Dictionary<AccountKey, int>();
        foreach (var account in changes.Select(change => change.Customer.Account).Distinct())
            numbers[account] = await accounts.NumberAsync(account, cancellationToken);
        await database.WriteAsync(
            async writing =>
            {
                foreach (var account in changes.GroupBy(change => numbers[change.Customer.Account]).OrderBy(account => account.Key))
                    await ApplyAsync(writing, database.Engine, account.Key, [.. account]);
                return true;
            },
            cancellationToken
        );
    }

    /// <summary>One that staff made.</summary>
    public async Task ApplyAsync(SuppressionChange change, string staffId, CancellationToken cancellationToken)
    {
        var account = await accounts.NumberAsync(change.Customer.Account, cancellationToken);
        var act = Journal.Act(change.On ? JournalWords.Stopped : JournalWords.Resumed, change.Customer, staffId, change.At);
        await database.WriteAsync(
            async writing =>
            {
                await ApplyAsync(writing, database.Engine, account, [change]);
                await Journal.NoteAsync(writing, database.Engine, account, act);
                return true;
            },
            cancellationToken
        );
    }

    /// <summary>The changes of one account.</summary>
    internal static async Task ApplyAsync(SqlTransaction writing, Engine engine, int account, IReadOnlyList<SuppressionChange> changes)
    {
        var joined = await new PersonIds(engine).OfAsync(writing, account, changes.SelectMany(IdsOf));
        var rows = Latest(changes, joined);
        if (rows.Count == 0)
            return;
        // As many as come after a broadcast: by row each would wait for every other's way to the database and back.
        await writing.ExecuteAsync(
            $"""
            insert into suppressions (account, user_id, kind, active, at, event_id, recorded_at)
            select @account, x.user_id, x.kind, x.active, x.at, x.event_id, {engine.Clock}
            from {engine.Table(
                "@rows",
                "x",
                ("user_id", "text"),
                ("kind", "integer"),
                ("active", "integer"),
                ("at", "integer"),
                ("event_id", "text")
            )}
            where true
            on conflict (account, user_id, kind) do update
            set active = excluded.active, at = excluded.at, event_id = excluded.event_id, recorded_at = excluded.recorded_at
            where (excluded.at, excluded.active, excluded.event_id) > (suppressions.at, suppressions.active, suppressions.event_id)
            """,
            ("account", account),
            (
                "rows",
                JsonSerializer.Serialize(
                    rows.Select(row => new SuppressedId(
                        row.Id,
                        (int)row.Change.Kind,
                        row.Change.On ? 1 : 0,
                        row.Change.At.ToUnixTimeMilliseconds(),
                        StoredText.Clean(row.Change.EventId, StoredText.LongestId)
                    )),
                    RowJson.Default.IEnumerableSuppressedId
                )
            )
        );
    }

    /// <summary>Of each id and kind the change that holds, in one order for all nodes, so that two cannot wait for each other.</summary>
    private static List<(string Id, SuppressionChange Change)> Latest(IReadOnlyList<SuppressionChange> changes, PersonIds.Joined joined) =>
        changes
            .SelectMany(change => joined.From(IdsOf(change), change.At).Select(id => (Id: id, Change: change)))
            .GroupBy(row => (row.Id, row.Change.Kind))
            .Select(same =>
                same.OrderBy(row => row.Change.At)
                    .ThenBy(row => row.Change.On)
                    .ThenBy(row => row.Change.EventId, StringComparer.Ordinal)
                    .Last()
            )
            .OrderBy(row => row.Id, StringComparer.Ordinal)
            .ThenBy(row => row.Change.Kind)
            .ToList();

    private static IEnumerable<string> IdsOf(SuppressionChange change)
    {
        yield return StoredText.Clean(change.Customer.UserId, StoredText.LongestId);
        if (change.Alias is { } alias)
            yield return StoredText.Clean(alias, StoredText.LongestId);
    }

    /// <summary>Of the customers asked for, those on the list and why. Reading a thousand is cheap.</summary>
    public async Task<IReadOnlyDictionary<CustomerKey, IReadOnlyList<SuppressionKind>>> FindAsync(
        IReadOnlyCollection<CustomerKey> customers,
        CancellationToken cancellationToken
    )
    {
        var found = new Dictionary<CustomerKey, IReadOnlyList<SuppressionKind>>();
        foreach (var account in customers.GroupBy(customer => customer.Account))
        {
            var number = await accounts.NumberAsync(account.Key, cancellationToken);
            foreach (var some in account.Select(customer => customer.UserId).Chunk(2_000))
            {
                var rows = await database.QueryAsync(
                    $"""
                    select user_id, kind from suppressions
                    where account = @account and {database.Engine.Among("user_id", "@users")} and active = 1
                    order by user_id, kind
                    """,
                    row => (UserId: row.Text("user_id"), Kind: (SuppressionKind)row.Number("kind")),
                    cancellationToken,
                    ("account", number),
                    ("users", database.Engine.List(some.Select(id => StoredText.Clean(id, StoredText.LongestId))))
                );
                foreach (var customer in rows.GroupBy(row => row.UserId))
                    found[new(account.Key, customer.Key)] = [.. customer.Select(row => row.Kind)];
            }
        }
        return found;
    }

    /// <summary>Those of an account on the list for that reason, in the order of their ids, behind <paramref name="after"/>.</summary>
    public async Task<IReadOnlyList<(string UserId, DateTimeOffset At)>> PageAsync(
        AccountKey account,
        SuppressionKind kind,
        string? after,
        int size,
        CancellationToken cancellationToken
    ) =>
        await database.QueryAsync(
            """
            select user_id, at from suppressions
            where account = @account and kind = @kind and active = 1 and user_id > @after
            order by user_id limit @size
            """,
            row => (row.Text("user_id"), row.Time("at")),
            cancellationToken,
            ("account", await accounts.NumberAsync(account, cancellationToken)),
            ("kind", kind),
            ("after", after ?? ""),
            ("size", size)
        );

    /// <summary>How many are on the list for that reason, by all their ids.</summary>
    public async Task<long> CountAsync(SuppressionKind kind, CancellationToken cancellationToken) =>
        (
            await database.QueryAsync(
                "select count(*) as listed from suppressions where kind = @kind and active = 1",
                row => row.Long("listed"),
                cancellationToken,
                ("kind", kind)
            )
        )[0];
}

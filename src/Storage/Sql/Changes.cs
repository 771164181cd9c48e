using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Storage.Sql;

/// <summary>
/// Whose opt-out or binding was written since somebody looked, by the order in which it became visible and by no clock. In PostgreSQL a row
/// bears its transaction, and a look is the oldest transaction then under way: whatever it could not see has that number or a later one. In
/// SQLite, with one writer, it is a count. Throws what the database throws when it is away.
/// </summary>
public sealed class Changes(Database database)
{
    private readonly Accounts accounts = new(database);

    /// <summary>Where the database stands: what becomes visible later has a mark above it. What has, may have been seen already.</summary>
    public async Task<long> MarkAsync(CancellationToken cancellationToken) =>
        (await database.QueryAsync($"select {database.Engine.Mark} as mark", row => row.Long("mark"), cancellationToken)).Single();

    /// <summary>The user ids whose entries were written since a mark, each with its own, and the mark to ask from the next time.</summary>
    /// <param name="bindings">Also those whose binding changed.</param>
    public async Task<ChangesSince> SinceAsync(AccountKey account, long mark, bool bindings, CancellationToken cancellationToken)
    {
        var number = await accounts.NumberAsync(account, cancellationToken);
        var bound = bindings ? "union all select 1, user_id, changed from bindings where account = @account and changed > @mark" : "";
        // One statement, so that the rows and the mark are of one look.
        var rows = await database.QueryAsync(
            $"""
            select {database.Engine.Mark} as mark, user_id, changed
            from (select 1 as one) here left join (
                select 1 as one, user_id, changed from suppressions where account = @account and changed > @mark {bound}
            ) since on since.one = here.one
            """,
            row => (Mark: row.Long("mark"), UserId: row.TextOrNull("user_id"), Changed: row.LongOrNull("changed") ?? 0),
            cancellationToken,
            ("account", number),
            ("mark", mark)
        );
        return new(rows[0].Mark, [.. rows.Where(row => row.UserId is not null).Select(row => (row.UserId!, row.Changed))]);
    }
}

/// <param name="Mark">Where the database stood.</param>
public sealed record ChangesSince(long Mark, IReadOnlyList<(string UserId, long Mark)> Users);

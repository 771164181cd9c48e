using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Storage.Sql;

/// <summary>Messages to one customer outside any campaign, in the ledger like all that is sent.</summary>
public sealed class Replies(Database database)
{
    private readonly Engine engine = database.Engine;
    private readonly Accounts accounts = new(database);

    /// <summary>
    /// Queues one message to one customer outside any campaign, ahead of all campaigns. False when the id is there already: pressed twice,
    /// sent once.
    /// </summary>
    /// <param name="staffId">Who answers; null: no member of staff.</param>
    public async Task<bool> AddReplyAsync(NewRequest reply, string? staffId, CancellationToken cancellationToken)
    {
        var row = PageRows.Row(reply, await accounts.NumberAsync(reply.Account, cancellationToken), staffId);
        return await database.WriteAsync(
            async writing =>
            {
                var added = await writing.ExecuteAsync(
                    """
                    insert into queue (id, campaign, expires_at, account, size, kind, class, retry_safe, recipients, content, staff)
                    values (@id, 0, @expires_at, @account, @size, @kind, @class, @retry_safe, @recipients, @content, @staff)
                    on conflict (id) do nothing
                    """,
                    ("id", engine.Key(row.Id)),
                    ("expires_at", row.ExpiresAt),
                    ("account", row.Account),
                    ("size", row.Size),
                    ("kind", row.Kind),
                    ("class", row.Class),
                    ("retry_safe", row.RetrySafe),
                    ("recipients", row.Recipients),
                    ("content", row.Content),
                    ("staff", row.Staff)
                );
                // After a lost answer what is there is ours: the same id is pressed twice far more slowly than this repeats.
                return (added > 0 && (await WithdrawAsync(writing, [row.Id])).Count == 0) || writing.Doubtful;
            },
            cancellationToken
        );
    }

    /// <summary>Takes those out of the queue again that have ended under the same id: one may just have left it for the record, and only a
    /// look after the writing sees that.</summary>
    private async Task<List<Guid>> WithdrawAsync(SqlTransaction writing, IReadOnlyList<Guid> ids)
    {
        var ended = await writing.QueryAsync(
            $"select id from records where {engine.AmongIds("id", "@ids")}",
            row => row.Id("id"),
            ("ids", engine.List(ids))
        );
        if (ended.Count > 0)
            await writing.ExecuteAsync($"delete from queue where {engine.AmongIds("id", "@ids")}", ("ids", engine.List(ended)));
        return ended;
    }

    /// <summary>Queues many such at once, in one transaction; those whose ids are there already are passed over. From no member of
    /// staff.</summary>
    public async Task AddRepliesAsync(IReadOnlyList<NewRequest> replies, CancellationToken cancellationToken)
    {
        var rows = new List<RequestRow>(replies.Count);
        foreach (var reply in replies.DistinctBy(reply => reply.Id))
            rows.Add(PageRows.Row(reply, await accounts.NumberAsync(reply.Account, cancellationToken)));
        try
        {
            await WriteAsync(rows, cancellationToken);
        }
        catch (Exception duplicate) when (engine.IsDuplicate(duplicate))
        {
            // Another node wrote one of them at the same moment; which one, nobody says.
            foreach (var row in rows)
            {
                try
                {
                    await WriteAsync([row], cancellationToken);
                }
                catch (Exception there) when (engine.IsDuplicate(there))
                {
                    // That one.
                }
            }
        }
    }

    private Task<bool> WriteAsync(IReadOnlyList<RequestRow> some, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async writing =>
            {
                var there = await writing.QueryAsync(
                    $"select id from queue where {engine.AmongIds("id", "@ids")}",
                    found => found.Id("id"),
                    ("ids", engine.List(some.Select(row => row.Id)))
                );
                RequestRow[] missing = [.. some.Where(row => !there.Contains(row.Id))];
                if (missing.Length > 0)
                {
                    await engine.InsertAsync(writing, 0, missing, []);
                    await WithdrawAsync(writing, [.. missing.Select(row => row.Id)]);
                }
                return true;
            },
            cancellationToken
        );

    /// <summary>What one request says; null when there is none.</summary>
    public async Task<Content?> ContentAsync(Guid id, CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync(
            "select content from records where id = @id union all select content from queue where id = @id",
            row => row.TextOrNull("content"),
            cancellationToken,
            ("id", engine.Key(id))
        );
        return found is [{ } content] ? LedgerJson.Read<Content>(content) : null;
    }

    /// <summary>How one request stands; null when there is none.</summary>
    public async Task<RequestStatus?> FindRequestAsync(Guid id, CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync(
            """
            select state, code, reason from records where id = @id
            union all select state, code, reason from queue where id = @id
            """,
            row => new RequestStatus(id, ((RequestState)row.Number("state")).Seen(), row.TextOrNull("code"), row.TextOrNull("reason")),
            cancellationToken,
            ("id", engine.Key(id))
        );
        return found.SingleOrDefault();
    }
}

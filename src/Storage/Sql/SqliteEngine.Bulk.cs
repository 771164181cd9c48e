using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Storage.Sql;

internal sealed partial class SqliteEngine
{
    // The key and the epoch come first.
    internal static readonly string SettleSql = $"""
        update requests set {SettlementSql.Set(value => $"?{SettlementSql.Values.IndexOf(value) + 3}")}
        where id = ?1 and epoch = ?2 and state = {RequestState.Claimed:d}
        """;

    // Of the writer's connection, used only by whoever has its turn.
    private SqliteStatement? insertRequest;
    private SqliteStatement? insertDelivery;
    private SqliteStatement? settle;
    private SqliteStatement? noteEntry;

    public override Task InsertAsync(
        SqlTransaction writing,
        long campaign,
        IReadOnlyList<RequestRow> requests,
        IReadOnlyList<DeliveryRow> deliveries
    )
    {
        insertRequest ??= new(
            writer!,
            """
            insert into requests (id, campaign, expires_at, account, size, kind, class, retry_safe, recipients, content, staff)
            values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            """
        );
        insertDelivery ??= new(
            writer!,
            "insert into deliveries (campaign, account, user_id, skip, request, name) values (?1, ?2, ?3, ?4, ?5, ?6)"
        );
        insertRequest.Bind(2, campaign);
        foreach (var row in requests)
        {
            insertRequest
                .Bind(1, row.Id)
                .Bind(3, row.ExpiresAt)
                .Bind(4, row.Account)
                .Bind(5, row.Size)
                .Bind(6, (long)row.Kind)
                .Bind(7, (long)row.Class)
                .Bind(8, row.RetrySafe ? 1L : 0)
                .Bind(9, row.Recipients)
                .Bind(10, row.Content)
                .Bind(11, row.Staff)
                .Run();
        }
        insertDelivery.Bind(1, campaign);
        foreach (var row in deliveries)
        {
            insertDelivery.Bind(2, row.Account).Bind(3, row.UserId).Bind(4, (long?)row.Skip).Bind(5, row.Request).Bind(6, row.Name).Run();
        }
        return Task.CompletedTask;
    }

    public override Task<HashSet<(Guid Id, long Epoch)>> SettleAsync(SqlTransaction writing, IReadOnlyList<Settlement> settlements)
    {
        settle ??= new(writer!, SettleSql);
        var settled = new HashSet<(Guid, long)>(settlements.Count);
        foreach (var one in settlements)
        {
            var changed = settle
                .Bind(1, one.Id)
                .Bind(2, one.Epoch)
                .Bind(3, (long)one.As)
                .Bind(4, one.At.ToUnixTimeMilliseconds())
                .Bind(5, StoredText.CleanOrNull(one.Code, StoredText.LongestWords))
                .Bind(6, StoredText.CleanOrNull(one.Reason, StoredText.LongestWords))
                .Bind(7, StoredText.CleanOrNull(one.PlatformId, StoredText.LongestWords))
                .Bind(8, one.NotBefore?.ToUnixTimeMilliseconds())
                .Bind(9, one.Uncertain ? 1L : 0)
                .Run();
            if (changed > 0)
                settled.Add((one.Id, one.Epoch));
        }
        return Task.FromResult(settled);
    }

    public override Task NoteAsync(SqlTransaction writing, IReadOnlyList<JournalRow> rows)
    {
        noteEntry ??= new(
            writer!,
            $"""
            insert or ignore into journal (account, user_id, digest, what, at, noted, {string.Join(", ", JournalRow.Texts)})
            values (?1, ?2, ?3, ?4, ?5, ?6, {string.Join(", ", JournalRow.Texts.Select((_, at) => $"?{at + 7}"))})
            """
        );
        foreach (var row in rows)
        {
            noteEntry
                .Bind(1, row.Account)
                .Bind(2, row.UserId)
                .Bind(3, row.Entry.Digest)
                .Bind(4, row.What)
                .Bind(5, row.Entry.At)
                .Bind(6, row.Entry.Noted);
            var values = row.Values;
            for (var at = 0; at < values.Length; at++)
                noteEntry.Bind(at + 7, values[at]);
            noteEntry.Run();
        }

        return Task.CompletedTask;
    }

    private void DisposeStatements()
    {
        noteEntry?.Dispose();
        insertRequest?.Dispose();
        insertDelivery?.Dispose();
        settle?.Dispose();
    }
}

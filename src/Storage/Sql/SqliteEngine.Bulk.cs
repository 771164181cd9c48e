using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Storage.Sql;

internal sealed partial class SqliteEngine
{
    // The key and the epoch come first.
    private static string Bound(string value) => $"?{SettlementSql.Values.IndexOf(value) + 3}";

    private static readonly string Ours = $"id = ?1 and epoch = ?2 and state = {RequestState.Claimed:d}";

    internal static readonly string EndSql = $"""
        insert into records ({SettlementSql.Kept}, state, settled_at, code, reason, platform_id)
        select {SettlementSql.Kept}, {SettlementSql.State(Bound)}, {Bound("at")}, {Bound("code")}, {Bound("reason")},
            coalesce({Bound("platform")}, platform_id)
        from queue where {Ours} and {SettlementSql.State(Bound)} <> {RequestState.Queued:d}
        returning campaign, account, state, size
        """;

    internal static readonly string BackSql = $"update queue set {SettlementSql.Back(Bound)} where {Ours}";

    // Of the writer's connection, used only by whoever has its turn.
    private SqliteStatement? insertRequest;
    private SqliteStatement? insertDelivery;
    private SqliteStatement? end;
    private SqliteStatement? leave;
    private SqliteStatement? putBack;
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
            insert into queue (id, campaign, expires_at, account, size, kind, class, retry_safe, recipients, content, staff)
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

    public override async Task<HashSet<(Guid Id, long Epoch)>> SettleAsync(SqlTransaction writing, IReadOnlyList<Settlement> settlements)
    {
        end ??= new(writer!, EndSql);
        leave ??= new(writer!, "delete from queue where id = ?1");
        putBack ??= new(writer!, BackSql);
        var settled = new HashSet<(Guid, long)>(settlements.Count);
        var lines = new Dictionary<TallyLine, long>();
        foreach (var one in settlements)
        {
            if (Ended(one, lines) || Bound(putBack, one).Run() > 0)
                settled.Add((one.Id, one.Epoch));
        }
        await TallyBook.AddAsync(writing, this, lines.Select(line => line.Key with { Messages = line.Value }));
        return settled;
    }

    private bool Ended(Settlement one, Dictionary<TallyLine, long> lines)
    {
        Span<long> row = stackalloc long[4];
        if (!Bound(end!, one).Run(row))
            return false;
        leave!.Bind(1, one.Id).Run();
        var (campaign, account, state, size) = (row[0], (int)row[1], (RequestState)row[2], row[3]);
        Count(TallyBook.Line(campaign, account, RequestState.Queued, null, 0), -size);
        Count(TallyBook.Line(campaign, account, state, StoredText.CleanOrNull(one.Code, StoredText.LongestWords), 0), size);
        return true;

        void Count(TallyLine line, long messages) => lines[line] = lines.GetValueOrDefault(line) + messages;
    }

    private static SqliteStatement Bound(SqliteStatement statement, Settlement one) =>
        statement
            .Bind(1, one.Id)
            .Bind(2, one.Epoch)
            .Bind(3, (long)one.As)
            .Bind(4, one.At.ToUnixTimeMilliseconds())
            .Bind(5, StoredText.CleanOrNull(one.Code, StoredText.LongestWords))
            .Bind(6, StoredText.CleanOrNull(one.Reason, StoredText.LongestWords))
            .Bind(7, StoredText.CleanOrNull(one.PlatformId, StoredText.LongestWords))
            .Bind(8, one.NotBefore?.ToUnixTimeMilliseconds())
            .Bind(9, one.Uncertain ? 1L : 0);

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
            for (var at = 0; at < JournalRow.Texts.Length; at++)
                noteEntry.Bind(at + 7, row.Text(at));
            noteEntry.Run();
        }

        return Task.CompletedTask;
    }

    private void DisposeStatements()
    {
        noteEntry?.Dispose();
        insertRequest?.Dispose();
        insertDelivery?.Dispose();
        end?.Dispose();
        leave?.Dispose();
        putBack?.Dispose();
    }
}

using Npgsql;
using NpgsqlTypes;
using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Storage.Sql;

internal sealed partial class PostgresEngine
{
    private static readonly string Given = $"""
        unnest(@ids, @epochs, @as, @at, @codes, @reasons, @platforms, @not_before, @uncertain)
            as s (s_id, s_epoch, {string.Join(", ", SettlementSql.Values.Select(value => $"s_{value}"))})
        """;

    private static readonly string Ours = $"id = s_id and epoch = s_epoch and state = {RequestState.Claimed:d}";

    private static readonly string Becomes = SettlementSql.State(value => $"s_{value}");

    // One statement: what has gone from the queue is what is recorded and counted.
    private static readonly string EndSql = $"""
        with gone as (
            delete from queue using {Given}
            where {Ours} and {Becomes} <> {RequestState.Queued:d}
            returning {SettlementSql.Kept}, {Becomes} as ended, s_at, s_code, s_reason, coalesce(s_platform, platform_id) as platform
        ), kept as (
            insert into records ({SettlementSql.Kept}, state, settled_at, code, reason, platform_id)
            select {SettlementSql.Kept}, ended, s_at, s_code, s_reason, platform from gone
        ), counted as (
            insert into tallies (campaign, account, state, code, messages)
            select campaign, account, ended, case when {TallyBook.Coded.In("ended")} then coalesce(s_code, '') else '' end, sum(size)
                from gone where campaign <> 0 group by 1, 2, 3, 4
            union all
            select campaign, account, {RequestState.Queued:d}, '', -sum(size) from gone where campaign <> 0 group by 1, 2
        )
        select id, epoch from gone
        """;

    private static readonly string BackSql = $"""
        update queue set {SettlementSql.Back(value => $"s_{value}")} from {Given}
        where {Ours} and s_as > {SettledAs.Skipped:d}
        returning id, epoch
        """;

    private const string LockSql = "select id from queue where id = any(@ids) order by id for update";

    public override async Task InsertAsync(
        SqlTransaction writing,
        long campaign,
        IReadOnlyList<RequestRow> requests,
        IReadOnlyList<DeliveryRow> deliveries
    )
    {
        var connection = (NpgsqlConnection)writing.Connection;
        if (requests.Count > 0)
            await CopyRequestsAsync(connection, campaign, requests, writing.Cancellation);
        if (deliveries.Count > 0)
            await CopyDeliveriesAsync(connection, campaign, deliveries, writing.Cancellation);
    }

    public override async Task<HashSet<(Guid Id, long Epoch)>> SettleAsync(SqlTransaction writing, IReadOnlyList<Settlement> settlements)
    {
        // One order for all, so that two blocks cannot wait for each other.
        var given = Parameters([.. settlements.OrderBy(settlement => settlement.Id)]);
        // What may go back is changed by a second statement: their order would not be one without this.
        var mixed = settlements.Any(settlement => settlement.As > SettledAs.Skipped);
        if (mixed)
            await writing.QueryAsync(LockSql, _ => true, given[0]);
        var settled = await writing.QueryAsync(EndSql, row => (row.Id("id"), row.Long("epoch")), given);
        if (mixed && settled.Count < settlements.Count)
            settled.AddRange(await writing.QueryAsync(BackSql, row => (row.Id("id"), row.Long("epoch")), given));
        return [.. settled];
    }

    private static (string, object?)[] Parameters(Settlement[] settlements) =>
        [
            ("ids", Array.ConvertAll(settlements, one => one.Id)),
            ("epochs", Array.ConvertAll(settlements, one => one.Epoch)),
            ("as", Array.ConvertAll(settlements, one => (short)one.As)),
            ("at", Array.ConvertAll(settlements, one => one.At.ToUnixTimeMilliseconds())),
            ("codes", Array.ConvertAll(settlements, one => StoredText.CleanOrNull(one.Code, StoredText.LongestWords))),
            ("reasons", Array.ConvertAll(settlements, one => StoredText.CleanOrNull(one.Reason, StoredText.LongestWords))),
            ("platforms", Array.ConvertAll(settlements, one => StoredText.CleanOrNull(one.PlatformId, StoredText.LongestWords))),
            ("not_before", Array.ConvertAll(settlements, one => one.NotBefore?.ToUnixTimeMilliseconds())),
            ("uncertain", Array.ConvertAll(settlements, one => one.Uncertain ? (short)1 : (short)0)),
        ];

    // All columns in one statement: a table for a copy would have to be made for each block.
    private static readonly string NoteSql = $"""
        insert into journal (account, user_id, digest, what, at, noted, {string.Join(", ", JournalRow.Texts)})
        select * from unnest(@account, @user, @digest, @what, @at, @noted, {string.Join(", ", JournalRow.Texts.Select(text => $"@{text}"))})
        on conflict (account, user_id, digest) do nothing
        """;

    public override Task NoteAsync(SqlTransaction writing, IReadOnlyList<JournalRow> rows)
    {
        var texts = new string?[JournalRow.Texts.Length][];
        for (var text = 0; text < texts.Length; text++)
        {
            texts[text] = new string?[rows.Count];
            for (var row = 0; row < rows.Count; row++)
                texts[text][row] = rows[row].Text(text);
        }

        return writing.ExecuteAsync(
            NoteSql,
            [
                ("account", rows.Select(row => row.Account).ToArray()),
                ("user", rows.Select(row => row.UserId).ToArray()),
                ("digest", rows.Select(row => row.Entry.Digest).ToArray()),
                ("what", rows.Select(row => row.What).ToArray()),
                ("at", rows.Select(row => row.Entry.At).ToArray()),
                ("noted", rows.Select(row => row.Entry.Noted).ToArray()),
                .. JournalRow.Texts.Zip(texts, (name, values) => (name, (object?)values)),
            ]
        );
    }

    private static async Task CopyRequestsAsync(
        NpgsqlConnection connection,
        long campaign,
        IReadOnlyList<RequestRow> requests,
        CancellationToken cancellationToken
    )
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            """
            copy queue (id, campaign, expires_at, account, size, kind, class, retry_safe, recipients,
            content, staff) from stdin (format binary)
            """,
            cancellationToken
        );
        foreach (var row in requests)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(row.Id, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(campaign, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(row.ExpiresAt, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(row.Account, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(row.Size, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync((short)row.Kind, NpgsqlDbType.Smallint, cancellationToken);
            await copy.WriteAsync((short)row.Class, NpgsqlDbType.Smallint, cancellationToken);
            await copy.WriteAsync((short)(row.RetrySafe ? 1 : 0), NpgsqlDbType.Smallint, cancellationToken);
            await copy.WriteAsync(row.Recipients, NpgsqlDbType.Text, cancellationToken);
            if (row.Content is null)
                await copy.WriteNullAsync(cancellationToken);
            else
                await copy.WriteAsync(row.Content, NpgsqlDbType.Text, cancellationToken);
            if (row.Staff is null)
                await copy.WriteNullAsync(cancellationToken);
            else
                await copy.WriteAsync(row.Staff, NpgsqlDbType.Text, cancellationToken);
        }
        await copy.CompleteAsync(cancellationToken);
    }

    private static async Task CopyDeliveriesAsync(
        NpgsqlConnection connection,
        long campaign,
        IReadOnlyList<DeliveryRow> deliveries,
        CancellationToken cancellationToken
    )
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy deliveries (campaign, account, user_id, skip, request, name) from stdin (format binary)",
            cancellationToken
        );
        foreach (var row in deliveries)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(campaign, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(row.Account, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(row.UserId, NpgsqlDbType.Text, cancellationToken);
            if (row.Skip is not { } skip)
                await copy.WriteNullAsync(cancellationToken);
            else
                await copy.WriteAsync((short)skip, NpgsqlDbType.Smallint, cancellationToken);
            if (row.Request is not { } request)
                await copy.WriteNullAsync(cancellationToken);
            else
                await copy.WriteAsync(request, NpgsqlDbType.Uuid, cancellationToken);
            if (row.Name is null)
                await copy.WriteNullAsync(cancellationToken);
            else
                await copy.WriteAsync(row.Name, NpgsqlDbType.Text, cancellationToken);
        }
        await copy.CompleteAsync(cancellationToken);
    }
}

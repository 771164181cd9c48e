using Npgsql;
using NpgsqlTypes;
using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Storage.Sql;

internal sealed partial class PostgresEngine
{
    // "state + 0" cannot be looked up in an index. Statistics from before the sending say that nothing is claimed, so a lookup of "state =
    // 1" seems to cost nothing, and the planner compares all that is claimed with all that is settled: seconds, where the way by id takes
    // milliseconds.
    private static readonly string SettleSql = $"""
        update requests set {SettlementSql.Set(value => $"s_{value}")}
        from unnest(@ids, @epochs, @as, @at, @codes, @reasons, @platforms, @not_before, @uncertain)
            as s (s_id, s_epoch, {string.Join(", ", SettlementSql.Values.Select(value => $"s_{value}"))})
        where id = s_id and epoch = s_epoch and state + 0 = {RequestState.Claimed:d}
        returning id, epoch
        """;

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
        var count = settlements.Count;
        var ids = new Guid[count];
        var epochs = new long[count];
        var outcomes = new short[count];
        var at = new long[count];
        var codes = new string?[count];
        var reasons = new string?[count];
        var platforms = new string?[count];
        var notBefore = new long?[count];
        var uncertain = new short[count];
        // One order for all, so that two blocks cannot wait for each other.
        var ordered = settlements.OrderBy(settlement => settlement.Id).ToList();
        for (var i = 0; i < count; i++)
        {
            var one = ordered[i];
            (ids[i], epochs[i], outcomes[i], at[i]) = (one.Id, one.Epoch, (short)one.As, one.At.ToUnixTimeMilliseconds());
            codes[i] = StoredText.CleanOrNull(one.Code, StoredText.LongestWords);
            reasons[i] = StoredText.CleanOrNull(one.Reason, StoredText.LongestWords);
            platforms[i] = StoredText.CleanOrNull(one.PlatformId, StoredText.LongestWords);
            notBefore[i] = one.NotBefore?.ToUnixTimeMilliseconds();
            uncertain[i] = one.Uncertain ? (short)1 : (short)0;
        }
        var settled = await writing.QueryAsync(
            SettleSql,
            row => (row.Id("id"), row.Long("epoch")),
            ("ids", ids),
            ("epochs", epochs),
            ("as", outcomes),
            ("at", at),
            ("codes", codes),
            ("reasons", reasons),
            ("platforms", platforms),
            ("not_before", notBefore),
            ("uncertain", uncertain)
        );
        return [.. settled];
    }

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
            texts[text] = new string?[rows.Count];
        for (var row = 0; row < rows.Count; row++)
        {
            var values = rows[row].Values;
            for (var text = 0; text < texts.Length; text++)
                texts[text][row] = values[text];
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
            copy requests (id, campaign, expires_at, account, size, kind, class, retry_safe, recipients,
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

using System.Text.Json;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Storage.Sql;

/// <summary>
/// The table of messages and what follows from it for their requests. Everything in it only grows, so settling and reporting may write it
/// in any order: what comes out is the same.
/// </summary>
internal sealed class MessageBook(Engine engine)
{
    private static readonly (string, string)[] MessageColumns =
    [
        ("account", "integer"),
        ("platform_id", "text"),
        ("request", "uuid"),
        ("part", "integer"),
        ("user_id", "text"),
        ("sent_at", "integer"),
        ("rank", "integer"),
        ("ranked_at", "integer"),
        ("code", "text"),
        ("reason", "text"),
        ("category", "text"),
        ("price_type", "text"),
    ];

    private static readonly (string, string)[] ChangeColumns =
    [
        ("request", "uuid"),
        ("state", "integer"),
        ("parts", "integer"),
        ("rank", "integer"),
        ("code", "text"),
        ("reason", "text"),
    ];

    private readonly string noteSql = $"""
        insert into messages (account, platform_id, request, part, user_id, sent_at, rank, ranked_at, code, reason, category, price_type)
        select x.account, x.platform_id, x.request, x.part, x.user_id, x.sent_at,
            case when w.read_until >= x.sent_at then {MessageRank.Read:d}
                when w.delivered_until >= x.sent_at and x.rank < {MessageRank.Delivered:d} then {MessageRank.Delivered:d}
                else x.rank end, x.ranked_at, x.code, x.reason, x.category, x.price_type
        from {engine.Table("@rows", "x", MessageColumns)} left join watermarks w on w.account = x.account and w.user_id = x.user_id
        where true
        on conflict (account, platform_id) do update set
            request = coalesce(messages.request, excluded.request),
            part = case when messages.request is null then excluded.part else messages.part end,
            user_id = case when messages.user_id = '' then excluded.user_id else messages.user_id end,
            sent_at = case when excluded.sent_at < messages.sent_at then excluded.sent_at else messages.sent_at end,
            rank = case when excluded.rank > messages.rank then excluded.rank else messages.rank end,
            ranked_at = case when excluded.rank > messages.rank then excluded.ranked_at else messages.ranked_at end,
            code = case when excluded.rank > messages.rank then excluded.code else messages.code end,
            reason = case when excluded.rank > messages.rank then excluded.reason else messages.reason end,
            category = case when messages.category is null or excluded.category > messages.category then excluded.category
                else messages.category end,
            price_type = case when messages.price_type is null or excluded.price_type > messages.price_type then excluded.price_type
                else messages.price_type end
        returning request, rank
        """;

    /// <summary>Notes messages, each platform id at most once; returns the requests of those of which more is known than that they were
    /// sent.</summary>
    public async Task<IReadOnlyList<Guid>> NoteAsync(SqlTransaction writing, IEnumerable<MessageRow> messages)
    {
        var rows = messages.OrderBy(message => message.Account).ThenBy(message => message.PlatformId, StringComparer.Ordinal).ToList();
        if (rows.Count == 0)
            return [];
        var noted = await writing.QueryAsync(
            noteSql,
            row => (Request: row.IdOrNull("request"), Rank: row.Number("rank")),
            ("rows", JsonSerializer.Serialize(rows.Select(Noted), RowJson.Default.IEnumerableNotedMessage))
        );
        return [.. noted.Where(row => row.Request is not null && row.Rank > (int)MessageRank.Sent).Select(row => row.Request!.Value)];
    }

    private static NotedMessage Noted(MessageRow row) =>
        new(
            row.Account,
            StoredText.Clean(row.PlatformId, StoredText.LongestId),
            row.Request?.ToString("N"),
            row.Part,
            StoredText.Clean(row.UserId, StoredText.LongestId),
            row.SentAt.ToUnixTimeMilliseconds(),
            (int)row.Rank,
            row.RankedAt.ToUnixTimeMilliseconds(),
            StoredText.CleanOrNull(row.Code, StoredText.LongestWords),
            StoredText.CleanOrNull(row.Reason, StoredText.LongestWords),
            StoredText.CleanOrNull(row.Pricing?.Category, StoredText.LongestWords),
            StoredText.CleanOrNull(row.Pricing?.Type, StoredText.LongestWords)
        );

    /// <summary>How many messages of requests went, never fewer than before.</summary>
    public async Task WentAsync(SqlTransaction writing, IReadOnlyCollection<(Guid Request, int Went)> requests)
    {
        if (requests.Count == 0)
            return;
        var rows = JsonSerializer.Serialize(
            requests.OrderBy(request => request.Request).Select(request => new WentRequest(request.Request.ToString("N"), request.Went)),
            RowJson.Default.IEnumerableWentRequest
        );
        foreach (var table in (string[])["queue", "records"])
            await writing.ExecuteAsync(
                $"""
                update {table} set parts = x.went from {engine.Table("@rows", "x", ("request", "uuid"), ("went", "integer"))}
                where {table}.id = x.request and {table}.parts < x.went
                """,
                ("rows", rows)
            );
    }

    /// <summary>
    /// The state of settled requests from what is known of their messages: accepted when all of them were, refused when one failed; else as
    /// it was. Returns those that changed.
    /// </summary>
    public async Task<IReadOnlyList<Guid>> DeriveAsync(SqlTransaction writing, IReadOnlyCollection<Guid> requests, DateTimeOffset now)
    {
        if (requests.Count == 0)
            return [];
        var ids = engine.List(requests.Distinct());
        var known = await KnownAsync(writing, ids);
        if (known.Count == 0)
            return [];
        var messages = await MessagesAsync(writing, ids);
        var changes = known
            .Select(request => request.With([.. messages[request.Of.Id]]))
            .OfType<Change>()
            .OrderBy(change => change.Of.Id)
            .ToList();
        if (changes.Count > 0)
            await ChangeAsync(writing, changes, now);
        return changes.ConvertAll(change => change.Of.Id);
    }

    private Task<List<Derivation>> KnownAsync(SqlTransaction writing, object ids) =>
        writing.QueryAsync(
            $"""
            select r.id, r.campaign, r.account, r.size, r.state, r.parts, r.rank, r.code, r.reason,
                coalesce(r.content, c.content) as content
            from (select * from records where {engine.AmongIds("id", "@ids")} and {RequestStates.Table.Where(RequestChange.Report)}
                order by id {engine.Lock}) r left join campaigns c on c.id = r.campaign
            """,
            row => new Derivation(
                new(row.Id("id"), row.Long("campaign"), row.Number("account"), row.Long("size")),
                new(
                    (RequestState)row.Number("state"),
                    row.Number("parts"),
                    row.Number("rank"),
                    row.TextOrNull("code"),
                    row.TextOrNull("reason")
                ),
                row.TextOrNull("content")
            ),
            ("ids", ids)
        );

    private async Task<ILookup<Guid, Known>> MessagesAsync(SqlTransaction writing, object ids)
    {
        var messages = await writing.QueryAsync(
            $"select request, part, rank, code, reason from messages where {engine.AmongIds("request", "@ids")}",
            row =>
                (
                    Request: row.Id("request"),
                    Known: new Known(row.Number("part"), (MessageRank)row.Number("rank"), row.TextOrNull("code"), row.TextOrNull("reason"))
                ),
            ("ids", ids)
        );
        return messages.ToLookup(message => message.Request, message => message.Known);
    }

    // They are locked since they were read.
    private async Task ChangeAsync(SqlTransaction writing, List<Change> changes, DateTimeOffset now)
    {
        await writing.ExecuteAsync(
            $"""
            update records set state = x.state, parts = x.parts, rank = x.rank, code = x.code, reason = x.reason, settled_at =
                coalesce(settled_at, @now)
            from {engine.Table("@rows", "x", ChangeColumns)}
            where records.id = x.request
            """,
            ("now", now),
            (
                "rows",
                JsonSerializer.Serialize(
                    changes.Select(change => new DerivedRequest(
                        change.Of.Id.ToString("N"),
                        (int)change.Now.State,
                        change.Now.Parts,
                        change.Now.Rank,
                        change.Now.Code,
                        change.Now.Reason
                    )),
                    RowJson.Default.IEnumerableDerivedRequest
                )
            )
        );
        await TallyBook.AddAsync(writing, engine, changes.SelectMany(change => change.Lines));
    }

    private sealed record Known(int Part, MessageRank Rank, string? Code, string? Reason);

    /// <summary>How a request stands.</summary>
    /// <param name="Parts">How many of its messages went.</param>
    private sealed record Standing(RequestState State, int Parts, int Rank, string? Code, string? Reason)
    {
        public IEnumerable<TallyLine> Lines(Identity of, int sign) =>
            [
                TallyBook.Line(of.Campaign, of.Account, State, Code, sign * of.Size),
                .. State == RequestState.Accepted && Rank > (int)MessageRank.Failed
                    ? [TallyBook.Line(of.Campaign, of.Account, (MessageRank)Rank, sign)]
                    : (TallyLine[])[],
            ];
    }

    private readonly record struct Identity(Guid Id, long Campaign, int Account, long Size);

    private sealed record Change(Identity Of, Standing Was, Standing Now)
    {
        public IEnumerable<TallyLine> Lines => Was.Lines(Of, -1).Concat(Now.Lines(Of, 1));
    }

    private sealed record Derivation(Identity Of, Standing Now, string? Content)
    {
        public Change? With(IReadOnlyList<Known> messages)
        {
            var total = LedgerJson.ReadContent(Content)?.Messages.Count ?? 1;
            // A part noted under two ids (a platform that sent it twice) counts by what is best known of it.
            var parts = messages.GroupBy(message => message.Part).Select(part => part.MaxBy(message => message.Rank)!).ToList();
            var went = parts.Count(part => part.Rank != MessageRank.Failed);
            var failed = parts.Where(part => part.Rank == MessageRank.Failed).MinBy(part => part.Part);
            var then =
                failed is not null ? new Standing(RequestState.Refused, went, 0, failed.Code, failed.Reason)
                : went >= total ? new Standing(RequestState.Accepted, total, (int)parts.Min(part => part.Rank), null, null)
                : null;
            if (then is null)
                return Now.State != RequestState.Accepted && went > Now.Parts
                    ? new Change(Of, Now, Now with { Parts = went, Rank = 0 })
                    : null;
            // The words of a refusal change nothing by themselves.
            return then with { Reason = Now.Reason } == Now ? null : new Change(Of, Now, then);
        }
    }
}

/// <summary>One message to be noted.</summary>
internal sealed record MessageRow(
    int Account,
    string PlatformId,
    Guid? Request,
    int Part,
    string UserId,
    DateTimeOffset SentAt,
    MessageRank Rank,
    DateTimeOffset RankedAt,
    string? Code = null,
    string? Reason = null,
    MessagePricing? Pricing = null
);

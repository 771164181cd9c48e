using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Storage.Sql;

/// <summary>Takes out of the queue what ends otherwise than by settling: into the record, and counted.</summary>
internal sealed class QueueEnds(Engine engine)
{
    /// <summary>
    /// Ends those of the ids that <paramref name="ending"/> does not leave in the queue. They are locked already. Returns what ended.
    /// </summary>
    public async Task<List<EndedRequest>> EndAsync(
        SqlTransaction writing,
        IReadOnlyCollection<Guid> ids,
        Ending ending,
        params (string Name, object? Value)[] parameters
    )
    {
        if (ids.Count == 0)
            return [];
        var ended = await writing.QueryAsync(
            $"""
            insert into records ({SettlementSql.Kept}, state, settled_at, code, reason, platform_id)
            select {SettlementSql.Kept}, {ending.State}, {ending.At}, {ending.Code}, {ending.Reason}, platform_id from queue
            where {engine.AmongIds("id", "@ids")} and {ending.State} <> {RequestState.Queued:d}
            returning id, campaign, account, state, size, code, retry_safe
            """,
            row => new EndedRequest(
                row.Id("id"),
                row.Long("campaign"),
                row.Number("account"),
                (RequestState)row.Number("state"),
                row.Long("size"),
                row.TextOrNull("code"),
                row.Flag("retry_safe")
            ),
            [("ids", engine.List(ids)), .. parameters]
        );
        if (ended.Count == 0)
            return ended;
        await writing.ExecuteAsync(
            $"delete from queue where {engine.AmongIds("id", "@ids")}",
            ("ids", engine.List(ended.Select(one => one.Id)))
        );
        // What was split counts as its parts do.
        await TallyBook.AddAsync(writing, engine, ended.Where(one => one.State != RequestState.Split).SelectMany(one => one.Lines));
        return ended;
    }
}

/// <summary>Expressions over a row of the queue.</summary>
/// <param name="State">What it becomes; <see cref="RequestState.Queued"/>: it stays.</param>
internal sealed record Ending(string State, string At = "@now", string Code = "code", string Reason = "reason");

internal readonly record struct EndedRequest(
    Guid Id,
    long Campaign,
    int Account,
    RequestState State,
    long Size,
    string? Code,
    bool RetrySafe
)
{
    public IEnumerable<TallyLine> Lines =>
        [TallyBook.Line(Campaign, Account, RequestState.Queued, null, -Size), TallyBook.Line(Campaign, Account, State, Code, Size)];
}

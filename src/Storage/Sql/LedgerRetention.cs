using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Storage.Sql;

/// <summary>
/// Takes out of the ledger what is too old to be kept, in small steps, of which each is a transaction: in the middle and after it every
/// campaign comes to the same sums. A step repeated after a lost answer takes the next ones, so none needs a mark.
/// </summary>
public sealed class LedgerRetention(Database database)
{
    private const string Kept =
        "insert into kept_tallies (campaign, account, state, code, messages) values (@campaign, @account, @state, @code, @messages) "
        + "on conflict (campaign, account, state, code) do update set messages = kept_tallies.messages + excluded.messages";

    private readonly Engine engine = database.Engine;

    /// <summary>
    /// Campaigns that ended before then and whose recipients are there still, the oldest first. A retry goes to whom its origin did not
    /// reach, so the origin waits for one that is under way; and one that has ended says whom it took on, so it waits for its origin.
    /// </summary>
    public async Task<IReadOnlyList<long>> EndedAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            """
            select id from campaigns where settled = 1 and forgotten < 2 and finished_at < @before
                and not exists (select 1 from campaigns retry where retry.origin = campaigns.id and retry.settled = 0)
                and not exists (select 1 from campaigns first where first.id = campaigns.origin and first.forgotten < 2)
            order by finished_at, id limit @most
            """,
            row => row.Long("id"),
            cancellationToken,
            ("before", before),
            ("most", most)
        );

    /// <summary>Forgets some recipients of a campaign that has ended. False: it has none any more.</summary>
    public Task<bool> ForgetAsync(long campaign, int most, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async writing =>
            {
                // One at a time: who waited for another's step must not take its rows for the last ones.
                await writing.QueryAsync($"select 1 from campaigns where id = @campaign {engine.Lock}", _ => true, ("campaign", campaign));
                var some = await ForgetDeliveriesAsync(writing, campaign, most) || await ForgetRequestsAsync(writing, campaign, most);
                await writing.ExecuteAsync(
                    "update campaigns set forgotten = @stage where id = @campaign and forgotten < @stage",
                    ("campaign", campaign),
                    ("stage", some ? 1 : 2)
                );
                return some;
            },
            cancellationToken
        );

    /// <summary>Forgets some replies that were to be sent before then. Returns how many.</summary>
    public Task<int> ForgetRepliesAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async writing =>
            {
                var gone = await writing.QueryAsync(
                    $"""
                    delete from requests where id in (select id from requests
                        where campaign = 0 and expires_at < @before and {RequestStates.Closed.In()} order by expires_at limit @most)
                    returning id
                    """,
                    row => row.Id("id"),
                    ("before", before),
                    ("most", most)
                );
                await ForgetMessagesAsync(writing, gone);
                return gone.Count;
            },
            cancellationToken
        );

    // Without a request a delivery counts by its reason, else by its request.
    private static async Task<bool> ForgetDeliveriesAsync(SqlTransaction writing, long campaign, int most)
    {
        var gone = await writing.QueryAsync(
            """
            delete from deliveries where campaign = @campaign and (account, user_id) in (
                select account, user_id from deliveries where campaign = @campaign order by account, user_id limit @most)
            returning account, skip
            """,
            row => (Account: row.Number("account"), Skip: (SkipReason?)row.NumberOrNull("skip")),
            ("campaign", campaign),
            ("most", most)
        );
        foreach (var left in gone.Where(row => row.Skip is not null).CountBy(row => row))
            await KeepAsync(writing, campaign, new(left.Key.Account, (int)RequestState.Skipped, left.Key.Skip.ToString()), left.Value);
        return gone.Count > 0;
    }

    private async Task<bool> ForgetRequestsAsync(SqlTransaction writing, long campaign, int most)
    {
        var gone = await writing.QueryAsync(
            """
            delete from requests where id in (select id from requests where campaign = @campaign limit @most)
            returning id, account, state, size, rank, code
            """,
            row =>
                (
                    Id: row.Id("id"),
                    Account: row.Number("account"),
                    State: (RequestState)row.Number("state"),
                    Size: row.Long("size"),
                    Rank: (MessageRank)row.Number("rank"),
                    Code: row.TextOrNull("code")
                ),
            ("campaign", campaign),
            ("most", most)
        );
        foreach (var ended in gone.GroupBy(row => (row.Account, row.State, row.Code)))
            await KeepAsync(writing, campaign, new(ended.Key.Account, (int)ended.Key.State, ended.Key.Code), ended.Sum(row => row.Size));
        foreach (
            var reported in gone.Where(row => row is { State: RequestState.Accepted, Rank: > MessageRank.Failed })
                .CountBy(row => (row.Account, row.Rank))
        )
            await KeepAsync(writing, campaign, new(reported.Key.Account, -1 - (int)reported.Key.Rank, null), reported.Value);
        await ForgetMessagesAsync(writing, [.. gone.Select(row => row.Id)]);
        return gone.Count > 0;
    }

    private Task ForgetMessagesAsync(SqlTransaction writing, IReadOnlyCollection<Guid> requests) =>
        requests.Count == 0
            ? Task.CompletedTask
            : writing.ExecuteAsync(
                $"delete from messages where {engine.AmongIds("request", "@requests")}",
                ("requests", engine.List(requests))
            );

    private static Task KeepAsync(SqlTransaction writing, long campaign, Sum sum, long messages) =>
        writing.ExecuteAsync(
            Kept,
            ("campaign", campaign),
            ("account", sum.Account),
            ("state", sum.State),
            ("code", sum.Code ?? ""),
            ("messages", messages)
        );

    /// <summary>What is counted together.</summary>
    /// <param name="State">As <see cref="DeliveryReports"/> counts: a state of requests, or -1 minus a rank.</param>
    private readonly record struct Sum(int Account, int State, string? Code);
}

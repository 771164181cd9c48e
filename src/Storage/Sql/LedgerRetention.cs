using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Storage.Sql;

/// <summary>
/// Takes out of the ledger what is too old to be kept, in small steps, of which each is a transaction. What was counted stays. A step
/// repeated after a lost answer takes the next ones, so none needs a mark.
/// </summary>
public sealed class LedgerRetention(Database database)
{
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

    /// <summary>Forgets some replies that ended before then. Returns how many.</summary>
    public Task<int> ForgetRepliesAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async writing =>
            {
                var gone = await writing.QueryAsync(
                    """
                    delete from records where id in (select id from records
                        where campaign = 0 and settled_at < @before order by settled_at limit @most)
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

    private static async Task<bool> ForgetDeliveriesAsync(SqlTransaction writing, long campaign, int most) =>
        await writing.ExecuteAsync(
            """
            delete from deliveries where campaign = @campaign and (account, user_id) in (
                select account, user_id from deliveries where campaign = @campaign order by account, user_id limit @most)
            """,
            ("campaign", campaign),
            ("most", most)
        ) > 0;

    private async Task<bool> ForgetRequestsAsync(SqlTransaction writing, long campaign, int most)
    {
        var gone = await writing.QueryAsync(
            "delete from records where id in (select id from records where campaign = @campaign limit @most) returning id",
            row => row.Id("id"),
            ("campaign", campaign),
            ("most", most)
        );
        await ForgetMessagesAsync(writing, gone);
        return gone.Count > 0;
    }

    private Task ForgetMessagesAsync(SqlTransaction writing, IReadOnlyCollection<Guid> requests) =>
        requests.Count == 0
            ? Task.CompletedTask
            : writing.ExecuteAsync(
                $"delete from messages where {engine.AmongIds("request", "@requests")}",
                ("requests", engine.List(requests))
            );
}

using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Storage.Sql;

/// <summary>Puts right what was left lying in the ledger, and says what waits there.</summary>
public sealed class LedgerSweep(Database database, RequestQueue queue, Holds holds)
{
    private const int Block = 5_000;

    private readonly Engine engine = database.Engine;
    private readonly MessageBook book = new(database.Engine);

    /// <summary>As <see cref="Database.SetClockAsync"/>: leases are judged by it.</summary>
    public Task SetClockAsync(CancellationToken cancellationToken) => database.SetClockAsync(cancellationToken);

    /// <summary>What waits and is on its way, and what holds it up.</summary>
    public async Task<LedgerWaiting> WaitingAsync(CancellationToken cancellationToken) =>
        new(await queue.DepthAsync(cancellationToken), await holds.HoldsAsync(cancellationToken));

    // The uncertain ones of a class: never to be called cancelled or expired, since they may have arrived.
    private static readonly string Ended =
        $"state = case when uncertain = 1 then {RequestState.Unknown:d} else @state end, settled_at = @now";

    /// <summary>
    /// Puts right what was left lying: claims whose lease ended, requests past their expiry or their retry key's lifetime, and what is
    /// still queued of cancelled campaigns. Any number of nodes may sweep at once.
    /// </summary>
    /// <param name="retryKeyLifetime">For how long after its first attempt an uncertain request may be repeated under its key: the
    /// platform's time less a margin.</param>
    public async Task<SweepResult> SweepAsync(DateTimeOffset now, TimeSpan retryKeyLifetime, CancellationToken cancellationToken)
    {
        var keyed = now - retryKeyLifetime;
        await database.ExecuteAsync("delete from holds where until_at <= @now", cancellationToken, ("now", now));
        var open = await database.QueryAsync(
            $"""
            select id, state, started_at, first_expiry from campaigns
            where settled = 0 and {CampaignStates.MayHaveOpen.In()} order by id
            """,
            row =>
                (
                    Id: row.GetInt64(0),
                    Cancelled: row.GetInt32(1) == (int)CampaignState.Cancelled,
                    StartedAt: row.TimeOrNull(2),
                    FirstExpiry: row.TimeOrNull(3)
                ),
            cancellationToken
        );

        var (requeued, unknown, expired, cancelled) = await EndLeasesAsync(
            [0, .. open.Select(campaign => campaign.Id)],
            now,
            keyed,
            cancellationToken
        );
        // Replies belong to campaign 0 and are few: looked at each time.
        foreach (
            var (id, isCancelled, startedAt, firstExpiry) in open.Prepend((0, false, DateTimeOffset.MinValue, DateTimeOffset.MinValue))
        )
        {
            if (isCancelled)
            {
                var ended = await EndQueuedAsync(id, RequestState.Cancelled, "true", now, keyed, cancellationToken);
                (cancelled, unknown) = (cancelled + ended.AsAsked, unknown + ended.Unknown);
                await database.ExecuteAsync(
                    $"""
                    update campaigns set settled = 1 where id = @id and not exists (select 1 from requests where campaign = @id
                        and {RequestStates.Open.In("requests.state")})
                    """,
                    cancellationToken,
                    ("id", id)
                );
                continue;
            }
            if (startedAt <= keyed)
            {
                var ended = await EndQueuedAsync(
                    id,
                    RequestState.Unknown,
                    "uncertain = 1 and first_attempt_at <= @keyed",
                    now,
                    keyed,
                    cancellationToken
                );
                unknown += ended.Unknown;
            }
            if (firstExpiry <= now)
            {
                var ended = await EndQueuedAsync(id, RequestState.Expired, "expires_at <= @now", now, keyed, cancellationToken);
                (expired, unknown) = (expired + ended.AsAsked, unknown + ended.Unknown);
                if (id != 0)
                    await LookAgainAsync(id, cancellationToken);
            }
        }
        return new(requeued, unknown, expired, cancelled);
    }

    /// <summary>Ends everything queued of a cancelled campaign at once. What cannot be reached now, the sweeper reaches.</summary>
    internal async Task EndCancelledAsync(long campaign, DateTimeOffset now, CancellationToken cancellationToken) =>
        await EndQueuedAsync(campaign, RequestState.Cancelled, "true", now, DateTimeOffset.MinValue, cancellationToken);

    /// <summary>
    /// A claim whose lease ended may have been sent. Under a retry key that still lives it is repeated; otherwise, and when nothing more
    /// may be sent, it stays unknown. One of which it is written down that no call has begun is as if it had not been claimed.
    /// </summary>
    private async Task<SweepResult> EndLeasesAsync(
        IEnumerable<long> campaigns,
        DateTimeOffset now,
        DateTimeOffset keyed,
        CancellationToken cancellationToken
    )
    {
        var ended = new List<RequestState>();
        foreach (var campaign in campaigns)
        {
            int changed;
            do
            {
                var states = await database.WriteAsync(
                    writing =>
                        writing.QueryAsync(
                            $"""
                            update requests
                            set state = {LeaseEnded}, settled_at = case when {LeaseEnded} = {RequestState.Queued:d} then null else @now end,
                                attempts = case when {Unbegun} then attempts - 1 else attempts end,
                                first_attempt_at = case when {Unbegun} and attempts = 1 then null else first_attempt_at end,
                                uncertain = case when {Unbegun} then 0 else 1 end, lease_until = null, lease_owner = null,
                                code = case when {Unbegun} then null else 'lease' end, reason = null
                            where {engine.Rows(
                                $"""
                                campaign = @campaign and {RequestStates.Table.Where(RequestChange.EndLease)}
                                    and lease_until <= {engine.Clock} limit {Block} {engine.SkipLocked}
                                """
                            )}
                            returning state, id, retry_safe
                            """,
                            row => (State: (RequestState)row.GetInt32(0), Id: engine.Id(row, 1), Safe: row.Flag(2)),
                            ("campaign", campaign),
                            ("now", now),
                            ("keyed", keyed)
                        ),
                    cancellationToken
                );
                changed = states.Count;
                // What the platform has reported of them meanwhile may say more than that nobody knows.
                Guid[] doubtful = [.. states.Where(one => one is { Safe: false, State: RequestState.Unknown }).Select(one => one.Id)];
                if (doubtful.Length > 0)
                    await database.WriteAsync(writing => book.DeriveAsync(writing, doubtful, now), cancellationToken);
                ended.AddRange(states.Select(one => one.State));
            } while (changed == Block);
        }
        int Of(RequestState state) => ended.Count(one => one == state);
        return new(Of(RequestState.Queued), Of(RequestState.Unknown), Of(RequestState.Expired), Of(RequestState.Cancelled));
    }

    // Surely nothing of this attempt left, nor of an earlier one.
    private const string Unbegun = "(unbegun = epoch and uncertain = 0)";

    private static readonly string LeaseEnded = $"""
        (case
            when {Unbegun} and {SettlementSql.OfCancelled} then {RequestState.Cancelled:d}
            when {Unbegun} then case when expires_at <= @now then {RequestState.Expired:d} else {RequestState.Queued:d} end
            when retry_safe = 0 or first_attempt_at <= @keyed or expires_at <= @now or {SettlementSql.OfCancelled}
                then {RequestState.Unknown:d}
            else {RequestState.Queued:d}
        end)
        """;

    private async Task<(int AsAsked, int Unknown)> EndQueuedAsync(
        long campaign,
        RequestState state,
        string condition,
        DateTimeOffset now,
        DateTimeOffset keyed,
        CancellationToken cancellationToken
    )
    {
        var (asAsked, unknown) = (0, 0);
        int changed;
        do
        {
            var states = await database.WriteAsync(
                writing =>
                    writing.QueryAsync(
                        $"""
                        update requests set {Ended}
                        where {engine.Rows(
                            $"""
                            campaign = @campaign and {RequestStates.Table.Where(RequestChange.Cancel)}
                                and {condition} limit {Block} {engine.SkipLocked}
                            """
                        )}
                        returning state
                        """,
                        row => row.GetInt32(0),
                        ("campaign", campaign),
                        ("state", state),
                        ("now", now),
                        ("keyed", keyed)
                    ),
                cancellationToken
            );
            changed = states.Count;
            var ended = states.Count(one => one == (int)state);
            (asAsked, unknown) = state == RequestState.Unknown ? (0, unknown + ended) : (asAsked + ended, unknown + changed - ended);
        } while (changed == Block);
        return (asAsked, unknown);
    }

    private Task<int> LookAgainAsync(long campaign, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            $"""
            update campaigns set first_expiry = (select min(expires_at) from requests where campaign = @campaign
                and {RequestStates.Open.In("requests.state")})
            where id = @campaign and state <> {CampaignState.Launching:d}
            """,
            cancellationToken,
            ("campaign", campaign)
        );
}

/// <summary>What waits in the ledger, and which accounts are held.</summary>
public sealed record LedgerWaiting(IReadOnlyList<QueueDepth> Depths, IReadOnlyList<Hold> Holds);

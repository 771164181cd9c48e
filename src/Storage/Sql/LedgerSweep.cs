using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Storage.Sql;

/// <summary>Puts right what was left lying in the ledger, and says what waits there.</summary>
public sealed class LedgerSweep(Database database, RequestQueue queue, Holds holds)
{
    private const int Block = 1_000;
    private const int ClaimsAtOnce = 200;

    private readonly Engine engine = database.Engine;
    private readonly MessageBook book = new(database.Engine);
    private readonly QueueEnds ends = new(database.Engine);

    /// <summary>As <see cref="Database.SetClockAsync"/>: leases are judged by it.</summary>
    public Task SetClockAsync(CancellationToken cancellationToken) => database.SetClockAsync(cancellationToken);

    /// <summary>What waits and is on its way, and what holds it up.</summary>
    public async Task<LedgerWaiting> WaitingAsync(CancellationToken cancellationToken) =>
        new(await queue.DepthAsync(cancellationToken), await holds.HoldsAsync(cancellationToken));

    // The uncertain ones of a class: never to be called cancelled or expired, since they may have arrived.
    private static readonly Ending Ended = new($"(case when uncertain = 1 then {RequestState.Unknown:d} else @state end)");

    /// <summary>
    /// Puts right what was left lying: claims whose lease ended, requests past their expiry or their retry key's lifetime, and what is
    /// still queued of cancelled campaigns. Any number of nodes may sweep at once.
    /// </summary>
    /// <param name="retryKeyLifetime">For how long after its first attempt an uncertain request may be repeated under its key: the
    /// platform's time less a margin.</param>
    public async Task<SweepResult> SweepAsync(DateTimeOffset now, TimeSpan retryKeyLifetime, CancellationToken cancellationToken)
    {
        var at = new Moment(now, now - retryKeyLifetime);
        await database.ExecuteAsync("delete from holds where until_at <= @now", cancellationToken, ("now", now));
        var open = await database.QueryAsync(
            $"""
            select id, state, started_at, first_expiry from campaigns
            where settled = 0 and {CampaignStates.MayHaveOpen.In()} order by id
            """,
            row => new OpenCampaign(
                row.Long("id"),
                row.Number("state") == (int)CampaignState.Cancelled,
                row.TimeOrNull("started_at"),
                row.TimeOrNull("first_expiry")
            ),
            cancellationToken
        );
        // Replies belong to campaign 0 and are few: looked at each time.
        open.Insert(0, new(0, false, DateTimeOffset.MinValue, DateTimeOffset.MinValue));
        var result = await EndLeasesAsync(at, cancellationToken);
        foreach (var campaign in open)
        {
            var ended = campaign.Cancelled
                ? await EndCancelledAsync(campaign.Id, at, cancellationToken)
                : await EndLateAsync(campaign, at, cancellationToken);
            result = result with
            {
                Unknown = result.Unknown + ended.Unknown,
                Expired = result.Expired + ended.Expired,
                Cancelled = result.Cancelled + ended.Cancelled,
            };
        }
        return result;
    }

    /// <summary>
    /// What waits for a send window that does not open before it expires, expires at once: it will not be sent. Returns how many requests.
    /// </summary>
    /// <param name="reopens">When a campaign may be sent again; null: it may be now.</param>
    public async Task<int> EndShutAsync(Func<SendHours, DateTimeOffset?> reopens, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var open = await database.QueryAsync(
            $"select id, store, window_reason, expires_at from campaigns where settled = 0 and {CampaignStates.Claimable.In()} order by id",
            row =>
                (
                    Id: row.Long("id"),
                    Hours: new SendHours(row.Text("store"), row.TextOrNull("window_reason")),
                    Expires: row.TimeOrNull("expires_at")
                ),
            cancellationToken
        );
        var expired = 0;
        foreach (var (id, hours, expires) in open)
            if (expires is not null && reopens(hours) is { } reopening && expires <= reopening)
                expired += (await EndQueuedAsync(id, RequestState.Expired, "true", new(now, default), cancellationToken)).AsAsked;
        return expired;
    }

    private async Task<SweepResult> EndCancelledAsync(long campaign, Moment at, CancellationToken cancellationToken)
    {
        var (cancelled, unknown) = await EndQueuedAsync(campaign, RequestState.Cancelled, "true", at, cancellationToken);
        await database.ExecuteAsync(
            """
            update campaigns set settled = 1 where id = @id and not exists (select 1 from queue where campaign = @id)
            """,
            cancellationToken,
            ("id", campaign)
        );
        return new(0, unknown, 0, cancelled);
    }

    /// <summary>What is past its retry key's lifetime, and what is past its expiry.</summary>
    private async Task<SweepResult> EndLateAsync(OpenCampaign campaign, Moment at, CancellationToken cancellationToken)
    {
        var (expired, unknown) = (0, 0);
        if (campaign.StartedAt <= at.Keyed)
            (_, unknown) = await EndQueuedAsync(
                campaign.Id,
                RequestState.Unknown,
                "uncertain = 1 and first_attempt_at <= @keyed",
                at,
                cancellationToken
            );
        if (campaign.FirstExpiry <= at.Now)
        {
            var ended = await EndQueuedAsync(campaign.Id, RequestState.Expired, "expires_at <= @now", at, cancellationToken);
            (expired, unknown) = (ended.AsAsked, unknown + ended.Unknown);
            if (campaign.Id != 0)
                await LookAgainAsync(campaign.Id, cancellationToken);
        }
        return new(0, unknown, expired, 0);
    }

    /// <summary>Ends everything queued of a cancelled campaign at once. What cannot be reached now, the sweeper reaches.</summary>
    internal async Task EndCancelledAsync(long campaign, DateTimeOffset now, CancellationToken cancellationToken) =>
        await EndQueuedAsync(campaign, RequestState.Cancelled, "true", new(now, DateTimeOffset.MinValue), cancellationToken);

    /// <summary>
    /// A claim whose lease ended may have been sent. Under a retry key that still lives it is repeated; otherwise, and when nothing more
    /// may be sent, it stays unknown. One of which it is written down that no call has begun is as if it had not been claimed.
    /// </summary>
    private async Task<SweepResult> EndLeasesAsync(Moment at, CancellationToken cancellationToken)
    {
        var ended = new List<LeaseEnd>();
        bool more;
        do
        {
            var claims = await database.QueryAsync(
                $"""
                select claims.*, (select min(queue.lease_until) from queue where {ClaimRange.RowsOf("claims")}) as next
                from claims where lease_until <= {engine.Clock} order by lease_until limit {ClaimsAtOnce}
                """,
                row => (Range: ClaimRange.Read(row), Next: row.LongOrNull("next")),
                cancellationToken
            );
            var over = claims.Where(claim => claim.Next is null).Select(claim => claim.Range).ToList();
            await ForgetAsync(over, cancellationToken);
            foreach (var (claim, _) in claims.Where(claim => claim.Next is not null))
                ended.AddRange(await EndLeasesAsync(claim, at, cancellationToken));
            more = claims.Count == ClaimsAtOnce && over.Count > 0;
        } while (more);
        int Of(RequestState state) => ended.Count(one => one.State == state);
        return new(Of(RequestState.Queued), Of(RequestState.Unknown), Of(RequestState.Expired), Of(RequestState.Cancelled));
    }

    // Most claims: all that they took was settled long before their leases ended.
    private async Task ForgetAsync(List<ClaimRange> over, CancellationToken cancellationToken)
    {
        foreach (var same in over.GroupBy(claim => (claim.Campaign, claim.NotBefore)))
            await database.ExecuteAsync(
                $"delete from claims where campaign = @campaign and not_before = @not_before and {engine.Among("mark", "@marks")}",
                cancellationToken,
                ("campaign", same.Key.Campaign),
                ("not_before", same.Key.NotBefore),
                ("marks", engine.List(same.Select(claim => claim.Mark)))
            );
    }

    private async Task<List<LeaseEnd>> EndLeasesAsync(ClaimRange claim, Moment at, CancellationToken cancellationToken)
    {
        var block = await database.WriteAsync(writing => EndLeasesAsync(writing, claim, at), cancellationToken);
        // What the platform has reported of them meanwhile may say more than that nobody knows.
        Guid[] doubtful = [.. block.Where(one => one is { Safe: false, State: RequestState.Unknown }).Select(one => one.Id)];
        if (doubtful.Length > 0)
            await database.WriteAsync(writing => book.DeriveAsync(writing, doubtful, at.Now), cancellationToken);
        return block;
    }

    /// <summary>Those of one claim. While any of its requests is claimed still, it is looked at again when the next of their leases
    /// ends.</summary>
    private async Task<List<LeaseEnd>> EndLeasesAsync(SqlTransaction writing, ClaimRange claim, Moment at)
    {
        (string, object?)[] parameters = [.. claim.Parameters(engine), ("now", at.Now), ("keyed", at.Keyed)];
        var late = await writing.QueryAsync(
            $"select id from queue where {ClaimRange.Rows} and lease_until <= {engine.Clock} {engine.SkipLocked}",
            row => row.Id("id"),
            parameters
        );
        var ending = new Ending(LeaseEnded, Code: $"case when {Unbegun} then null else 'lease' end", Reason: "null");
        var ended = await ends.EndAsync(writing, late, ending, parameters);
        var back = await writing.QueryAsync(
            $"""
            update queue set state = {RequestState.Queued:d},
                attempts = case when {Unbegun} then attempts - 1 else attempts end,
                first_attempt_at = case when {Unbegun} and attempts = 1 then null else first_attempt_at end,
                uncertain = case when {Unbegun} then 0 else 1 end, lease_until = null, lease_owner = null,
                code = case when {Unbegun} then null else 'lease' end, reason = null
            where {engine.AmongIds("id", "@ids")}
            returning id, retry_safe
            """,
            row => new LeaseEnd(RequestState.Queued, row.Id("id"), row.Flag("retry_safe")),
            ("ids", engine.List(late.Except(ended.Select(one => one.Id))))
        );
        await writing.ExecuteAsync(
            $"""
            update claims set lease_until = (select min(lease_until) from queue where {ClaimRange.Rows})
            where mark = @mark and campaign = @campaign and not_before = @not_before
                and exists (select 1 from queue where {ClaimRange.Rows})
            """,
            parameters
        );
        return [.. ended.Select(one => new LeaseEnd(one.State, one.Id, one.RetrySafe)), .. back];
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
        Moment at,
        CancellationToken cancellationToken
    )
    {
        var (asAsked, unknown) = (0, 0);
        int changed;
        do
        {
            var states = await database.WriteAsync(
                async writing =>
                {
                    (string, object?)[] parameters = [("campaign", campaign), ("state", state), ("now", at.Now), ("keyed", at.Keyed)];
                    var ids = await writing.QueryAsync(
                        $"""
                        select id from queue where campaign = @campaign and {RequestStates.Table.Where(RequestChange.Cancel)}
                            and {condition} limit {Block} {engine.SkipLocked}
                        """,
                        row => row.Id("id"),
                        parameters
                    );
                    return await ends.EndAsync(writing, ids, Ended, parameters);
                },
                cancellationToken
            );
            changed = states.Count;
            var ended = states.Count(one => one.State == state);
            (asAsked, unknown) = state == RequestState.Unknown ? (0, unknown + ended) : (asAsked + ended, unknown + changed - ended);
        } while (changed == Block);
        return (asAsked, unknown);
    }

    private Task<int> LookAgainAsync(long campaign, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            $"""
            update campaigns set first_expiry = (select min(expires_at) from queue where campaign = @campaign)
            where id = @campaign and state <> {CampaignState.Launching:d}
            """,
            cancellationToken,
            ("campaign", campaign)
        );

    /// <param name="Keyed">What was first attempted by then is past its retry key's lifetime.</param>
    private readonly record struct Moment(DateTimeOffset Now, DateTimeOffset Keyed);

    private readonly record struct LeaseEnd(RequestState State, Guid Id, bool Safe);

    private sealed record OpenCampaign(long Id, bool Cancelled, DateTimeOffset? StartedAt, DateTimeOffset? FirstExpiry);
}

/// <summary>What waits in the ledger, and which accounts are held.</summary>
public sealed record LedgerWaiting(IReadOnlyList<QueueDepth> Depths, IReadOnlyList<Hold> Holds);

using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Space;

namespace OmoBroadcast.Storage.Sql;

/// <summary>The queue of the ledger: requests that wait, and whose they are once they are claimed. A claim counts the epoch of its row up,
/// and only that epoch can settle it.</summary>
/// <param name="space">Where there is one, nothing is claimed while it is short of room.</param>
public sealed class RequestQueue(Database database, Settlements settlements, FreeSpace? space = null)
{
    private const string ClaimedColumns = """
        id, campaign, account, kind, class, recipients, content, attempts, uncertain, first_attempt_at,
        expires_at, epoch, retry_safe, parts, not_before
        """;

    private readonly Engine engine = database.Engine;
    private readonly Accounts accounts = new(database);
    private readonly string claimSql = ClaimSql(database.Engine),
        beginSql = BeginSql(database.Engine);

    /// <summary>
    /// Takes up to <paramref name="most"/> requests, those of the oldest running campaign first and within it by id, after them those that
    /// were put back with a waiting time. The claim is on the disk when this returns: no call is made without it. Held accounts give
    /// nothing, or, when busy, only replies.
    /// </summary>
    public async Task<IReadOnlyList<ClaimedRequest>> ClaimAsync(
        QueueKey queue,
        int most,
        ClaimTerms terms,
        CancellationToken cancellationToken
    )
    {
        if (space is { MaySend: false })
            return [];
        (string, object?)[] asked =
        [
            ("account", await accounts.NumberAsync(queue.Account, cancellationToken)),
            ("kind", queue.Kind),
            ("class", queue.Class),
            ("now", terms.Now),
            ("keyed", terms.Keyed is { } life ? terms.Now - life : DateTimeOffset.UnixEpoch),
            ("mark", Database.NewMark(terms.Owner)),
            ("lease", terms.Lease.Milliseconds()),
        ];
        var taken = await database.WriteAsync(writing => TakeAsync(writing, queue.Account, most, asked), cancellationToken);
        taken.Sort(
            static (a, b) =>
                (a.Request.Campaign ?? 0, a.NotBefore, a.Request.Id).CompareTo((b.Request.Campaign ?? 0, b.NotBefore, b.Request.Id))
        );
        return taken.ConvertAll(one => one.Request);
    }

    private async Task<List<Taken>> TakeAsync(SqlTransaction writing, AccountKey account, int most, (string, object?)[] asked)
    {
        Taken Read(Row row) => new(Claimed(row, account), row.Long("not_before"));
        var taken = new List<Taken>();
        foreach (var campaign in await writing.QueryAsync(RunningSql, row => row.Long("id"), asked))
        {
            if (writing.Doubtful)
                taken.AddRange(await writing.QueryAsync(ClaimedSql, Read, [.. asked, ("campaign", campaign)]));
            if (taken.Count >= most)
                break;
            taken.AddRange(await writing.QueryAsync(claimSql, Read, [.. asked, ("campaign", campaign), ("most", most - taken.Count)]));
        }
        return taken;
    }

    // What an earlier try has taken, whose answer to the COMMIT was lost.
    private static readonly string ClaimedSql = $"""
        select {ClaimedColumns} from requests
        where campaign = @campaign and state = {RequestState.Claimed:d} and lease_owner = @mark
        """;

    // 0 stands for what belongs to no campaign. The held account gives no campaign, so nothing further is asked.
    internal static readonly string RunningSql = $"""
        select running.id from (select 0 as id union all select id from campaigns where settled = 0 and {CampaignStates.Claimable.In()}
            and waits is null) running
        where not exists (select 1 from holds where holds.account = @account and holds.until_at > @now
            and (holds.reason <> {HoldReason.Busy:d} or @class <> {RequestClass.Reply:d}))
            and exists (select 1 from requests where requests.campaign = running.id
                and {RequestStates.Table.Where(RequestChange.Claim, "requests.state")}
                and requests.account = @account and requests.kind = @kind and requests.class = @class and requests.not_before <= @now)
        order by running.id limit 20
        """;

    // Of these a claim says that a call has not begun until it says otherwise. A node of a version that knows fewer of them leaves the word
    // alone and is taken to have begun: see 0011.
    private static readonly string Marked = $"(retry_safe = 0 or kind = {RequestKind.Batch:d})";

    internal static string ClaimSql(Engine engine)
    {
        var next = $"""
            campaign = @campaign and {RequestStates.Table.Where(RequestChange.Claim)}
                and account = @account and kind = @kind and class = @class
                and not_before <= @now and expires_at > @now
            and (uncertain = 0 or first_attempt_at > @keyed)
            and (@campaign = 0 or exists (select 1 from campaigns where campaigns.id = @campaign
                and {CampaignStates.Claimable.In("campaigns.state")} and campaigns.waits is null))
            and not exists (select 1 from holds where holds.account = @account and holds.until_at > @now
                and (holds.reason <> {HoldReason.Busy:d} or @class <> {RequestClass.Reply:d}))
            order by not_before, id limit @most {engine.SkipLocked}
            """;
        return $"""
            update requests
            set {RequestStates.Table.Set(RequestChange.Claim)},
                epoch = epoch + 1, attempts = attempts + 1, lease_owner = @mark, lease_until = {engine.Clock} + @lease,
                first_attempt_at = coalesce(first_attempt_at, @now), unbegun = case when {Marked} then epoch + 1 else unbegun end
            where {engine.Rows(next)}
            returning {ClaimedColumns}
            """;
    }

    /// <summary>
    /// Writes down, before the call, that calls of these claimed requests begin, and renews their leases from now on. To be used where the
    /// platform knows no retry key, and of batches: what is claimed and has not begun is as if it had not been claimed when its lease ends,
    /// what has begun may have arrived. Returns those that are still claimed under this epoch; no call may be made for the others.
    /// </summary>
    public async Task<IReadOnlySet<Guid>> BeginAsync(
        IReadOnlyList<ClaimedRequest> requests,
        TimeSpan lease,
        CancellationToken cancellationToken
    )
    {
        if (requests.Count == 0)
            return new HashSet<Guid>();
        var begun = await database.WriteAsync(
            async writing =>
            {
                var ids = new HashSet<Guid>(requests.Count);
                // Most have been claimed equally often, so that one statement does for all; beside a list of pairs the planner would at
                // times read the whole table.
                foreach (var same in requests.GroupBy(request => request.Epoch).OrderBy(same => same.Key))
                {
                    ids.UnionWith(
                        await writing.QueryAsync(
                            beginSql,
                            row => row.Id("id"),
                            ("ids", engine.List(same.Select(request => request.Id).Order())),
                            ("epoch", same.Key),
                            ("lease", lease.Milliseconds())
                        )
                    );
                }
                return ids;
            },
            cancellationToken
        );
        return begun;
    }

    // Nothing that an index names is changed. "state + 0", as in settling.
    internal static string BeginSql(Engine engine) =>
        $"""
            update requests set unbegun = 0, lease_until = {engine.Clock} + @lease
            where {engine.AmongIds("id", "@ids")} and epoch = @epoch and state + 0 = {RequestState.Claimed:d}
            returning id
            """;

    /// <summary>Not attempted after all (a stop, a pause): back to their places in the queue, and the attempt does not count.</summary>
    public async Task ReleaseAsync(IReadOnlyList<ClaimedRequest> requests, CancellationToken cancellationToken) =>
        await settlements.SettleAsync([.. requests.Select(request => request.Released())], cancellationToken);

    /// <summary>What waits and what is on its way, of everything that is not done.</summary>
    public async Task<IReadOnlyList<QueueDepth>> DepthAsync(CancellationToken cancellationToken)
    {
        var open = await database.QueryAsync(
            $"select id from campaigns where settled = 0 and {CampaignStates.MayHaveOpen.In()}",
            row => row.Long("id"),
            cancellationToken
        );
        var rows = await database.QueryAsync(
            $"""
            select account, class, kind, state, count(*) as requests from requests
            where {engine.Among("campaign", "@campaigns")} and {RequestStates.Open.In()} group by account, class, kind, state
            """,
            row =>
                (
                    Account: row.Number("account"),
                    Kind: (RequestKind)row.Number("kind"),
                    Class: (RequestClass)row.Number("class"),
                    State: (RequestState)row.Number("state"),
                    Count: row.Long("requests")
                ),
            cancellationToken,
            ("campaigns", engine.List(open.Prepend(0)))
        );
        var depths = new List<QueueDepth>();
        foreach (var queue in rows.GroupBy(row => (row.Account, row.Kind, row.Class)))
        {
            long Of(RequestState state) => queue.Where(row => row.State == state).Sum(row => row.Count);
            depths.Add(
                new(
                    new(await accounts.KeyAsync(queue.Key.Account, cancellationToken), queue.Key.Kind, queue.Key.Class),
                    Of(RequestState.Queued),
                    Of(RequestState.Claimed)
                )
            );
        }
        return depths;
    }

    private static ClaimedRequest Claimed(Row row, AccountKey account) =>
        new(
            row.Id("id"),
            row.Long("campaign") is > 0 and var campaign ? campaign : null,
            account,
            (RequestKind)row.Number("kind"),
            (RequestClass)row.Number("class"),
            row.Text("recipients").Split('\n'),
            LedgerJson.ReadContent(row.TextOrNull("content")),
            row.Number("attempts"),
            row.Flag("uncertain"),
            row.TimeOrNull("first_attempt_at"),
            row.Time("expires_at"),
            row.Long("epoch"),
            row.Flag("retry_safe"),
            row.Number("parts")
        );

    private readonly record struct Taken(ClaimedRequest Request, long NotBefore);
}

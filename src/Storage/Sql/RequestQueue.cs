using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Space;

namespace OmoBroadcast.Storage.Sql;

/// <summary>The queue of the ledger: requests that wait, and whose they are once they are claimed. A claim counts the epoch of its row up,
/// and only that epoch can settle it.</summary>
/// <param name="space">Where there is one, nothing is claimed while it is short of room.</param>
public sealed class RequestQueue(Database database, Settlements settlements, FreeSpace? space = null)
{
    private readonly Engine engine = database.Engine;
    private readonly Accounts accounts = new(database);
    private readonly QueuePlaces places = new();
    private readonly string claimSql = ClaimSql.Claim(database.Engine),
        runningSql = ClaimSql.Running(database.Engine),
        beginSql = ClaimSql.Begin(database.Engine);

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
        var putBack = settlements.PutBack;
        var claim = new Claim(
            queue.Account,
            most,
            places.Of(queue, putBack),
            [
                ("account", await accounts.NumberAsync(queue.Account, cancellationToken)),
                ("kind", queue.Kind),
                ("class", queue.Class),
                ("now", terms.Now),
                ("keyed", terms.Keyed is { } life ? terms.Now - life : DateTimeOffset.UnixEpoch),
                ("mark", Database.NewMark(terms.Owner)),
                ("lease", terms.Lease.Milliseconds()),
                .. terms.Open.Parameters(engine),
            ]
        );
        var taken = await database.WriteAsync(writing => TakeAsync(writing, claim), cancellationToken);
        foreach (var (campaign, some, all) in taken)
            places.Keep(queue, campaign, all ? null : some.MaxBy(one => one.Place.Order).Place, putBack);
        return
        [
            .. taken
                .SelectMany(one => one.Requests)
                .OrderBy(one => one.Request.Campaign ?? 0)
                .ThenBy(one => one.Place.Order)
                .Select(one => one.Request),
        ];
    }

    private async Task<List<TakenOf>> TakeAsync(SqlTransaction writing, Claim claim)
    {
        var taken = new List<TakenOf>();
        var left = claim.Most;
        var running = await writing.QueryAsync(
            runningSql,
            row => row.Long("id"),
            [.. claim.Asked, ("known", engine.List(claim.Known.Keys))]
        );
        // After a lost answer to a COMMIT also those of which nothing waits any more.
        if (writing.Doubtful)
            running = [.. running.Union(await writing.QueryAsync(ClaimSql.Marked, row => row.Long("campaign"), claim.Asked)).Order()];
        foreach (var campaign in running)
        {
            if (left <= 0)
                break;
            var some = await TakeOfAsync(writing, claim, campaign, left);
            if (some.Count > 0)
                await NoteAsync(writing, campaign, some, claim.Asked);
            taken.Add(new(campaign, some, some.Count < left));
            left -= some.Count;
        }
        return taken;
    }

    // First behind the last claim; where that does not give enough, from the beginning.
    private async Task<List<Taken>> TakeOfAsync(SqlTransaction writing, Claim claim, long campaign, int most)
    {
        Taken Read(Row row) => new(Claimed(row, claim.Account), new(row.Long("not_before"), row.Id("id")), row.Long("lease_until"));
        var taken = writing.Doubtful ? await writing.QueryAsync(ClaimSql.Claimed, Read, [.. claim.Asked, ("campaign", campaign)]) : [];
        var behind = claim.Known.TryGetValue(campaign, out var known) ? known : default;
        while (taken.Count < most)
        {
            taken.AddRange(
                await writing.QueryAsync(
                    claimSql,
                    Read,
                    [
                        .. claim.Asked,
                        ("campaign", campaign),
                        ("most", most - taken.Count),
                        ("behind_at", behind.NotBefore),
                        ("behind_id", engine.Key(behind.Id)),
                    ]
                )
            );
            if (behind == default)
                break;
            behind = default;
        }
        return taken;
    }

    /// <summary>Where the sweeper finds them, should their leases end. An earlier try, whose answer to the COMMIT was lost, may have
    /// written it.</summary>
    private async Task NoteAsync(SqlTransaction writing, long campaign, List<Taken> taken, (string, object?)[] asked)
    {
        foreach (var same in taken.GroupBy(one => one.Place.NotBefore))
            await writing.ExecuteAsync(
                """
                insert into claims (mark, campaign, account, kind, class, not_before, first_id, last_id, lease_until)
                values (@mark, @campaign, @account, @kind, @class, @not_before, @first, @last, @until)
                on conflict (mark, campaign, not_before) do update set first_id = excluded.first_id, last_id = excluded.last_id,
                    lease_until = excluded.lease_until
                """,
                [
                    .. asked,
                    ("campaign", campaign),
                    ("not_before", same.Key),
                    ("first", engine.Key(same.Min(one => one.Place.Id))),
                    ("last", engine.Key(same.Max(one => one.Place.Id))),
                    ("until", same.Min(one => one.LeaseUntil)),
                ]
            );
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
        return await database.WriteAsync(
            async writing =>
            {
                var ids = new HashSet<Guid>(requests.Count);
                // Most have been claimed equally often, so that one statement does for all; beside a list of pairs the planner would at
                // times read the whole table.
                foreach (var same in requests.GroupBy(request => request.Epoch).OrderBy(same => same.Key))
                {
                    var begun = await writing.QueryAsync(
                        beginSql,
                        row => (Id: row.Id("id"), Mark: row.Text("lease_owner"), Until: row.Long("lease_until")),
                        ("ids", engine.List(same.Select(request => request.Id).Order())),
                        ("epoch", same.Key),
                        ("lease", lease.Milliseconds())
                    );
                    ids.UnionWith(begun.Select(one => one.Id));
                    await KeepInSightAsync(writing, begun.Select(one => one.Mark), begun.Select(one => one.Until));
                }
                return ids;
            },
            cancellationToken
        );
    }

    // A lease that ends sooner than that of the claim must be looked at sooner.
    private async Task KeepInSightAsync(SqlTransaction writing, IEnumerable<string> marks, IEnumerable<long> until)
    {
        string[] claims = [.. marks.Distinct().Order(StringComparer.Ordinal)];
        if (claims.Length > 0)
            await writing.ExecuteAsync(
                $"update claims set lease_until = @until where {engine.Among("mark", "@marks")} and lease_until > @until",
                ("marks", engine.List(claims)),
                ("until", until.Min())
            );
    }

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
        async Task<Dictionary<(int Account, RequestKind Kind, RequestClass Class), long>> CountAsync(string from) =>
            (
                await database.QueryAsync(
                    $"select {from} group by 1, 2, 3",
                    row =>
                        (
                            Queue: (row.Number("account"), (RequestKind)row.Number("kind"), (RequestClass)row.Number("class")),
                            Count: row.Long("waiting")
                        ),
                    cancellationToken,
                    ("campaigns", engine.List(open.Prepend(0)))
                )
            ).ToDictionary(row => row.Queue, row => row.Count);
        // Nothing but the index is read of those that wait.
        var all = await CountAsync($"account, kind, class, count(*) as waiting from queue where {engine.Among("campaign", "@campaigns")}");
        var claimed = await CountAsync(
            $"""
            claims.account, claims.kind, claims.class, count(*) as waiting from claims join queue on {ClaimRange.RowsOf("claims")}
            where {engine.Among("claims.campaign", "@campaigns")}
            """
        );
        var depths = new List<QueueDepth>();
        foreach (var (queue, count) in all)
        {
            var (account, kind, cls) = queue;
            var taken = Math.Min(count, claimed.GetValueOrDefault(queue));
            depths.Add(new(new(await accounts.KeyAsync(account, cancellationToken), kind, cls), count - taken, taken));
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

    /// <param name="Known">How far earlier claims have come, by campaign.</param>
    /// <param name="Asked">The parameters of all statements.</param>
    private sealed record Claim(AccountKey Account, int Most, Dictionary<long, Place> Known, (string, object?)[] Asked);

    private readonly record struct Taken(ClaimedRequest Request, Place Place, long LeaseUntil);

    /// <param name="All">Nothing was left.</param>
    private readonly record struct TakenOf(long Campaign, List<Taken> Requests, bool All);
}

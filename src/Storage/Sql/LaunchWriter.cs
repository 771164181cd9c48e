using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Condition;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Space;

namespace OmoBroadcast.Storage.Sql;

/// <summary>Writes a campaign into the ledger, page by page, under a lease: started twice, it is written once.</summary>
/// <param name="space">Where there is one, nothing is launched while it is short of room.</param>
public sealed class LaunchWriter(Database database, FreeSpace? space = null)
{
    private const long WorthAnalysing = 5_000;

    private static readonly string Launching = $"state = {CampaignState.Launching:d}";

    private readonly Engine engine = database.Engine;
    private readonly Accounts accounts = new(database);

    /// <summary>
    /// Takes the launch of a campaign that is due, or one whose launcher has not been heard of for its lease. Null when it is not to be
    /// had.
    /// </summary>
    /// <param name="lease">How long without a page until another may take over, by the database's clock.</param>
    public Task<LaunchLease?> BeginLaunchAsync(
        long campaign,
        string owner,
        TimeSpan lease,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (space is { MaySend: false })
            return Task.FromResult<LaunchLease?>(null);
        var mark = Database.NewMark(owner);
        LaunchLease? Lease(Row row) => new(campaign, row.Long("launch_epoch"), row.TextOrNull("launch_cursor"));
        return database.WriteOnceAsync(
            writing =>
                writing.QueryAsync(
                    "select launch_epoch, launch_cursor from campaigns where id = @campaign and launch_owner = @mark",
                    Lease,
                    ("campaign", campaign),
                    ("mark", mark)
                ),
            async writing =>
            {
                var begun = await writing.QueryAsync(
                    $"""
                    update campaigns
                    set {CampaignStates.Table.Set(CampaignChange.BeginLaunch)},
                        launch_epoch = launch_epoch + 1, launch_owner = @mark, launch_lease = @lease, launch_until =
                        {engine.Clock} + @lease,
                        started_at = coalesce(started_at, @now)
                    where id = @campaign and (({CampaignStates.Table.Where(CampaignChange.BeginLaunch)} and due_at <= @now
                            and (launch_until <= {engine.Clock} or launch_owner = @owner))
                        or ({CampaignStates.Table.Where(CampaignChange.TakeLaunchOver)} and launch_until <= {engine.Clock}))
                    returning launch_epoch, launch_cursor
                    """,
                    Lease,
                    ("campaign", campaign),
                    ("mark", mark),
                    ("owner", owner),
                    ("lease", lease.Milliseconds()),
                    ("now", now)
                );
                return begun.SingleOrDefault();
            },
            cancellationToken
        );
    }

    /// <summary>
    /// The right to look at a campaign that is due before its launch is begun: one node looks at a time. False: another does, or it is not
    /// due.
    /// </summary>
    public async Task<bool> LookAsync(
        long campaign,
        string owner,
        TimeSpan lease,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        await database.ExecuteAsync(
            $"""
            update campaigns set launch_owner = @owner, launch_until = {engine.Clock} + @lease
            where id = @campaign and {CampaignStates.Table.Where(CampaignChange.BeginLaunch)} and due_at <= @now
                and (launch_until <= {engine.Clock} or launch_owner = @owner)
            """,
            cancellationToken,
            ("campaign", campaign),
            ("owner", owner),
            ("lease", lease.Milliseconds()),
            ("now", now)
        ) > 0;

    /// <summary>
    /// Writes down where the stores stood before the first page was read; those of an earlier beginning stand. Answers which Redis the
    /// audience is read from and which it was promised of, or null when the lease is lost.
    /// </summary>
    public async Task<LaunchPresent?> MarkLaunchAsync(LaunchLease lease, LaunchMarks marks, CancellationToken cancellationToken) =>
        (
            await database.WriteAsync(
                writing =>
                    writing.QueryAsync(
                        $"""
                        update campaigns set launch_seen = case when launch_cursor is null then @seen else coalesce(launch_seen, -1) end,
                            launch_moment = case when launch_cursor is null then @moment else coalesce(launch_moment, -1)
                                end, launch_present = coalesce(launch_present, @present)
                        where id = @campaign and launch_epoch = @epoch and {Launching} returning launch_present, promised_present
                        """,
                        row => new LaunchPresent(row.Text("launch_present"), PromisedIn(row)),
                        ("campaign", lease.Campaign),
                        ("epoch", lease.Epoch),
                        ("seen", marks.Seen),
                        ("moment", marks.Moment),
                        ("present", marks.Present)
                    ),
                cancellationToken
            )
        ).SingleOrDefault();

    /// <summary>From where on the sending of a campaign asks what has changed.</summary>
    public async Task<LaunchMarks> MarksAsync(long campaign, CancellationToken cancellationToken) =>
        (
            await database.QueryAsync(
                "select launch_seen, launch_moment, launch_present from campaigns where id = @campaign",
                row =>
                    row.LongOrNull("launch_seen") is { } seen && row.LongOrNull("launch_moment") is { } moment
                        ? new LaunchMarks(seen, moment, row.TextOrNull("launch_present") ?? "")
                        : LaunchMarks.Nothing,
                cancellationToken,
                ("campaign", campaign)
            )
        ).SingleOrDefault() ?? LaunchMarks.Nothing;

    /// <summary>
    /// The Redis of which the campaign was promised, or from which its audience was being read, has lost what it held: the launch stops
    /// here, paused, and its people are told. Resumed by a person it goes on with whom is known then. False: the lease is lost.
    /// </summary>
    public Task<bool> LoseAudienceAsync(LaunchLease lease, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async writing =>
            {
                var held = await writing.ExecuteAsync(
                    $"""
                    update campaigns set {CampaignStates.Table.Set(CampaignChange.LoseAudience)}, version = version + 1, launch_until = 0,
                        launch_present = null, promised_present = null
                        where id = @campaign and launch_epoch = @epoch and {CampaignStates.Table.Where(CampaignChange.LoseAudience)}
                    """,
                    ("campaign", lease.Campaign),
                    ("epoch", lease.Epoch)
                );
                if (held > 0)
                    await CampaignNotices.RaiseAsync(writing, lease.Campaign, CampaignNoticeReason.AudienceLost, now, "");
                return held > 0;
            },
            cancellationToken
        );

    /// <summary>
    /// Writes a page and moves the cursor, in one transaction, and renews the lease. False: the lease is lost, or the campaign is paused or
    /// cancelled; nothing was written. A customer whom the campaign already has (an earlier launch, or twice in a page) is left as they are
    /// and taken out of the page's requests.
    /// </summary>
    /// <exception cref="ArgumentException">The page's deliveries and requests do not belong together.</exception>
    public async Task<bool> AppendAsync(LaunchLease lease, LaunchPage page, CancellationToken cancellationToken)
    {
        var numbers = await accounts.NumbersAsync(
            page.Deliveries.Select(delivery => delivery.Account).Concat(page.Requests.Select(request => request.Account)),
            cancellationToken
        );
        var written = new PageRows(page, numbers);
        var mark = Database.NewMark();
        try
        {
            return await AppendOnceAsync(lease, page.Cursor, written, mark, careful: false, cancellationToken);
        }
        catch (Exception duplicate) when (engine.IsDuplicate(duplicate))
        {
            return await AppendOnceAsync(lease, page.Cursor, written, mark, careful: true, cancellationToken);
        }
    }

    /// <summary>All pages are written: the campaign is sending from here on. False: the lease is lost.</summary>
    public async Task<bool> FinishLaunchAsync(LaunchLease lease, CancellationToken cancellationToken)
    {
        var size = await database.WriteOnceAsync(
            writing =>
                writing.QueryAsync(
                    "select launch_size from campaigns where id = @campaign and launch_epoch = @epoch and launched = 1",
                    row => row.Long("launch_size"),
                    ("campaign", lease.Campaign),
                    ("epoch", lease.Epoch)
                ),
            async writing =>
            {
                var finished = await writing.QueryAsync(
                    $"""
                    update campaigns set {CampaignStates.Table.Set(CampaignChange.FinishLaunch)}, launched = 1, launch_until = 0
                    where id = @campaign and launch_epoch = @epoch and {CampaignStates.Table.Where(CampaignChange.FinishLaunch)}
                    returning launch_size
                    """,
                    row => row.Long("launch_size"),
                    ("campaign", lease.Campaign),
                    ("epoch", lease.Epoch)
                );
                return finished.Count == 0 ? -1 : finished[0];
            },
            cancellationToken
        );
        if (size >= WorthAnalysing)
            await AnalyseAsync(cancellationToken);
        return size >= 0;
    }

    private Task<bool> AppendOnceAsync(
        LaunchLease lease,
        string? cursor,
        PageRows page,
        string mark,
        bool careful,
        CancellationToken cancellationToken
    ) =>
        database.WriteOnceAsync(
            writing =>
                writing.QueryAsync(
                    "select 1 from campaigns where id = @campaign and launch_mark = @mark",
                    row => true,
                    ("campaign", lease.Campaign),
                    ("mark", mark)
                ),
            async writing =>
            {
                var mine = await writing.ExecuteAsync(
                    $"""
                    update campaigns
                    set launch_cursor = @next, launch_until = {engine.Clock} + launch_lease, launch_mark = @mark, launch_size = launch_size
                        + @size,
                        first_expiry = case when @expiry < coalesce(first_expiry, @expiry + 1) then @expiry else first_expiry end
                    where id = @campaign and launch_epoch = @epoch and {Launching} and coalesce(launch_cursor, '') = @cursor
                    """,
                    ("campaign", lease.Campaign),
                    ("epoch", lease.Epoch),
                    ("cursor", lease.Cursor ?? ""),
                    ("next", cursor),
                    ("mark", mark),
                    ("size", (long)page.Deliveries.Count),
                    ("expiry", page.FirstExpiry)
                );
                if (mine == 0)
                    return false;
                if (careful)
                    page = page.Without(await AlreadyThereAsync(writing, lease.Campaign, page));
                await engine.InsertAsync(writing, lease.Campaign, page.Requests, page.Deliveries);
                await TallyBook.AddAsync(writing, engine, page.Lines(lease.Campaign));
                return true;
            },
            cancellationToken
        );

    private async Task<HashSet<(int Account, string UserId)>> AlreadyThereAsync(SqlTransaction writing, long campaign, PageRows page)
    {
        var there = new HashSet<(int, string)>();
        foreach (var account in page.Deliveries.GroupBy(delivery => delivery.Account))
        {
            foreach (var some in account.Select(delivery => delivery.UserId).Chunk(1_000))
            {
                var found = await writing.QueryAsync(
                    $"""
                    select user_id from deliveries where campaign = @campaign and account = @account
                    and {engine.Among("user_id", "@users")}
                    """,
                    row => row.Text("user_id"),
                    ("campaign", campaign),
                    ("account", account.Key),
                    ("users", engine.List(some))
                );
                there.UnionWith(found.Select(user => (account.Key, user)));
            }
        }
        return there;
    }

    private static RedisLives? PromisedIn(Row row) =>
        row.TextOrNull("promised_present") is { } lives ? new(LedgerJson.Read<Dictionary<string, string>>(lives)) : null;

    /// <summary>Statistics only make it faster; the launch stands without them.</summary>
    private async Task AnalyseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await engine.AnalyseAsync(cancellationToken);
        }
        catch (Exception failure) when (engine.IsTransient(failure)) { }
    }
}

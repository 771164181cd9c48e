using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Store.Promises;

public sealed partial class Ledger
{
    private const long WorthAnalysing = 5_000;

    /// <summary>
    /// Takes the launch of a campaign that is due, or one whose launcher has not been heard of for its lease. Null when it is not to be had.
    /// </summary>
    /// <param name="lease">How long without a page until another may take over, by the database's clock.</param>
    public Task<LaunchLease?> BeginLaunchAsync(long campaign, string owner, TimeSpan lease, DateTimeOffset now, CancellationToken cancellation)
    {
        if (space is { MaySend: false }) return Task.FromResult<LaunchLease?>(null);
        var mark = $"{owner}/{Guid.NewGuid():N}";
        return database.WriteAsync(async writing =>
        {
            if (writing.Doubtful)
            {
                var ours = await writing.QueryAsync("select launch_epoch, launch_cursor from campaigns where id = @campaign and launch_owner = @mark",
                    row => new LaunchLease(campaign, row.GetInt64(0), row.Text(1)), ("campaign", campaign), ("mark", mark));
                if (ours.Count > 0) return ours[0];
            }
            var begun = await writing.QueryAsync($"""
                update campaigns
                set state = 2, launch_epoch = launch_epoch + 1, launch_owner = @mark, launch_lease = @lease, launch_until = {engine.Clock} + @lease,
                    started_at = coalesce(started_at, @now)
                where id = @campaign and ((state = 1 and due_at <= @now) or (state = 2 and launch_until <= {engine.Clock}))
                returning launch_epoch, launch_cursor
                """, row => new LaunchLease(campaign, row.GetInt64(0), row.Text(1)),
                ("campaign", campaign), ("mark", mark), ("lease", Milliseconds(lease)), ("now", now));
            return begun.SingleOrDefault();
        }, cancellation);
    }

    /// <summary>
    /// Writes a page and moves the cursor, in one transaction, and renews the lease. False: the lease is lost, or the campaign is paused or
    /// cancelled; nothing was written. A customer whom the campaign already has (an earlier launch, or twice in a page) is left as they are
    /// and taken out of the page's requests.
    /// </summary>
    /// <exception cref="ArgumentException">The page's deliveries and requests do not belong together.</exception>
    public async Task<bool> AppendAsync(LaunchLease lease, LaunchPage page, CancellationToken cancellation)
    {
        var numbers = await NumbersAsync(
            page.Deliveries.Select(delivery => delivery.Account).Concat(page.Requests.Select(request => request.Account)), cancellation);
        var written = new PageRows(page, numbers);
        var mark = Guid.NewGuid().ToString("N");
        try
        {
            return await AppendOnceAsync(lease, page.Cursor, written, mark, careful: false, cancellation);
        }
        catch (Exception duplicate) when (engine.IsDuplicate(duplicate))
        {
            return await AppendOnceAsync(lease, page.Cursor, written, mark, careful: true, cancellation);
        }
    }

    /// <summary>All pages are written: the campaign is sending from here on. False: the lease is lost.</summary>
    public async Task<bool> FinishLaunchAsync(LaunchLease lease, CancellationToken cancellation)
    {
        var size = await database.WriteAsync(async writing =>
        {
            var finished = await writing.QueryAsync("""
                update campaigns set state = 3, launched = 1, launch_until = 0
                where id = @campaign and launch_epoch = @epoch and state = 2
                returning launch_size
                """, row => row.GetInt64(0), ("campaign", lease.Campaign), ("epoch", lease.Epoch));
            if (finished.Count == 0 && writing.Doubtful)
            {
                finished = await writing.QueryAsync("select launch_size from campaigns where id = @campaign and launch_epoch = @epoch and launched = 1",
                    row => row.GetInt64(0), ("campaign", lease.Campaign), ("epoch", lease.Epoch));
            }
            return finished.Count == 0 ? -1 : finished[0];
        }, cancellation);
        if (size >= WorthAnalysing) await AnalyseAsync(cancellation);
        return size >= 0;
    }

    private Task<bool> AppendOnceAsync(LaunchLease lease, string? cursor, PageRows page, string mark, bool careful, CancellationToken cancellation) =>
        database.WriteAsync(async writing =>
        {
            if (writing.Doubtful)
            {
                var there = await writing.QueryAsync("select 1 from campaigns where id = @campaign and launch_mark = @mark",
                    row => true, ("campaign", lease.Campaign), ("mark", mark));
                if (there.Count > 0) return true;
            }
            var mine = await writing.ExecuteAsync($"""
                update campaigns
                set launch_cursor = @next, launch_until = {engine.Clock} + launch_lease, launch_mark = @mark, launch_size = launch_size + @size,
                    first_expiry = case when @expiry < coalesce(first_expiry, @expiry + 1) then @expiry else first_expiry end
                where id = @campaign and launch_epoch = @epoch and state = 2 and coalesce(launch_cursor, '') = @cursor
                """, ("campaign", lease.Campaign), ("epoch", lease.Epoch), ("cursor", lease.Cursor ?? ""), ("next", cursor), ("mark", mark),
                ("size", (long)page.Deliveries.Count), ("expiry", page.FirstExpiry));
            if (mine == 0) return false;
            if (careful) page = page.Without(await AlreadyThereAsync(writing, lease.Campaign, page));
            await engine.InsertAsync(writing, lease.Campaign, page.Requests, page.Deliveries);
            return true;
        }, cancellation);

    private async Task<HashSet<(int Account, string UserId)>> AlreadyThereAsync(Writing writing, long campaign, PageRows page)
    {
        var there = new HashSet<(int, string)>();
        foreach (var account in page.Deliveries.GroupBy(delivery => delivery.Account))
        {
            foreach (var some in account.Select(delivery => delivery.UserId).Chunk(1_000))
            {
                var found = await writing.QueryAsync(
                    $"select user_id from deliveries where campaign = @campaign and account = @account and {engine.Among("user_id", "@users")}",
                    row => row.GetString(0), ("campaign", campaign), ("account", account.Key), ("users", engine.List(some)));
                there.UnionWith(found.Select(user => (account.Key, user)));
            }
        }
        return there;
    }

    /// <summary>Statistics only make it faster; the launch stands without them.</summary>
    private async Task AnalyseAsync(CancellationToken cancellation)
    {
        try
        {
            await engine.AnalyseAsync(cancellation);
        }
        catch (Exception failure) when (engine.IsTransient(failure))
        {
        }
    }
}

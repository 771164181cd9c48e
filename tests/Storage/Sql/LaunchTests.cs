using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Storage.Sql;

public sealed class LaunchTests
{
    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_second_launch_adds_nothing(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var page = Given.Batch(0, 700, "all");
        var lease = await ledger.LaunchingAsync(page);
        // A launcher that begins anew makes new requests for the same people, some of them new.
        var again = Given.Batch(600, 700, "again");

        Assert.True(await ledger.Launches.AppendAsync(lease, again, default));

        Assert.Equal(1_300, (await ledger.Deliveries.TallyAsync(lease.Campaign, default)).Waiting);
        var claimed = await ledger.ClaimAsync(kind: RequestKind.Batch);
        var everyone = claimed.SelectMany(request => request.Recipients).ToList();
        Assert.Equal(1_300, everyone.Count);
        Assert.Equal(1_300, everyone.Distinct().Count());
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_customer_who_is_twice_in_a_page_is_there_once(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var once = Given.Singles(0, 3, "a");
        var twice = Given.Singles(1, 1, "a");

        var lease = await ledger.LaunchingAsync(
            new LaunchPage("a", [.. once.Deliveries, .. twice.Deliveries], [.. once.Requests, .. twice.Requests])
        );

        Assert.Equal(3, (await ledger.Deliveries.TallyAsync(lease.Campaign, default)).Chosen);
        Assert.Equal(3, (await ledger.ClaimAsync()).Count);
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_launcher_that_was_overtaken_writes_nothing_more(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var campaign = await ledger.ScheduledAsync();
        var slow = (await ledger.Launches.BeginLaunchAsync(campaign.Id, "slow", Given.Gone, Given.Now, default))!;
        Assert.True(await ledger.Launches.AppendAsync(slow, Given.Singles(0, 5, "a"), default));
        Assert.Equal([campaign.Id], (await ledger.Campaigns.DueAsync(Given.Now, default)).Select(due => due.Id));

        var fast = (await ledger.Launches.BeginLaunchAsync(campaign.Id, "fast", Given.Lease, Given.Now, default))!;

        Assert.Equal("a", fast.Cursor);
        Assert.False(await ledger.Launches.AppendAsync(slow with { Cursor = "a" }, Given.Singles(5, 5, "b"), default));
        Assert.False(await ledger.Launches.FinishLaunchAsync(slow, default));
        Assert.True(await ledger.Launches.AppendAsync(fast, Given.Singles(5, 5, "b"), default));
        Assert.False(await ledger.Launches.AppendAsync(fast, Given.Singles(5, 5, "b"), default));
        Assert.True(await ledger.Launches.FinishLaunchAsync(fast with { Cursor = "b" }, default));
        Assert.Equal(10, (await ledger.Deliveries.TallyAsync(campaign.Id, default)).Chosen);
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_paused_launch_goes_on_where_it_stopped(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var lease = await ledger.LaunchingAsync(Given.Singles(0, 5, "a"));
        var version = (await ledger.Campaigns.FindAsync(lease.Campaign, default))!.Version;
        Assert.True(await ledger.Campaigns.PauseAsync(lease.Campaign, version, default));

        Assert.False(await ledger.Launches.AppendAsync(lease, Given.Singles(5, 5, "b"), default));
        Assert.False(await ledger.Launches.FinishLaunchAsync(lease, default));
        Assert.Empty(await ledger.Campaigns.DueAsync(Given.Now, default));
        Assert.Empty(await ledger.ClaimAsync());

        Assert.True(await ledger.Campaigns.ResumeAsync(lease.Campaign, version + 1, default));
        Assert.Single(await ledger.Campaigns.DueAsync(Given.Now, default));
        var resumed = await ledger.Launches.BeginLaunchAsync(lease.Campaign, "node", Given.Lease, Given.Now, default);
        Assert.Equal("a", resumed?.Cursor);
        Assert.Equal(5, (await ledger.ClaimAsync()).Count);
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_page_whose_halves_do_not_belong_together_is_not_written(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var lease = await ledger.LaunchingAsync();
        var page = Given.Batch(0, 10, "a");
        var broken = page with { Deliveries = [.. page.Deliveries.Skip(1)] };
        var orphan = new LaunchPage("a", [new(Given.Line, "U1", null, Guid.CreateVersion7(), null)], []);
        var neither = new LaunchPage("a", [new(Given.Line, "U1", null, null, null)], []);
        var both = page with { Deliveries = [.. page.Deliveries.Select(delivery => delivery with { Skip = SkipReason.Blocked })] };

        foreach (var wrong in new[] { broken, orphan, neither, both })
            await Assert.ThrowsAsync<ArgumentException>(() => ledger.Launches.AppendAsync(lease, wrong, default));

        Assert.Equal(0, (await ledger.Deliveries.TallyAsync(lease.Campaign, default)).Chosen);
        Assert.True(await ledger.Launches.AppendAsync(lease, page, default));
    }

    private static readonly string[] Hostile =
    [
        "U'; drop table requests; --",
        "a}:{b",
        "%",
        "nul\0nul",
        "half\ud83d",
        "two\nlines",
        new string('x', 5_000),
        "😀",
    ];

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Hostile_ids_and_names_are_kept_and_hurt_nobody(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var page = new LaunchPage("a", [.. Hostile.Select(id => new NewDelivery(Given.Line, id, id, null, SkipReason.InvalidId))], []);
        var lease = await ledger.LaunchingAsync(page);

        Assert.Equal(Hostile.Length, (await ledger.Deliveries.TallyAsync(lease.Campaign, default)).Skipped);
        var seen = await ledger.Deliveries.DeliveriesAsync(lease.Campaign, DeliveryState.Skipped, 0, 100, default);
        Assert.Contains("😀", seen.Select(delivery => delivery.Customer.UserId));
        Assert.Contains("U'; drop table requests; --", seen.Select(delivery => delivery.Name));
        var split = new NewRequest(
            Guid.CreateVersion7(),
            Given.Line,
            RequestKind.Batch,
            RequestClass.Staff,
            ["two\nlines"],
            null,
            true,
            Given.Now
        );
        await Assert.ThrowsAsync<ArgumentException>(() =>
            ledger.Launches.AppendAsync(lease, new("b", [new(Given.Line, "two\nlines", null, split.Id, null)], [split]), default)
        );
    }
}

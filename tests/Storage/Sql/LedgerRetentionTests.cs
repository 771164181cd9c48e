using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Housekeeping;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>Recipients that are too old go; what their broadcast came to stays.</summary>
public sealed class LedgerRetentionTests
{
    private static readonly DateTimeOffset Later = Given.Now.AddDays(1);

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Every_sum_of_a_campaign_is_the_same_before_between_and_after_the_steps(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var campaign = await EndedAsync(ledger);
        var retention = new LedgerRetention(ledger.Database);
        Assert.Equal([campaign], await retention.EndedAsync(Later, 10, default));
        var (before, steps) = (await SumsAsync(ledger, campaign), 0);
        for (; await retention.ForgetAsync(campaign, 4, default); steps++)
            Assert.Equal(before, await SumsAsync(ledger, campaign));

        Assert.True(steps > 8, $"{steps} steps");
        Assert.Equal(before, await SumsAsync(ledger, campaign));
        Assert.Empty(await ledger.Deliveries.DeliveriesAsync(campaign, DeliveryFilter.All, 0, 100, default));
        Assert.True((await ledger.Campaigns.FindAsync(campaign, default))!.Forgotten);
        Assert.Empty(await retention.EndedAsync(Later, 10, default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Messages_go_with_their_recipient_and_another_campaign_keeps_its_own(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (old, gone) = await ledger.OneAsync(words: 1);
        await ledger.SettleAsync(gone.Accepted("m0"));
        var (young, kept) = await ledger.OneAsync(words: 1);
        await ledger.SettleAsync(kept.Accepted("m1"));
        var retention = new LedgerRetention(ledger.Database);
        while (await retention.ForgetAsync(old, 10, default)) { }

        Assert.Equal(["m1"], await MessagesAsync(ledger));
        Assert.Single(await ledger.Deliveries.DeliveriesAsync(young, DeliveryFilter.All, 0, 10, default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task What_has_not_ended_or_ended_later_is_kept(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        await ledger.SendingAsync(Given.Singles(0, 3));
        await EndedAsync(ledger);
        Assert.Empty(await new LedgerRetention(ledger.Database).EndedAsync(Given.Now, 10, default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Whom_a_retry_under_way_goes_to_is_kept_and_whom_one_took_on_as_long_as_its_origin(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var retention = new LedgerRetention(ledger.Database);
        var origin = await EndedAsync(ledger);
        var campaign = (await ledger.Campaigns.FindAsync(origin, default))!;
        var retry = await ledger.Campaigns.RetryAsync(campaign, alsoDoubtful: false, "zh-TW", Given.Now, default);
        Assert.Empty(await retention.EndedAsync(Later, 10, default));

        Assert.True(await ledger.Campaigns.CancelAsync(retry.Id, retry.Version, Given.Now, default));
        await ledger.Sweep.SweepAsync(Given.Now, Given.KeyLife, default);
        Assert.Equal([origin], await retention.EndedAsync(Later, 10, default));
        while (await retention.ForgetAsync(origin, 100, default)) { }
        Assert.Equal([retry.Id], await retention.EndedAsync(Later, 10, default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Replies_go_when_they_are_old_and_settled(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (old, waiting, young) = (Given.Reply(), Given.Reply(), Given.Reply());
        foreach (var reply in new[] { old, waiting, young })
            Assert.True(await ledger.Replies.AddReplyAsync(reply, Given.Mei.Id, default));
        var claimed = await ledger.ClaimAsync(cls: RequestClass.Reply);
        await ledger.SettleAsync([.. claimed.Where(one => one.Id != waiting.Id).Select(Ended)]);

        Assert.Equal(1, await new LedgerRetention(ledger.Database).ForgetRepliesAsync(Later, 10, default));
        Assert.Null(await ledger.Replies.FindRequestAsync(old.Id, default));
        Assert.NotNull(await ledger.Replies.FindRequestAsync(waiting.Id, default));
        Assert.NotNull(await ledger.Replies.FindRequestAsync(young.Id, default));

        Settlement Ended(ClaimedRequest one) => one.Settled(SettledAs.Accepted) with { At = one.Id == young.Id ? Later : Given.Now };
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public async Task The_job_takes_them_when_the_months_are_over(int seconds, bool forgotten)
    {
        await using var ledger = await LedgerFixture.OpenAsync(DatabaseKind.Sqlite);
        var campaign = await EndedAsync(ledger);
        var later = new FakeTimeProvider(Given.Now.AddMonths(3).AddSeconds(seconds));
        await using var database = new Database(ledger.Options, later, NullLogger<Database>.Instance);
        await database.MigrateAsync(default);
        var job = new RetentionJob(new(database), new(database), new() { LedgerMonths = 3 }, database, NullLogger<RetentionJob>.Instance);
        await job.RunAsync(default);
        Assert.Equal(forgotten, (await ledger.Campaigns.FindAsync(campaign, default))!.Forgotten);
    }

    /// <summary>A campaign in which everything happened that is counted.</summary>
    private static async Task<long> EndedAsync(LedgerFixture ledger)
    {
        var campaign = await ledger.SendingAsync(
            Given.Singles(0, 12, "1"),
            Given.Batch(20, 7, "2"),
            Given.Skipped(40, 5, SkipReason.Blocked, "3"),
            Given.Skipped(50, 3, SkipReason.Unsubscribed)
        );
        var claimed = await ledger.ClaimAsync();
        var closed = new Dictionary<string, SkipReason> { [claimed[0].Recipients[0]] = SkipReason.OutsideWindow };
        await ledger.Skips.SkipAsync([new(claimed[0], closed)], default);
        await ledger.SettleAsync([
            .. claimed.Skip(1).Take(6).Select(one => one.Settled(SettledAs.Accepted)),
            .. claimed.Skip(7).Take(3).Select(one => one.Settled(SettledAs.Refused, code: "400")),
            .. claimed.Skip(10).Select(one => one.Settled(SettledAs.Unknown, code: "timeout")),
            .. (await ledger.ClaimAsync(kind: RequestKind.Batch)).Select(one => one.Settled(SettledAs.Accepted)),
        ]);
        Assert.Contains(campaign, await ledger.Campaigns.FinishAsync(Given.Now, default));
        return campaign;
    }

    /// <summary>All that is counted of a campaign, in words.</summary>
    private static async Task<string> SumsAsync(LedgerFixture ledger, long campaign)
    {
        var tally = (await ledger.Deliveries.TalliesAsync([campaign], default))[campaign];
        var skipped = (await ledger.Deliveries.SkippedAsync(campaign, default)).OrderBy(one => one.Key);
        var codes = await ledger.Deliveries.CodesAsync(campaign, 10, default);
        return $"{tally.Tally} on {string.Join(' ', tally.Accounts)}; {string.Join(' ', skipped)}; {string.Join(' ', codes)}";
    }

    private static async Task<IReadOnlyList<string>> MessagesAsync(LedgerFixture ledger) =>
        await ledger.Database.QueryAsync("select platform_id from messages order by platform_id", row => row.Text("platform_id"), default);
}

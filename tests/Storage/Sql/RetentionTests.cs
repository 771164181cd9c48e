using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>What is written down for a time goes when it is over, and not before.</summary>
public sealed class RetentionTests
{
    /// <summary>A row that is as old as <c>@at</c> says, table by table; and what a row needs that it stands on.</summary>
    private static readonly Dictionary<string, string> Rows = new()
    {
        ["campaign_cards"] =
            "insert into campaign_cards (campaign, service_url, conversation_id, activity_id, final, touched_at) "
            + "values (@n, '', '', '', 1, @at)",
        ["campaign_notices"] = "insert into campaign_notices (campaign, reason, at, detail, told) values (@n, 1, @at, '', 1)",
        ["notice_cards"] =
            "insert into notice_cards (account, user_id, staff, service_url, conversation_id, activity_id, at, shown_at) "
            + "values (@n, 'u', 's', '', '', '', @at, @at)",
        ["uploads"] = "insert into uploads (account, media_id, platform_id, until_at) values (@n, 'm', 'p', @at)",
        ["watermarks"] = "insert into watermarks (account, user_id, delivered_until, read_until) values (@n, 'u', @at, @at)",
        ["webhooks"] = "insert into webhooks (channel, headers, body, at, quarantined) values ('line', '', '', @at, 1)",
    };

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_row_goes_the_moment_its_time_is_over_and_the_younger_stays(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var retention = new Retention(ledger.Database);
        foreach (var rule in Retention.Rules.Where(rule => rule.Table != "campaigns"))
        {
            await ledger.Database.ExecuteAsync(
                Rows[rule.Table],
                default,
                ("n", 1),
                ("at", Given.Now - rule.Kept - TimeSpan.FromSeconds(1))
            );
            await ledger.Database.ExecuteAsync(Rows[rule.Table], default, ("n", 2), ("at", Given.Now - rule.Kept));
            Assert.Equal((rule.Table, 1), (rule.Table, await retention.ForgetAsync(rule, Given.Now, 10, default)));
            Assert.Equal((rule.Table, 1), (rule.Table, await CountAsync(ledger, rule.Table)));
        }
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_step_takes_as_many_as_it_may(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var rule = Retention.Rules.Single(rule => rule.Table == "uploads");
        for (var n = 0; n < 5; n++)
            await ledger.Database.ExecuteAsync(Rows[rule.Table], default, ("n", n), ("at", Given.Now.AddDays(-1)));
        var retention = new Retention(ledger.Database);
        int[] gone = [await StepAsync(), await StepAsync(), await StepAsync()];
        Assert.Equal([3, 2, 0], gone);
        Task<int> StepAsync() => retention.ForgetAsync(rule, Given.Now, 3, default);
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_draft_goes_a_month_after_its_last_change_and_nothing_else_does(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var rule = Retention.Rules.Single(rule => rule.Table == "campaigns");
        var sent = await ledger.SendingAsync(Given.Singles(0, 1));
        var left = await ledger.Campaigns.DraftAsync(Given.Mei, Audience.All, "zh-TW", Given.Now, default);
        var worked = await ledger.Campaigns.DraftAsync(Given.Mei, Audience.All, "zh-TW", Given.Now, default);
        // By the database's clock, which is long after what this test calls now.
        Assert.True(await ledger.Campaigns.EditAsync(worked.Id, worked.Version, Audience.All, Given.Words, default));

        Assert.Equal(0, await ForgetAsync(Given.Now + rule.Kept));
        Assert.Equal(1, await ForgetAsync(Given.Now + rule.Kept + TimeSpan.FromSeconds(1)));
        Assert.Null(await ledger.Campaigns.FindAsync(left.Id, default));
        Assert.NotNull(await ledger.Campaigns.FindAsync(worked.Id, default));
        Assert.Equal(1, await ForgetAsync(TimeProvider.System.GetUtcNow() + rule.Kept + TimeSpan.FromHours(1)));
        Assert.NotNull(await ledger.Campaigns.FindAsync(sent, default));
        Task<int> ForgetAsync(DateTimeOffset now) => new Retention(ledger.Database).ForgetAsync(rule, now, 10, default);
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_draft_that_was_shown_lately_and_a_body_in_which_somebody_may_say_no_stay(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var draft = await ledger.Campaigns.DraftAsync(Given.Mei, Audience.All, "zh-TW", Given.Now.AddDays(-40), default);
        await new OpenDrafts(ledger.Database).ShownAsync(Given.Mei.Id, draft.Id, draft.Version, Given.Now.AddDays(-1), default);
        await ledger.Database.ExecuteAsync(Rows["webhooks"], default, ("at", Given.Now.AddDays(-99)));
        await ledger.Database.ExecuteAsync("update webhooks set unheard = 1", default);
        foreach (var rule in Retention.Rules.Where(rule => rule.Table is "campaigns" or "webhooks"))
            Assert.Equal((rule.Table, 0), (rule.Table, await new Retention(ledger.Database).ForgetAsync(rule, Given.Now, 10, default)));
    }

    private static async Task<long> CountAsync(LedgerFixture ledger, string table) =>
        (await ledger.Database.QueryAsync($"select count(*) as rows_left from {table}", row => row.Long("rows_left"), default)).Single();
}

using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Storage.Sql;

public sealed class ApprovalTests
{
    private static readonly StaffMember Manager = new("7b0c", "陳經理", Role.Manager, "taipei");
    private static readonly Content Signed = new([new OutboundMessage.Text("signed")]);
    private static readonly Promise Asked = new(Given.Now.AddHours(1), Given.Now.AddHours(25), 7)
    {
        WillNot = new Dictionary<SkipReason, long> { [SkipReason.Blocked] = 2 },
    };

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task What_awaits_approval_is_not_due_until_one_manager_has_approved_it_once(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var approvals = new Approvals(ledger.Database, ledger.Campaigns);
        var awaiting = await AwaitingAsync(ledger, approvals);
        Assert.Equal((CampaignState.Awaiting, Given.Words, 7), (awaiting.State, awaiting.Content, awaiting.Promised));
        Assert.Equal(2, awaiting.PromisedLeft![SkipReason.Blocked]);
        Assert.Empty(await ledger.Campaigns.DueAsync(Given.Now.AddHours(2), default));
        Assert.Null(await ledger.Launches.BeginLaunchAsync(awaiting.Id, "node", Given.Lease, Given.Now.AddHours(2), default));
        Assert.False(await ledger.Campaigns.EditAsync(awaiting.Id, awaiting.Version, Audience.All, Given.Words, default));

        var approved = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Task.Run(() => approvals.ApproveAsync(awaiting, Signed, Manager, Given.Now, default)))
        );
        Assert.Single(approved, first => first);
        var scheduled = Assert.Single(await ledger.Campaigns.DueAsync(Given.Now.AddHours(1), default));
        Assert.Equal(
            (CampaignState.Scheduled, Manager.Id, Given.Now.AddHours(1), Signed),
            (scheduled.State, scheduled.ApprovedBy, scheduled.DueAt, scheduled.Content)
        );
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_question_is_asked_again_until_somebody_has_got_it_and_news_is_not(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var approvals = new Approvals(ledger.Database, ledger.Campaigns);
        Assert.True(await approvals.ApproveAsync(await AwaitingAsync(ledger, approvals), Signed, Manager, Given.Now, default));
        var notices = new CampaignNotices(ledger.Database);
        var told = await notices.TakeAsync(Given.Now, default);
        Assert.Equal([CampaignNoticeReason.ApprovalAsked, CampaignNoticeReason.Approved], told.Select(notice => notice.Reason).Order());
        Assert.Empty(await notices.TakeAsync(Given.Now.AddMinutes(1), default));
        var again = Assert.Single(await notices.TakeAsync(Given.Now.AddMinutes(3), default));
        Assert.Equal(CampaignNoticeReason.ApprovalAsked, again.Reason);
        await notices.AskedAsync(again, default);
        Assert.Empty(await notices.TakeAsync(Given.Now.AddHours(1), default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Approved_after_its_time_it_is_due_at_once_and_after_its_end_not_at_all(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var approvals = new Approvals(ledger.Database, ledger.Campaigns);
        var (late, tooLate) = (await AwaitingAsync(ledger, approvals), await AwaitingAsync(ledger, approvals));
        Assert.True(await approvals.ApproveAsync(late, Signed, Manager, Given.Now.AddHours(3), default));
        Assert.Equal(Given.Now.AddHours(3), (await ledger.Campaigns.FindAsync(late.Id, default))!.DueAt);
        Assert.False(await approvals.ApproveAsync(tooLate, Signed, Manager, Given.Now.AddHours(25), default));
        Assert.True(await ledger.Campaigns.CancelAsync(tooLate.Id, tooLate.Version, Given.Now, default));
        Assert.False(await approvals.ApproveAsync(tooLate, Signed, Manager, Given.Now, default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Sent_back_or_taken_back_it_is_a_draft_and_what_was_asked_for_is_void(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var approvals = new Approvals(ledger.Database, ledger.Campaigns);
        foreach (
            var back in (Func<Campaign, Task<bool>>[])
                [
                    one => approvals.ReturnAsync(one, Manager, "時間？", Given.Now, default),
                    one => approvals.WithdrawAsync(one, Given.Now, default),
                ]
        )
        {
            var awaiting = await AwaitingAsync(ledger, approvals);
            Assert.True(await back(awaiting));
            Assert.False(await back(awaiting));
            Assert.False(await approvals.ApproveAsync(awaiting, Signed, Manager, Given.Now, default));
            var draft = (await ledger.Campaigns.FindAsync(awaiting.Id, default))!;
            Assert.Equal((CampaignState.Draft, Asked.DueAt, null), (draft.State, draft.DueAt, draft.Promised));
            Assert.True(await approvals.AskAsync(draft, Asked, Given.Now, default));
            Assert.Null((await ledger.Campaigns.FindAsync(awaiting.Id, default))!.Returned);
        }
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Somebody_can_approve_it_where_there_is_a_manager_of_the_store_besides_its_sender(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var approvals = new Approvals(ledger.Database, ledger.Campaigns);
        var staff = new StaffDirectory(ledger.Database);
        var mine = await ledger.Campaigns.DraftAsync(Manager, Audience.All, "en", Given.Now, default);
        foreach (
            var (others, expected) in new (StaffMember[], bool)[]
            {
                ([], false),
                ([Manager], false),
                ([Manager, Given.Mei], false),
                ([Manager, Given.Mei with { Role = Role.Manager, Store = "tainan" }], false),
                ([Manager, Given.Mei with { Role = Role.Administrator }], false),
                ([Manager, Given.Mei with { Role = Role.Manager }], true),
            }
        )
        {
            await staff.ReplaceAsync(others, default);
            Assert.Equal(expected, await approvals.AnybodyAsync(mine with { Sender = Manager.Id.ToUpperInvariant() }, default));
        }
    }

    private static async Task<Campaign> AwaitingAsync(LedgerFixture ledger, Approvals approvals)
    {
        var draft = await ledger.Campaigns.DraftAsync(Given.Mei, Audience.All with { Store = "taipei" }, "en", Given.Now, default);
        Assert.True(await ledger.Campaigns.EditAsync(draft.Id, draft.Version, draft.Audience, Given.Words, default));
        draft = (await ledger.Campaigns.FindAsync(draft.Id, default))!;
        Assert.True(await approvals.AskAsync(draft, Asked, Given.Now, default));
        Assert.False(await approvals.AskAsync(draft, Asked, Given.Now, default));
        return (await ledger.Campaigns.FindAsync(draft.Id, default))!;
    }
}

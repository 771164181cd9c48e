using System.Text;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Storage.Teams;

namespace OmoBroadcast.Tests.Storage.Sql;

public sealed partial class PeopleAndInboxTests
{
    private static readonly CustomerKey Ann = new(Given.Line, "Uann");
    private static readonly CustomerKey Bob = new(Given.Other, "Ubob");

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Suppressions_come_out_alike_in_any_order_and_any_number(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        SuppressionChange[] changes =
        [
            new(Ann, SuppressionKind.Unsubscribed, true, Given.Now, "a"),
            new(Ann, SuppressionKind.Unsubscribed, false, Given.Now, "b"),
            new(Ann, SuppressionKind.Blocked, true, Given.Now.AddSeconds(-5), "c"),
            new(Ann, SuppressionKind.Blocked, false, Given.Now.AddSeconds(5), "d"),
            new(Bob, SuppressionKind.Blocked, true, Given.Now, "e"),
            new(Bob, SuppressionKind.Unsubscribed, true, Given.Now, "f"),
        ];
        var (random, list) = (new Random(7), new Suppressions(ledger.Database));
        for (var round = 0; round < 12; round++)
        {
            await ledger.Database.ExecuteAsync("delete from suppressions", default);
            var shuffled = changes.Concat(changes).ToArray();
            random.Shuffle(shuffled);
            foreach (var some in shuffled.Chunk(random.Next(1, 8)))
                await list.ApplyAsync(some, default);

            var found = await list.FindAsync([Ann, Bob, new(Given.Line, "Unobody")], default);
            Assert.Equal(2, found.Count);
            Assert.Equal([SuppressionKind.Unsubscribed], found[Ann]);
            Assert.Equal([SuppressionKind.Unsubscribed, SuppressionKind.Blocked], found[Bob]);
        }
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Five_hundred_opt_outs_at_once_are_written_at_once(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var list = new Suppressions(ledger.Database);
        SuppressionChange[] all =
        [
            .. Enumerable
                .Range(0, 500)
                .Select(n => new SuppressionChange(
                    new(n % 2 == 0 ? Given.Line : Given.Other, $"U'{n:d4}退"),
                    (SuppressionKind)(n % 3 == 0 ? 1 : 0),
                    true,
                    Given.Now,
                    $"e{n}"
                )),
        ];
        // Of each the earlier yes comes later, and beside others who are written twice at the same moment in another order.
        await Task.WhenAll(list.ApplyAsync(all, default), list.ApplyAsync([.. all.Reverse()], default));
        await list.ApplyAsync([.. all.Select(change => change with { On = false, At = change.At.AddSeconds(-1), EventId = "z" })], default);

        var found = await list.FindAsync([.. all.Select(change => change.Customer)], default);
        Assert.Equal(500, found.Count);
        Assert.All(all, change => Assert.Equal([change.Kind], found[change.Customer]));
        await list.ApplyAsync([.. all.Select(change => change with { On = false, At = change.At.AddSeconds(1) })], default);
        Assert.Empty(await list.FindAsync([.. all.Select(change => change.Customer)], default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task The_directory_is_replaced_as_a_whole(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var staff = new StaffDirectory(ledger.Database);
        var boss = new StaffMember("boss", "王經理", Role.Manager, "taipei");
        await staff.ReplaceAsync([Given.Mei, boss], default);
        Assert.Equal(Given.Mei, await staff.FindAsync(Given.Mei.Id.ToUpperInvariant(), default));
        Assert.Equal(2, (await staff.OfStoreAsync("taipei", default)).Count);

        await staff.ReplaceAsync([boss with { Store = "tainan" }, new("new", "新人", Role.Salesperson, "taipei")], default);

        Assert.Null(await staff.FindAsync(Given.Mei.Id, default));
        Assert.Equal("tainan", (await staff.FindAsync("BOSS", default))!.Store);
        Assert.Equal(["新人"], (await staff.OfStoreAsync("taipei", default)).Select(member => member.Name));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task The_newest_reference_into_Teams_is_kept(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var references = new TeamsReferences(ledger.Database);
        var newer = new TeamsReference("Abc", "https://smba/", "conv", "bot", "tenant", "user", "zh-TW", Given.Now);
        await references.SaveAsync(newer, default);

        await references.SaveAsync(newer with { ConversationId = "older", SeenAt = Given.Now.AddSeconds(-1) }, default);

        Assert.Equal(newer, await references.FindAsync("ABC", default));
        Assert.Null(await references.FindAsync("nobody", default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task That_somebody_is_where_they_were_is_written_down_once_a_minute_and_what_is_new_at_once(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var references = new TeamsReferences(ledger.Database);
        var first = new TeamsReference("Abc", "https://smba/", "conv", "bot", "tenant", "user", "zh-TW", Given.Now);
        await references.SaveAsync(first, default);

        await references.SaveAsync(first with { SeenAt = Given.Now.AddSeconds(59) }, default);
        Assert.Equal(first, await references.FindAsync("abc", default));

        await references.SaveAsync(first with { SeenAt = Given.Now.AddSeconds(60) }, default);
        Assert.Equal(Given.Now.AddSeconds(60), (await references.FindAsync("abc", default))!.SeenAt);

        var moved = first with { ConversationId = "elsewhere", SeenAt = Given.Now.AddSeconds(61) };
        await references.SaveAsync(moved, default);
        Assert.Equal(moved, await references.FindAsync("abc", default));

        await references.GoneAsync("abc", "removed", Given.Now.AddSeconds(62), default);
        await references.SaveAsync(moved with { SeenAt = Given.Now.AddSeconds(63) }, default);
        Assert.Equal(Given.Now.AddSeconds(63), (await references.FindAsync("abc", default))!.SeenAt);
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task An_activity_is_taken_in_once_and_waits_until_it_is_done(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var inbox = new ActivityInbox(ledger.Database);
        var taken = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => Task.Run(() => inbox.AddAsync("conv/message/1", "{}", Given.Now, default)))
        );
        Assert.Single(taken, first => first);
        Assert.True(await inbox.AddAsync("conv/message/0", "{}", Given.Now.AddSeconds(-1), default));

        Assert.Equal(["conv/message/0", "conv/message/1"], (await inbox.PendingAsync(10, default)).Select(activity => activity.Key));
        await inbox.DoneAsync("conv/message/0", default);
        Assert.Equal([new("conv/message/1", "{}", Given.Now)], await inbox.PendingAsync(10, default));
        Assert.False(await inbox.AddAsync("conv/message/0", "{}", Given.Now, default));
        await inbox.ForgetAsync(Given.Now, default);
        Assert.True(await inbox.AddAsync("conv/message/0", "{}", Given.Now, default));
        Assert.False(await inbox.AddAsync("conv/message/1", "{}", Given.Now, default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_card_action_is_used_once(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        await using var beside = kind == DatabaseKind.Postgres ? await ledger.BesideAsync() : null;
        var id = Guid.NewGuid();

        var uses = await Task.WhenAll(
            new[] { ledger, beside ?? ledger, ledger, beside ?? ledger }.Select(node =>
                Task.Run(() => new ActivityInbox(node.Database).FirstUseAsync(id, "mei", "send", Given.Now, default))
            )
        );

        Assert.Single(uses, first => first);
        Assert.True(await new ActivityInbox(ledger.Database).FirstUseAsync(Guid.NewGuid(), "mei", "send", Given.Now, default));
    }

    private static readonly byte[] Body = [0, 255, .. Encoding.UTF8.GetBytes("{\"哈\":1}")];

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Webhooks_wait_in_order_until_they_are_done_and_heard(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (inbox, waiting) = await ThreeAsync(ledger);
        Assert.Equal(["0=", "1=", "2="], waiting.Select(webhook => webhook.Call.Headers["x-line-signature"]));
        Assert.Equal(Body, waiting[0].Call.Body.ToArray());
        Assert.Equal((ChannelId.Line, Given.Now, 0), (waiting[0].Call.Channel, waiting[0].Call.At, waiting[0].Attempts));
        await inbox.RemoveAsync([waiting[0].Id, waiting[1].Id], default);

        Assert.Equal([waiting[2].Id], (await inbox.NextAsync(10, default)).Select(webhook => webhook.Id));
        Assert.Equal(1, await inbox.CountAsync(default));
        Assert.Equal([waiting[2].Id], (await inbox.UnheardAsync(10, default)).Select(webhook => webhook.Id));
        await inbox.HeardAsync(waiting[2].Id, default);
        Assert.Empty(await inbox.UnheardAsync(10, default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_poisonous_webhook_is_set_aside_and_can_be_tried_again(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (inbox, waiting) = await ThreeAsync(ledger);
        Assert.Equal(1, await inbox.FailedAsync(waiting[0].Id, "boom", default));
        Assert.Equal(2, await inbox.FailedAsync(waiting[0].Id, "boom\0", default));
        Assert.Equal(2, (await inbox.NextAsync(1, default))[0].Attempts);
        await inbox.NarrowAsync(waiting[0].Id, ["e1", "e\0"], default);
        await inbox.QuarantineAsync(waiting[0].Id, "boom", default);
        await inbox.RemoveAsync([waiting[1].Id], default);
        Assert.Equal([waiting[2].Id], (await inbox.NextAsync(10, default)).Select(webhook => webhook.Id));

        Assert.Equal(1, await inbox.QuarantinedCountAsync(default));
        var aside = Assert.Single(await inbox.QuarantinedAsync(10, default));
        Assert.Equal((waiting[0].Id, "boom", 2), (aside.Id, aside.Reason, aside.Attempts));
        Assert.Equal(["e1", WebhookInbox.Written("e\0")], aside.Call.OnlyEvents!);
        Assert.Equal(0, await inbox.RetryAsync(waiting[2].Id, default));
        Assert.Equal(1, await inbox.RetryAsync(null, default));
        Assert.Equal(
            [(waiting[0].Id, 0), (waiting[2].Id, 0)],
            (await inbox.NextAsync(10, default)).Select(webhook => (webhook.Id, webhook.Attempts))
        );
    }

    /// <summary>The last of them is not heard yet.</summary>
    private static async Task<(WebhookInbox Inbox, IReadOnlyList<StoredWebhook> Waiting)> ThreeAsync(LedgerFixture ledger)
    {
        var inbox = new WebhookInbox(ledger.Database);
        for (var number = 0; number < 3; number++)
        {
            var headers = new Dictionary<string, string> { ["x-line-signature"] = $"{number}=" };
            await inbox.AddAsync(new(ChannelId.Line, headers, Body, Given.Now.AddSeconds(-number), Unheard: number == 2), default);
        }

        return (inbox, await inbox.NextAsync(10, default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task What_somebody_chose_goes_before_what_their_client_says(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var staff = new StaffDirectory(ledger.Database);
        var settings = new StaffSettings(ledger.Database, staff);
        var (references, cards) = (new TeamsReferences(ledger.Database), new CampaignCards(ledger.Database));
        await staff.ReplaceAsync([Given.Mei with { Role = Role.Manager }], default);
        await references.SaveAsync(new(Given.Mei.Id, "https://smba/", "conv", "28:omo", "tenant", "29:1", "en-US", Given.Now), default);
        var campaign = await ledger.ScheduledAsync();
        await cards.SaveAsync(campaign.Id, new("https://smba/", "conv", "1"), default);
        var before = (await staff.FindAsync(Given.Mei.Id, default))!;
        Assert.Equal(("", true), (before.Language, before.OnDuty));

        await settings.SetDutyAsync(Given.Mei.Id, onDuty: false, Given.Now, default);
        await settings.SetLanguageAsync(Given.Mei.Id.ToUpperInvariant(), "zh-Hant", Given.Now, default);
        var after = (await staff.FindAsync(Given.Mei.Id, default))!;
        Assert.Equal(("zh-Hant", false), (after.Language, after.OnDuty));
        Assert.Equal("zh-Hant", (await references.FindAsync(Given.Mei.Id, default))?.Locale);
        Assert.Equal("zh-Hant", Assert.Single(await references.OfManagersAsync(default)).Locale);
        Assert.Equal("zh-Hant", Assert.Single(await cards.OpenAsync(TimeProvider.System.GetUtcNow(), default)).Language);

        await settings.SetLanguageAsync(Given.Mei.Id, "", Given.Now, default);
        Assert.Equal("en-US", (await references.FindAsync(Given.Mei.Id, default))?.Locale);
        Assert.Equal(campaign.Locale, Assert.Single(await cards.OpenAsync(TimeProvider.System.GetUtcNow(), default)).Language);
    }
}

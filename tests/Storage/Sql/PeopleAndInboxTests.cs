using System.Text;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Storage.Teams;

namespace OmoBroadcast.Tests.Storage.Sql;

public sealed class PeopleAndInboxTests
{
    private static readonly CustomerKey Ann = new(Given.Line, "Uann");
    private static readonly CustomerKey Bob = new(Given.Other, "Ubob");

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Suppressions_come_out_alike_in_any_order_and_any_number(DatabaseKind kind)
    {
        await using var house = await House.OpenAsync(kind);
        SuppressionChange[] changes =
        [
            new(Ann, SuppressionKind.Unsubscribed, true, Given.Now, "a"),
            new(Ann, SuppressionKind.Unsubscribed, false, Given.Now, "b"),
            new(Ann, SuppressionKind.Blocked, true, Given.Now.AddSeconds(-5), "c"),
            new(Ann, SuppressionKind.Blocked, false, Given.Now.AddSeconds(5), "d"),
            new(Bob, SuppressionKind.Blocked, true, Given.Now, "e"),
            new(Bob, SuppressionKind.Unsubscribed, true, Given.Now, "f"),
        ];
        var random = new Random(7);
        for (var round = 0; round < 12; round++)
        {
            var list = new Suppressions(house.Database);
            await house.Database.ExecuteAsync("delete from suppressions", default);
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
        await using var house = await House.OpenAsync(kind);
        var list = new Suppressions(house.Database);
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
        await using var house = await House.OpenAsync(kind);
        var staff = new StaffDirectory(house.Database);
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
        await using var house = await House.OpenAsync(kind);
        var references = new TeamsReferences(house.Database);
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
        await using var house = await House.OpenAsync(kind);
        var references = new TeamsReferences(house.Database);
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
        await using var house = await House.OpenAsync(kind);
        var inbox = new ActivityInbox(house.Database);
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
        await using var house = await House.OpenAsync(kind);
        await using var beside = kind == DatabaseKind.Postgres ? await house.BesideAsync() : null;
        var id = Guid.NewGuid();

        var uses = await Task.WhenAll(
            new[] { house, beside ?? house, house, beside ?? house }.Select(node =>
                Task.Run(() => new ActivityInbox(node.Database).FirstUseAsync(id, "mei", "send", Given.Now, default))
            )
        );

        Assert.Single(uses, first => first);
        Assert.True(await new ActivityInbox(house.Database).FirstUseAsync(Guid.NewGuid(), "mei", "send", Given.Now, default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task Webhooks_wait_in_order_and_a_poisonous_one_is_set_aside(DatabaseKind kind)
    {
        await using var house = await House.OpenAsync(kind);
        var inbox = new WebhookInbox(house.Database);
        byte[] body = [0, 255, .. Encoding.UTF8.GetBytes("{\"哈\":1}")];
        for (var number = 0; number < 3; number++)
            await inbox.AddAsync(
                new(
                    ChannelId.Line,
                    new Dictionary<string, string> { ["x-line-signature"] = $"{number}=" },
                    body,
                    Given.Now.AddSeconds(-number),
                    Unheard: number == 2
                ),
                default
            );

        var waiting = await inbox.NextAsync(10, default);
        Assert.Equal(["0=", "1=", "2="], waiting.Select(webhook => webhook.Call.Headers["x-line-signature"]));
        Assert.Equal(body, waiting[0].Call.Body.ToArray());
        Assert.Equal((ChannelId.Line, Given.Now, 0), (waiting[0].Call.Channel, waiting[0].Call.At, waiting[0].Attempts));
        Assert.Equal(1, await inbox.FailedAsync(waiting[0].Id, "boom", default));
        Assert.Equal(2, await inbox.FailedAsync(waiting[0].Id, "boom\0", default));
        Assert.Equal(2, (await inbox.NextAsync(1, default))[0].Attempts);
        await inbox.NarrowAsync(waiting[0].Id, ["e1", "e\0"], default);
        await inbox.QuarantineAsync(waiting[0].Id, "boom", default);
        await inbox.RemoveAsync([waiting[1].Id], default);

        Assert.Equal([waiting[2].Id], (await inbox.NextAsync(10, default)).Select(webhook => webhook.Id));
        Assert.Equal(1, await inbox.CountAsync(default));
        Assert.Equal([waiting[2].Id], (await inbox.UnheardAsync(10, default)).Select(webhook => webhook.Id));
        await inbox.HeardAsync(waiting[2].Id, default);
        Assert.Empty(await inbox.UnheardAsync(10, default));

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

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_card_is_open_until_its_last_word_is_shown(DatabaseKind kind)
    {
        await using var house = await House.OpenAsync(kind);
        var cards = new CampaignCards(house.Database);
        var campaign = await house.ScheduledAsync();
        var draft = await house.Campaigns.DraftAsync(Given.Mei, Audience.All, "en", Given.Now, default);
        var card = new TeamsCard("https://smba/", "conv", "1");
        await cards.SaveAsync(campaign.Id, card with { ActivityId = "0" }, default);
        await cards.SaveAsync(campaign.Id, card, default);
        await cards.SaveAsync(draft.Id, card with { ActivityId = "2" }, default);

        var (found, shownOn, shown, language) = Assert.Single(await cards.OpenAsync(TimeProvider.System.GetUtcNow(), default));
        Assert.Equal((campaign.Id, card, (string?)null, campaign.Locale), (found.Id, shownOn, shown, language));
        await cards.ShownAsync(campaign.Id, "half", false, null, default);
        Assert.Equal("half", Assert.Single(await cards.OpenAsync(TimeProvider.System.GetUtcNow(), default)).Shown);
        Assert.True(await cards.TouchAsync(campaign.Id, shownOn.ConversationId, Given.Now, TimeSpan.FromSeconds(2), default));
        Assert.False(
            await cards.TouchAsync(campaign.Id, shownOn.ConversationId, Given.Now.AddSeconds(1.9), TimeSpan.FromSeconds(2), default)
        );
        Assert.True(await cards.TouchAsync(campaign.Id, shownOn.ConversationId, Given.Now.AddSeconds(2), TimeSpan.FromSeconds(2), default));
        var later = TimeProvider.System.GetUtcNow().AddHours(1);
        await cards.ShownAsync(campaign.Id, "ended", false, later, default);
        Assert.Empty(await cards.OpenAsync(later.AddSeconds(-1), default));
        Assert.Equal("ended", Assert.Single(await cards.OpenAsync(later, default)).Shown);
        await cards.ShownAsync(campaign.Id, "all", true, null, default);
        Assert.Empty(await cards.OpenAsync(TimeProvider.System.GetUtcNow(), default));

        // A card can show one campaign: the next to stand on it takes its place.
        await cards.SaveAsync(campaign.Id, card, default);
        var next = await house.ScheduledAsync();
        await cards.SaveAsync(next.Id, card, default);
        Assert.Equal(next.Id, Assert.Single(await cards.OpenAsync(TimeProvider.System.GetUtcNow(), default)).Campaign.Id);
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task What_somebody_chose_goes_before_what_their_client_says(DatabaseKind kind)
    {
        await using var house = await House.OpenAsync(kind);
        var staff = new StaffDirectory(house.Database);
        var (settings, references, cards) = (
            new StaffSettings(house.Database, staff),
            new TeamsReferences(house.Database),
            new CampaignCards(house.Database)
        );
        await staff.ReplaceAsync([Given.Mei with { Role = Role.Manager }], default);
        await references.SaveAsync(new(Given.Mei.Id, "https://smba/", "conv", "28:omo", "tenant", "29:1", "en-US", Given.Now), default);
        var campaign = await house.ScheduledAsync();
        await cards.SaveAsync(campaign.Id, new("https://smba/", "conv", "1"), default);
        Assert.Equal(("", true), (await staff.FindAsync(Given.Mei.Id, default)) is { } before ? (before.Language, before.OnDuty) : default);

        await settings.SetDutyAsync(Given.Mei.Id, onDuty: false, Given.Now, default);
        await settings.SetLanguageAsync(Given.Mei.Id.ToUpperInvariant(), "zh-Hant", Given.Now, default);
        Assert.Equal(
            ("zh-Hant", false),
            (await staff.FindAsync(Given.Mei.Id, default)) is { } after ? (after.Language, after.OnDuty) : default
        );
        Assert.Equal("zh-Hant", (await references.FindAsync(Given.Mei.Id, default))?.Locale);
        Assert.Equal("zh-Hant", Assert.Single(await references.OfManagersAsync(default)).Locale);
        Assert.Equal("zh-Hant", Assert.Single(await cards.OpenAsync(TimeProvider.System.GetUtcNow(), default)).Language);

        await settings.SetLanguageAsync(Given.Mei.Id, "", Given.Now, default);
        Assert.Equal("en-US", (await references.FindAsync(Given.Mei.Id, default))?.Locale);
        Assert.Equal(campaign.Locale, Assert.Single(await cards.OpenAsync(TimeProvider.System.GetUtcNow(), default)).Language);
    }
}

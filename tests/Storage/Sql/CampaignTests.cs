using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Storage.Sql;

public sealed class CampaignTests
{
    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task An_edit_from_an_old_card_changes_nothing(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var draft = await ledger.Campaigns.DraftAsync(Given.Mei, Audience.All, "en", Given.Now, default);
        Assert.Equal(
            (CampaignState.Draft, 1, "en", "taipei", Given.Now),
            (draft.State, draft.Version, draft.Locale, draft.Store, draft.CreatedAt)
        );
        var audience = new Audience
        {
            Picked = [new(Given.Line, "U1"), new(Given.Other, "U2")],
            WithTag = "貴賓",
            WithoutTag = "奧客",
            MessageWithin = TimeSpan.FromDays(30),
            MessageBefore = TimeSpan.FromHours(1),
            NameContains = "林",
        };

        Assert.True(await ledger.Campaigns.EditAsync(draft.Id, 1, audience, Given.Words, default));
        Assert.False(await ledger.Campaigns.EditAsync(draft.Id, 1, Audience.All, Given.Words, default));
        var edited = (await ledger.Campaigns.FindAsync(draft.Id, default))!;
        Assert.Equal((2, Given.Words), (edited.Version, edited.Content));
        Assert.Equal(audience.Picked, edited.Audience.Picked);
        Assert.Equal(audience with { Picked = null }, edited.Audience with { Picked = null });
        Assert.Null(await ledger.Campaigns.FindAsync(draft.Id + 1, default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_decision_on_an_old_card_changes_nothing(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var draft = await ledger.Campaigns.DraftAsync(Given.Mei, Audience.All, "en", Given.Now, default);
        Assert.True(await ledger.Campaigns.EditAsync(draft.Id, 1, Audience.All, Given.Words, default));
        var promise = new Promise(Given.Now.AddHours(1), Given.Now.AddHours(2), 7);
        var pressed = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Task.Run(() => ledger.Campaigns.ScheduleAsync(draft.Id, 2, promise, default)))
        );
        Assert.Single(pressed, first => first);
        Assert.False(await ledger.Campaigns.EditAsync(draft.Id, 3, Audience.All, Given.Words, default));
        Assert.False(await ledger.Campaigns.PauseAsync(draft.Id, 3, default));
        Assert.Empty(await ledger.Campaigns.DueAsync(Given.Now, default));
        Assert.Null(await ledger.Launches.BeginLaunchAsync(draft.Id, "node", Given.Lease, Given.Now, default));
        Assert.Single(await ledger.Campaigns.DueAsync(Given.Now.AddHours(1), default));
        var scheduled = Assert.Single(await ledger.Campaigns.UnfinishedAsync(default));
        Assert.Equal(
            (CampaignState.Scheduled, Given.Now.AddHours(1), Given.Now.AddHours(2), 7),
            (scheduled.State, scheduled.DueAt, scheduled.ExpiresAt, scheduled.Promised)
        );
        Assert.True(await ledger.Campaigns.CancelAsync(draft.Id, 3, Given.Now, default));
        Assert.Empty(await ledger.Campaigns.DueAsync(Given.Now.AddHours(1), default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task The_records_list_promises_newest_first_and_no_drafts(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var ids = new List<long>();
        foreach (var (who, store) in new[] { ("a", "taipei"), ("B", "taipei"), ("c", "tainan") })
        {
            var draft = await ledger.Campaigns.DraftAsync(
                new StaffMember(who, who, Role.Salesperson, store),
                Audience.All,
                "en",
                Given.Now,
                default
            );
            await ledger.Campaigns.ScheduleAsync(draft.Id, 1, new(Given.Now, Given.Now.AddHours(1), 1), default);
            ids.Add(draft.Id);
        }
        await ledger.Campaigns.DraftAsync(Given.Mei, Audience.All, "en", Given.Now, default);
        async Task<IEnumerable<long>> List(string? sender, string[]? stores, int skip = 0, int take = 10) =>
            (await ledger.Campaigns.ListAsync(sender, stores, skip, take, default)).Select(campaign => campaign.Id);

        Assert.Equal([ids[2], ids[1], ids[0]], await List(null, null));
        Assert.Equal([ids[1]], await List("b", null));
        Assert.Equal([ids[1], ids[0]], await List(null, ["taipei"]));
        Assert.Equal([ids[0]], await List(null, ["taipei", "tainan"], 2));
        Assert.Empty(await List("c", ["taipei"]));
    }

    [Fact]
    public void Every_kind_of_message_has_a_word_in_the_database()
    {
        foreach (var kind in typeof(OutboundMessage).GetNestedTypes())
        {
            var arguments = kind.GetConstructors()[0]
                .GetParameters()
                .Select(parameter => parameter.ParameterType == typeof(string) ? "words" : (object?)null);
            var content = new Content([(OutboundMessage)Activator.CreateInstance(kind, [.. arguments])!]);
            Assert.Equal(content, LedgerJson.Read<Content>(LedgerJson.Write(content)));
        }
    }

    [Fact]
    public void What_is_written_in_the_database_stays_readable()
    {
        Assert.Equal(
            """{"messages":[{"type":"text","words":"新品 \"{{customer_name}}\""}]}""",
            LedgerJson.Write(new Content([new OutboundMessage.Text("新品 \"{{customer_name}}\"")]))
        );
        Assert.Equal(
            """{"picked":["line:U1/U2"],"messageWithin":"30.00:00:00"}""",
            LedgerJson.Write(new Audience { Picked = [new(new(ChannelId.Line, "U1"), "U2")], MessageWithin = TimeSpan.FromDays(30) })
        );
    }
}

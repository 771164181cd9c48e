using System.Text;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Storage.Teams;

namespace OmoBroadcast.Tests.Storage.Sql;

public sealed partial class PeopleAndInboxTests
{
    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_card_is_open_until_its_last_word_is_shown(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var cards = new CampaignCards(ledger.Database);
        var campaign = await ledger.ScheduledAsync();
        var draft = await ledger.Campaigns.DraftAsync(Given.Mei, Audience.All, "en", Given.Now, default);
        var card = new TeamsCard("https://smba/", "conv", "1");
        await cards.SaveAsync(campaign.Id, card with { ActivityId = "0" }, default);
        await cards.SaveAsync(campaign.Id, card, default);
        await cards.SaveAsync(draft.Id, card with { ActivityId = "2" }, default);

        var (found, shownOn, shown, language) = Assert.Single(await cards.OpenAsync(TimeProvider.System.GetUtcNow(), default));
        Assert.Equal((campaign.Id, card, (string?)null, campaign.Locale), (found.Id, shownOn, shown, language));
        await cards.ShownAsync(campaign.Id, "half", false, null, default);
        Assert.Equal("half", Assert.Single(await cards.OpenAsync(TimeProvider.System.GetUtcNow(), default)).Shown);
        var later = TimeProvider.System.GetUtcNow().AddHours(1);
        await cards.ShownAsync(campaign.Id, "ended", false, later, default);
        Assert.Empty(await cards.OpenAsync(later.AddSeconds(-1), default));
        Assert.Equal("ended", Assert.Single(await cards.OpenAsync(later, default)).Shown);
        await cards.ShownAsync(campaign.Id, "all", true, null, default);
        Assert.Empty(await cards.OpenAsync(TimeProvider.System.GetUtcNow(), default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_card_is_touched_once_in_a_while(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (cards, campaign) = (new CampaignCards(ledger.Database), await ledger.ScheduledAsync());
        await cards.SaveAsync(campaign.Id, new("https://smba/", "conv", "1"), default);
        foreach (var (after, touched) in new[] { (0, true), (1.9, false), (2, true) })
            Assert.Equal(
                touched,
                await cards.TouchAsync(campaign.Id, "conv", Given.Now.AddSeconds(after), TimeSpan.FromSeconds(2), default)
            );
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_card_shows_one_campaign_and_the_next_to_stand_on_it_takes_its_place(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var (cards, campaign) = (new CampaignCards(ledger.Database), await ledger.ScheduledAsync());
        var card = new TeamsCard("https://smba/", "conv", "1");
        await cards.SaveAsync(campaign.Id, card, default);
        var next = await ledger.ScheduledAsync();
        await cards.SaveAsync(next.Id, card, default);
        Assert.Equal(next.Id, Assert.Single(await cards.OpenAsync(TimeProvider.System.GetUtcNow(), default)).Campaign.Id);
    }
}

using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Store.Promises;

/// <summary>The card of each campaign, and what it shows.</summary>
public sealed class CampaignCards(Database database)
{
    /// <summary>From now on this is the campaign's card, and nothing has been shown on it yet.</summary>
    public Task SaveAsync(long campaign, TeamsCard card, CancellationToken cancellation) =>
        database.ExecuteAsync("""
            insert into campaign_cards (campaign, service_url, conversation_id, activity_id) values (@campaign, @service, @conversation, @activity)
            on conflict (campaign) do update set service_url = excluded.service_url, conversation_id = excluded.conversation_id,
                activity_id = excluded.activity_id, shown = null, final = 0
            """, cancellation, ("campaign", campaign), ("service", card.ServiceUrl), ("conversation", card.ConversationId), ("activity", card.ActivityId));

    /// <summary>Cards of promised campaigns whose last word has not been shown, with the fingerprint of what they show. Drafts have no progress to show.</summary>
    public async Task<IReadOnlyList<(Campaign Campaign, TeamsCard Card, string? Shown)>> OpenAsync(CancellationToken cancellation) =>
        await database.QueryAsync($"""
            select {Campaigns.Columns}, service_url, conversation_id, activity_id, shown
            from campaign_cards join campaigns on campaigns.id = campaign_cards.campaign
            where final = 0 and state <> 0 order by id
            """, row => (Campaigns.Read(row), new TeamsCard(row.GetString(Campaigns.Width), row.GetString(Campaigns.Width + 1), row.GetString(Campaigns.Width + 2)),
                row.Text(Campaigns.Width + 3)), cancellation);

    /// <param name="final">Nothing more will be shown on it.</param>
    public Task ShownAsync(long campaign, string fingerprint, bool final, CancellationToken cancellation) =>
        database.ExecuteAsync("update campaign_cards set shown = @fingerprint, final = @final where campaign = @campaign", cancellation,
            ("campaign", campaign), ("fingerprint", fingerprint), ("final", final));
}

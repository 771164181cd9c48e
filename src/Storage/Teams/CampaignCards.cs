using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Storage.Teams;

/// <summary>The card of each campaign, and what it shows.</summary>
public sealed class CampaignCards(Database database)
{
    /// <summary>When a card is looked at that is left alone.</summary>
    public static readonly DateTimeOffset Never = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.MaxValue.ToUnixTimeMilliseconds());

    /// <summary>From now on this is the campaign's card, and nothing has been shown on it yet. What another campaign showed on it is
    /// followed no more.</summary>
    public Task SaveAsync(long campaign, TeamsCard card, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async writing =>
            {
                await writing.ExecuteAsync(
                    """
                    update campaign_cards set final = 1 where conversation_id = @conversation and activity_id = @activity
                        and campaign <> @campaign and final = 0
                    """,
                    ("campaign", campaign),
                    ("conversation", card.ConversationId),
                    ("activity", card.ActivityId)
                );
                return await writing.ExecuteAsync(
                    """
                    insert into campaign_cards (campaign, service_url, conversation_id, activity_id)
                        values (@campaign, @service, @conversation, @activity)
                    on conflict (campaign) do update set service_url = excluded.service_url, conversation_id = excluded.conversation_id,
                        activity_id = excluded.activity_id, shown = null, final = 0, look_at = 0
                    """,
                    ("campaign", campaign),
                    ("service", card.ServiceUrl),
                    ("conversation", card.ConversationId),
                    ("activity", card.ActivityId)
                );
            },
            cancellationToken
        );

    /// <summary>
    /// Cards of promised campaigns whose last word has not been shown and that are due to be looked at, with the fingerprint of what they
    /// show. Drafts have no progress to show.
    /// </summary>
    public async Task<IReadOnlyList<OpenCard>> OpenAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            $"""
            select {Campaigns.Columns}, service_url, conversation_id, activity_id, shown, language
            from campaign_cards join campaigns on campaigns.id = campaign_cards.campaign left join staff_settings
                on staff_settings.staff = lower(sender)
            where final = 0 and state <> {CampaignState.Draft:d} and look_at <= @now order by id
            """,
            row =>
            {
                var campaign = Campaigns.Read(row);
                return new OpenCard(
                    campaign,
                    new TeamsCard(row.Text("service_url"), row.Text("conversation_id"), row.Text("activity_id")),
                    row.TextOrNull("shown"),
                    row.TextOrNull("language") is { Length: > 0 } chosen ? chosen : campaign.Locale
                );
            },
            cancellationToken,
            ("now", now)
        );

    /// <summary>Whether a card may be drawn anew now: false when one of its conversation was within <paramref name="pace"/>, by whichever
    /// node.</summary>
    public async Task<bool> TouchAsync(
        long campaign,
        string conversation,
        DateTimeOffset now,
        TimeSpan pace,
        CancellationToken cancellationToken
    ) =>
        await database.ExecuteAsync(
            """
            update campaign_cards set touched_at = @now
            where campaign = @campaign and look_at <= @now and not exists (select 1 from campaign_cards other
                where other.conversation_id = @conversation and other.touched_at > @before)
            """,
            cancellationToken,
            ("campaign", campaign),
            ("conversation", conversation),
            ("now", now),
            ("before", now - pace)
        ) > 0;

    /// <summary>A card that has more to show is left alone until then.</summary>
    public Task RestAsync(long campaign, DateTimeOffset until, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            "update campaign_cards set look_at = @until where campaign = @campaign and final = 0",
            cancellationToken,
            ("campaign", campaign),
            ("until", until)
        );

    /// <summary>When it is to be looked at again; null where the campaign has no card.</summary>
    public async Task<DateTimeOffset?> LookAtAsync(long campaign, CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync(
            "select look_at from campaign_cards where campaign = @campaign",
            row => row.Time("look_at"),
            cancellationToken,
            ("campaign", campaign)
        );
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>Something else stands in the place of a campaign's card, and can be typed into: it is left alone until the campaign is
    /// shown there again.</summary>
    public async Task LeaveAsync(string conversation, string activity, CancellationToken cancellationToken)
    {
        (string, object?)[] place = [("conversation", conversation), ("activity", activity), ("never", Never)];
        const string There = "conversation_id = @conversation and activity_id = @activity and final = 0 and look_at <> @never";
        var followed = await database.QueryAsync($"select 1 from campaign_cards where {There}", _ => true, cancellationToken, place);
        if (followed.Count > 0)
            await database.ExecuteAsync($"update campaign_cards set look_at = @never where {There}", cancellationToken, place);
    }

    /// <summary>The campaign is shown there again.</summary>
    public async Task ReturnAsync(long campaign, string conversation, string activity, CancellationToken cancellationToken)
    {
        (string, object?)[] place = [("campaign", campaign), ("conversation", conversation), ("activity", activity), ("never", Never)];
        const string There =
            "campaign = @campaign and conversation_id = @conversation and activity_id = @activity and final = 0 and look_at = @never";
        var left = await database.QueryAsync($"select 1 from campaign_cards where {There}", _ => true, cancellationToken, place);
        if (left.Count > 0)
            await database.ExecuteAsync($"update campaign_cards set look_at = 0 where {There}", cancellationToken, place);
    }

    /// <param name="final">Nothing more will be shown on it.</param>
    /// <param name="lookAt">When it is to be looked at again; null at once.</param>
    public Task ShownAsync(long campaign, string fingerprint, bool final, DateTimeOffset? lookAt, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            "update campaign_cards set shown = @fingerprint, final = @final, look_at = @look where campaign = @campaign",
            cancellationToken,
            ("campaign", campaign),
            ("fingerprint", fingerprint),
            ("final", final),
            ("look", lookAt?.ToUnixTimeMilliseconds() ?? 0)
        );
}

/// <summary>A card that has more to show.</summary>
/// <param name="Shown">The fingerprint of what it shows.</param>
/// <param name="Language">The sender's own choice; else that of their client when they began the campaign.</param>
public sealed record OpenCard(Campaign Campaign, TeamsCard Card, string? Shown, string Language);

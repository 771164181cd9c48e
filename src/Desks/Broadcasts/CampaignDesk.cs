using OmoBroadcast.Broadcast;
using OmoBroadcast.Broadcast.Planning;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.Broadcasts;

/// <summary>What a member of staff does with a draft of a broadcast, up to the button. Every change carries the version it was made from,
/// so that a press that comes twice is one.</summary>
public sealed class CampaignDesk(Campaigns campaigns, Previewer previewer, Node node)
{
    /// <summary>群發: a new draft that chooses all of one's conversations in progress, or, 綁定顧客群發, all who are bound to one on a
    /// channel.</summary>
    public Task<Answer<ChosenAudience>> StartAsync(
        StaffMember me,
        string locale,
        CancellationToken cancellationToken,
        ChannelId? boundOn = null
    ) =>
        Permissions.AskAsync<ChosenAudience>(me, async () =>
            boundOn is { } channel && !ChannelCatalog.Of(channel).Bindable
                ? new Answer<ChosenAudience>.Invalid("channel", "binding.channel")
                : new Answer<ChosenAudience>.Ok(
                    await previewer.ChosenAsync(
                        me,
                        await campaigns.BeginAsync(me, Audience.All with { BoundOn = boundOn }, locale, node.Now, cancellationToken),
                        cancellationToken
                    )
                )
        );

    /// <summary>複製: a new draft that says the same. One's own goes to the same rule of customers, another's to all of one's own.</summary>
    public Task<Answer<Campaign>> CopyAsync(StaffMember me, long id, string locale, CancellationToken cancellationToken) =>
        Permissions.AskAsync<Campaign>(me, async () =>
        {
            if (await campaigns.FindAsync(id, cancellationToken) is not { } origin)
                return new Answer<Campaign>.NotFound();
            if (!me.MaySee(origin))
                return new Answer<Campaign>.Denied();
            var draft = await campaigns.BeginAsync(me, Copied(me, origin), locale, node.Now, cancellationToken);
            var copy = draft with { Content = origin.Content, Surface = origin.Surface };
            return await campaigns.EditAsync(copy, node.Now, cancellationToken) is { } written
                ? new Answer<Campaign>.Ok(written)
                : new Answer<Campaign>.Stale();
        });

    private static Audience Copied(StaffMember me, Campaign origin)
    {
        var whose = origin.Audience;
        var rule = me.Is(origin.Sender) && whose.Retry is null ? whose : (whose with { Picked = null }).Unfiltered();
        return rule with { Retry = null, Store = whose.Store is { } store && me.Manages(store) && store == me.Store ? store : null };
    }

    /// <summary>Whom it goes to, from now on.</summary>
    /// <param name="draft">As it was read for this press.</param>
    /// <param name="shown">A card of it is about to be seen, and older ones are good no more.</param>
    public Task<Answer<ChosenAudience>> ChooseAsync(
        StaffMember me,
        Campaign draft,
        Audience audience,
        bool shown,
        CancellationToken cancellationToken
    ) => Permissions.AskAsync<ChosenAudience>(me, async () =>
        {
            if (me.Objection<ChosenAudience>(draft) is { } no)
                return no;
            // Whose store it is no longer, or where it was begun in another, it reaches one's own customers.
            if (audience.Store is { } store && (!me.Manages(store) || store != draft.Store))
                audience = audience with { Store = null };
            // Whom one chooses among was settled when the draft was begun.
            audience = audience with
            {
                BoundOn = draft.Audience.BoundOn,
                TemplateOn = draft.Audience.TemplateOn,
                Retry = draft.Audience.Retry,
            };
            return await campaigns.EditAsync(draft with { Audience = audience }, shown ? node.Now : null, cancellationToken) is { } changed
                ? new Answer<ChosenAudience>.Ok(await previewer.ChosenAsync(me, changed, cancellationToken))
                : new Answer<ChosenAudience>.Stale();
        });

    /// <summary>Whom it goes to as it stands; nothing is changed.</summary>
    /// <param name="draft">As it was read for this press.</param>
    public Task<Answer<ChosenAudience>> ChosenAsync(StaffMember me, Campaign draft, CancellationToken cancellationToken) =>
        Permissions.AskAsync<ChosenAudience>(me, async () =>
            me.Objection<ChosenAudience>(draft) ?? new Answer<ChosenAudience>.Ok(await previewer.ChosenAsync(me, draft, cancellationToken))
        );

    /// <summary>What it would do as it stands.</summary>
    /// <param name="draft">As it was read for this press.</param>
    public Task<Answer<Preview>> PreviewAsync(StaffMember me, Campaign draft, CancellationToken cancellationToken) =>
        Permissions.AskAsync<Preview>(me, async () =>
            !me.Wrote(draft)
                ? new Answer<Preview>.Denied()
                : new Answer<Preview>.Ok(await previewer.PreviewAsync(draft, me, cancellationToken))
        );

    /// <summary>Who would not receive it for one reason, or (null) who would; for its sender, and for whoever may approve it.</summary>
    public Task<Answer<LeftPage>> LeftAsync(
        StaffMember me,
        long id,
        SkipReason? reason,
        int skip,
        int take,
        CancellationToken cancellationToken
    ) => Permissions.AskAsync<LeftPage>(me, async () => await campaigns.FindAsync(id, cancellationToken) is not { } campaign
                ? new Answer<LeftPage>.NotFound()
            : campaign.State == CampaignState.Draft
                ? !me.Wrote(campaign) ? new Answer<LeftPage>.Denied()
                    : new Answer<LeftPage>.Ok(await previewer.LeftAsync(campaign, reason, skip, take, cancellationToken))
            : campaign.State != CampaignState.Awaiting || me.Wrote(campaign) ? new Answer<LeftPage>.Stale()
            : me.MayApprove(campaign) ? new Answer<LeftPage>.Ok(await previewer.LeftAsync(campaign, reason, skip, take, cancellationToken))
            : new Answer<LeftPage>.Denied());
}

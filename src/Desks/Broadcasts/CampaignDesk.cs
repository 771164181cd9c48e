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
        Guard.AskAsync<ChosenAudience>(me, async () =>
            boundOn is { } channel && !ChannelCatalog.Of(channel).Bindable
                ? new Answer<ChosenAudience>.Invalid("channel", "binding.channel")
                : new Answer<ChosenAudience>.Ok(
                    await previewer.ChosenAsync(
                        me,
                        await campaigns.DraftAsync(me, Audience.All with { BoundOn = boundOn }, locale, node.Now, cancellationToken),
                        cancellationToken
                    )
                )
        );

    public Task<Answer<ChosenAudience>> ChooseAsync(
        StaffMember me,
        long id,
        int version,
        Audience audience,
        CancellationToken cancellationToken
    ) => Guard.AskAsync<ChosenAudience>(me, async () =>
        {
            var draft = await DraftAsync<ChosenAudience>(me, id, version, cancellationToken);
            if (draft.No is { } no)
                return no;
            // Whose store it is no longer, or where it was begun in another, it reaches one's own customers.
            if (audience.Store is { } store && (!me.Manages(store) || store != draft.Campaign!.Store))
                audience = audience with { Store = null };
            // Whom one chooses among was settled when the draft was begun.
            audience = audience with
            {
                BoundOn = draft.Campaign!.Audience.BoundOn,
                TemplateOn = draft.Campaign.Audience.TemplateOn,
                Retry = draft.Campaign.Audience.Retry,
            };
            if (!await campaigns.EditAsync(id, version, audience, draft.Campaign.Content, cancellationToken))
                return new Answer<ChosenAudience>.Stale();
            return new Answer<ChosenAudience>.Ok(
                await previewer.ChosenAsync(me, draft.Campaign with { Audience = audience, Version = version + 1 }, cancellationToken)
            );
        });

    public Task<Answer<Preview>> PreviewAsync(StaffMember me, long id, CancellationToken cancellationToken) =>
        Guard.AskAsync<Preview>(me, async () => await campaigns.FindAsync(id, cancellationToken) is not { } campaign
                ? new Answer<Preview>.NotFound()
            : !me.Wrote(campaign) ? new Answer<Preview>.Denied()
            : new Answer<Preview>.Ok(await previewer.PreviewAsync(campaign, cancellationToken)));

    /// <summary>Who would not receive it for one reason; for its sender, and for whoever may approve it.</summary>
    public Task<Answer<LeftPage>> LeftAsync(StaffMember me, long id, SkipReason reason, int skip, CancellationToken cancellationToken) =>
        Guard.AskAsync<LeftPage>(me, async () => await campaigns.FindAsync(id, cancellationToken) is not { } campaign
                ? new Answer<LeftPage>.NotFound()
            : campaign.State == CampaignState.Draft
                ? !me.Wrote(campaign) ? new Answer<LeftPage>.Denied()
                    : new Answer<LeftPage>.Ok(await previewer.LeftAsync(campaign, reason, skip, cancellationToken))
            : campaign.State != CampaignState.Awaiting || me.Wrote(campaign) ? new Answer<LeftPage>.Stale()
            : me.MayApprove(campaign) ? new Answer<LeftPage>.Ok(await previewer.LeftAsync(campaign, reason, skip, cancellationToken))
            : new Answer<LeftPage>.Denied());

    private Task<(Campaign? Campaign, Answer<T>? No)> DraftAsync<T>(
        StaffMember me,
        long id,
        int version,
        CancellationToken cancellationToken
    ) => campaigns.DraftAsync<T>(me, id, version, cancellationToken);
}

using OmoBroadcast.Broadcast;
using OmoBroadcast.Broadcast.Planning;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.Broadcasts;

/// <summary>What a draft says: texts, media, saved replies, in order. Every change carries the version it was made from.</summary>
public sealed class ComposeDesk(Campaigns campaigns, OpenDrafts open, Previewer previewer, ContentRules rules, Node node)
{
    /// <summary>A draft not looked at for so long is not what somebody means who attaches a picture.</summary>
    internal static readonly TimeSpan OpenFor = TimeSpan.FromHours(12);

    /// <summary>The finished messages; the preview follows.</summary>
    public Task<Answer<Preview>> ComposeAsync(
        StaffMember me,
        Campaign draft,
        IReadOnlyList<OutboundMessage> messages,
        Surface surface,
        CancellationToken cancellationToken
    ) => Permissions.AskAsync<Preview>(me, async () =>
        {
            if (me.Objection<Preview>(draft) is { } no)
                return no;
            var content = new Content(messages);
            if (rules.Check(content, surface) is { } wrong)
                return new Answer<Preview>.Invalid(wrong.Field, wrong.Code, wrong.Limit);
            var changed = await campaigns.EditAsync(draft with { Content = content, Surface = surface }, node.Now, cancellationToken);
            return changed is null
                ? new Answer<Preview>.Stale()
                : new Answer<Preview>.Ok(await previewer.PreviewAsync(changed, me, cancellationToken));
        });

    /// <summary>Without one of its messages, counted from 0; the preview follows.</summary>
    public Task<Answer<Preview>> RemoveAsync(StaffMember me, Campaign draft, int message, CancellationToken cancellationToken) =>
        message < 0 || message >= draft.Content.Messages.Count
            ? Task.FromResult<Answer<Preview>>(new Answer<Preview>.Stale())
            : ComposeAsync(me, draft, draft.Content.Without(message).Messages, draft.Surface, cancellationToken);

    /// <summary>Messages in the making: kept as they are, judged later.</summary>
    public Task<Answer<Campaign>> KeepAsync(
        StaffMember me,
        Campaign draft,
        IReadOnlyList<OutboundMessage> messages,
        Surface surface,
        CancellationToken cancellationToken
    ) => Permissions.AskAsync<Campaign>(me, async () =>
        {
            if (me.Objection<Campaign>(draft) is { } no)
                return no;
            if (messages.Count > Content.MostMessages)
                return new Answer<Campaign>.Invalid("reply", "content.too_many", Content.MostMessages);
            return
                await campaigns.EditAsync(draft with { Content = new Content(messages), Surface = surface }, node.Now, cancellationToken)
                    is { } changed
                ? new Answer<Campaign>.Ok(changed)
                : new Answer<Campaign>.Stale();
        });

    /// <summary>The draft as of this version is about to be seen.</summary>
    public Task<Answer<bool>> ShowAsync(StaffMember me, Campaign draft, CancellationToken cancellationToken) =>
        Permissions.AskAsync<bool>(me, async () =>
        {
            await open.ShownAsync(me.Id, draft.Id, draft.Version, node.Now, cancellationToken);
            return new Answer<bool>.Ok(true);
        });

    /// <summary>The draft that this person is writing. NotFound: none.</summary>
    public Task<Answer<Campaign>> WritingAsync(StaffMember me, CancellationToken cancellationToken) =>
        Permissions.AskAsync<Campaign>(me, async () =>
            await open.FindAsync(me.Id, node.Now - OpenFor, cancellationToken) is { Campaign: var draft } && me.Wrote(draft)
                ? new Answer<Campaign>.Ok(draft)
                : new Answer<Campaign>.NotFound()
        );

    /// <summary>What was attached in the chat joins that draft, as far as there is room: what is not in its content found none. NotFound:
    /// it is not the one being written.</summary>
    public Task<Answer<Campaign>> AttachAsync(
        StaffMember me,
        long campaign,
        IReadOnlyList<OutboundMessage> messages,
        Surface surface,
        CancellationToken cancellationToken
    ) => Permissions.AskAsync<Campaign>(me, async () =>
        {
            for (var tries = 0; tries < 3; tries++)
            {
                if (
                    await open.FindAsync(me.Id, node.Now - OpenFor, cancellationToken) is not { Campaign: var draft }
                    || draft.Id != campaign
                    || !me.Wrote(draft)
                )
                    return new Answer<Campaign>.NotFound();
                if (draft.Audience.TemplateOn is not null)
                {
                    // Only as what a template's header may show: the newest few.
                    var kept = draft
                        .Content.Messages.OfType<OutboundMessage.Media>()
                        .Concat(messages.OfType<OutboundMessage.Media>())
                        .Distinct()
                        .TakeLast(Content.MostMessages - 1);
                    var with = new Content([.. draft.Content.Messages.OfType<OutboundMessage.Template>(), .. kept]);
                    if (with == draft.Content)
                        return new Answer<Campaign>.Ok(draft);
                    if (await campaigns.EditAsync(draft.Id, draft.Version, draft.Audience, with, cancellationToken, surface))
                        return new Answer<Campaign>.Ok(draft with { Content = with, Surface = surface, Version = draft.Version + 1 });
                    continue;
                }

                // The same activity worked on again adds nothing again.
                var added = messages
                    .Where(message => !draft.Content.Messages.Contains(message))
                    .Take(Content.MostMessages - draft.Content.Messages.Count)
                    .ToList();
                if (added.Count == 0)
                    return new Answer<Campaign>.Ok(draft);
                var content = new Content([.. draft.Content.Messages, .. added]);
                if (await campaigns.EditAsync(draft.Id, draft.Version, draft.Audience, content, cancellationToken, surface))
                    return new Answer<Campaign>.Ok(draft with { Content = content, Surface = surface, Version = draft.Version + 1 });
            }

            return new Answer<Campaign>.Stale();
        });
}

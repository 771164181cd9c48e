using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;

namespace OmoBroadcast.Teams.Flows;

/// <summary>群發, up to the preview. Every card carries the version it was drawn from; an old one is answered with the present one.</summary>
internal sealed class CampaignFlow(CampaignDesk desk, ComposeDesk compose, ComposeFlow composing, Drafts drafts) : IVerbSet, ICommandSet
{
    public IEnumerable<VerbEntry> Entries =>
        [
            Verbs.BroadcastStart.Shows((visit, _, token) => StartAsync(visit, null, token)),
            Verbs.BroadcastChoose.Drafts(ChooseAsync),
            Verbs.BroadcastPreview.Shows(PreviewAsync),
            Verbs.BroadcastLeft.Shows(LeftAsync),
            Verbs.BroadcastRemove.Drafts(RemoveAsync),
        ];

    public IEnumerable<(CommandName Name, CommandHandler Run)> Commands =>
        [(CommandName.Broadcast, (visit, token) => StartAsync(visit, null, token))];

    /// <summary>From here on what is attached in the chat joins it.</summary>
    /// <param name="boundOn">綁定顧客群發: to those bound to one on this channel.</param>
    public async Task<FlowResult> StartAsync(Visit visit, ChannelId? boundOn, CancellationToken cancellationToken)
    {
        var answer = await desk.StartAsync(visit.Who, visit.Locale, cancellationToken, boundOn);
        return answer is Answer<ChosenAudience>.Ok { Value: var chosen }
            ? new FlowResult.Card(ChooseCard.Draw(visit.Phrases, chosen))
            : visit.Refusal(answer);
    }

    // Applies the filters of the card; where it was only turned to, the draft's own are kept and the card comes back.
    private async Task<FlowResult> ChooseAsync(Visit visit, DraftForm form, CancellationToken cancellationToken)
    {
        var found = await composing.CurrentAsync(visit, form.Draft, form.Typed, cancellationToken);
        if (found.Draft is not { } draft)
            return found.No!;
        if (form.Slots is not null)
        {
            // From the five places: what was typed there is kept.
            var messages = Slots.OfDraft(form.Typed, draft).Messages;
            var kept = await compose.KeepAsync(visit.Who, draft, messages, visit.Surface, cancellationToken);
            if (kept is not Answer<Campaign>.Ok { Value: var changed })
                return visit.Refusal(kept);
            draft = changed;
        }
        // Which business account was decided on is asked again.
        var filters =
            form.Step == DraftForm.Form
                ? new(draft.Audience with { TemplateScope = null }, null)
                : AudienceForm.Read(visit, form.Typed, draft);
        if (filters.Audience is not { } audience)
            return filters.Wrong!;
        var answer = await desk.ChooseAsync(visit.Who, draft, audience, shown: true, cancellationToken);
        return answer is Answer<ChosenAudience>.Ok { Value: var chosen }
            ? new FlowResult.Card(ChooseCard.Draw(visit.Phrases, chosen, part: form.Part ?? 0))
            : await drafts.RefusedAsync(visit, draft, answer, cancellationToken);
    }

    private async Task<FlowResult> PreviewAsync(Visit visit, CampaignTarget target, CancellationToken cancellationToken)
    {
        var found = await drafts.FindAsync(visit, target.Campaign, cancellationToken);
        return found.Draft is { } draft ? await drafts.PreviewAsync(visit, draft, null, null, cancellationToken) : found.No!;
    }

    // What keeps it from some is left out. On another version it could be another message.
    private async Task<FlowResult> RemoveAsync(Visit visit, MessageTarget target, CancellationToken cancellationToken)
    {
        var found = await drafts.FindAsync(visit, target.Draft.Campaign, cancellationToken);
        if (found.Draft is not { } draft)
            return found.No!;
        if (draft.Version != target.Draft.Seen)
            return await drafts.PresentAsync(visit, target.Draft, cancellationToken);
        var answer = await compose.RemoveAsync(visit.Who, draft, target.Message, cancellationToken);
        return answer switch
        {
            Answer<Preview>.Ok { Value: var preview } => drafts.Show(visit, preview, null, target.Typed),
            Answer<Preview>.Invalid invalid => await drafts.PreviewAsync(
                visit,
                draft,
                visit.Error(invalid),
                target.Typed,
                cancellationToken
            ),
            _ => await drafts.RefusedAsync(visit, draft, answer, cancellationToken),
        };
    }

    // The names behind the numbers of the preview.
    private async Task<FlowResult> LeftAsync(Visit visit, LeftTarget target, CancellationToken cancellationToken)
    {
        if (target is { Reason: null, Receivers: false })
            return new FlowResult.Note(visit.Phrases["Invalid"]);
        var answer = await desk.LeftAsync(visit.Who, target.Campaign, target.Reason, target.From, LeftCard.Size, cancellationToken);
        return answer is Answer<LeftPage>.Ok { Value: var page } ? new FlowResult.Card(LeftCard.Draw(visit.Phrases, page))
            : answer is Answer<LeftPage>.Stale ? await drafts.PresentAsync(visit, new(target.Campaign), cancellationToken)
            : visit.Refusal(answer);
    }
}

using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Inbound;

namespace OmoBroadcast.Teams.Flows;

/// <summary>群發, up to the preview. Every card carries the version it was drawn from; an old one is answered with the present one.</summary>
internal sealed class CampaignFlow(CampaignDesk desk, ComposeDesk compose, Drafts drafts)
{
    /// <param name="boundOn">綁定顧客群發: to those bound to one on this channel.</param>
    public async Task<FlowResult> StartAsync(Visit visit, CancellationToken cancellationToken, ChannelId? boundOn = null)
    {
        var answer = await desk.StartAsync(visit.Who, visit.Locale, cancellationToken, boundOn);
        if (answer is not Answer<ChosenAudience>.Ok { Value: var chosen })
            return visit.Refusal(answer);
        // From here on what is attached in the chat joins it.
        await compose.ShowAsync(visit.Who, chosen.Campaign, cancellationToken);
        return new FlowResult.Card(ChooseCard.Draw(visit.Phrases, chosen));
    }

    /// <summary>Applies the filters of the card; with step "form" the draft's own are kept and the card only comes back.</summary>
    public async Task<FlowResult> ChooseAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        var found = await drafts.CurrentAsync(visit, action, cancellationToken);
        if (found.Draft is not { } draft)
            return found.No!;
        if (action.Text("slots") is not null)
        {
            // From the five places: what was typed there is kept.
            var kept = await compose.KeepAsync(
                visit.Who,
                draft.Id,
                draft.Version,
                Slots.OfDraft(action, draft).Messages,
                visit.Surface,
                cancellationToken
            );
            if (kept is not Answer<Campaign>.Ok { Value: var changed })
                return visit.Refusal(kept);
            draft = changed;
        }
        // Which business account was decided on is asked again.
        var form =
            action.Text("step") == "form"
                ? new(draft.Audience with { TemplateScope = null }, null)
                : AudienceForm.Read(visit, action, draft);
        if (form.Audience is not { } audience)
            return form.Wrong!;
        var answer = await desk.ChooseAsync(visit.Who, draft.Id, draft.Version, audience, cancellationToken);
        if (answer is Answer<ChosenAudience>.Stale)
            return await drafts.PresentAsync(visit, draft.Id, cancellationToken);
        if (answer is not Answer<ChosenAudience>.Ok { Value: var chosen })
            return visit.Refusal(answer);
        await compose.ShowAsync(visit.Who, chosen.Campaign, cancellationToken);
        return new FlowResult.Card(ChooseCard.Draw(visit.Phrases, chosen, part: action.Looked("account").Part));
    }

    public async Task<FlowResult> PreviewAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        var found = await drafts.FindAsync(visit, action.Campaign(), cancellationToken);
        return found.Draft is null ? found.No! : await drafts.PreviewAsync(visit, action.Campaign(), cancellationToken);
    }

    /// <summary>The names behind one reason of the preview.</summary>
    public async Task<FlowResult> LeftAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        if (!Enum.TryParse<SkipReason>(action.Text("reason"), out var reason) || !Enum.IsDefined(reason))
            return new FlowResult.Note(visit.Phrases["Invalid"]);
        var answer = await desk.LeftAsync(visit.Who, action.Campaign(), reason, action.Skip(), cancellationToken);
        return answer is Answer<LeftPage>.Ok { Value: var page } ? new FlowResult.Card(LeftCard.Draw(visit.Phrases, page))
            : answer is Answer<LeftPage>.Stale ? await PresentAsync(visit, action.Campaign(), cancellationToken)
            : visit.Refusal(answer);
    }

    /// <summary>The campaign as it stands, for whoever pressed an old button.</summary>
    public async Task<FlowResult> PresentAsync(Visit visit, long id, CancellationToken cancellationToken) =>
        (await drafts.FindAsync(visit, id, cancellationToken)) is { Draft: null, No: { } no }
            ? no
            : await drafts.PresentAsync(visit, id, cancellationToken);
}

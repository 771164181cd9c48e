using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Desks.Media;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Flows;

/// <summary>Reads the draft that a card speaks of, once for each press, and shows it as it stands when the card is too old.</summary>
internal sealed class Drafts(CampaignDesk desk, DraftDesk drafts, RecordDesk records, RecordViews views, MediaDesk media)
{
    /// <summary>The campaign as it stands, if it is still a draft; else what to show instead.</summary>
    public async Task<(Campaign? Draft, FlowResult? No)> FindAsync(Visit visit, long id, CancellationToken cancellationToken)
    {
        var answer = await records.FindAsync(visit.Who, id, cancellationToken);
        if (answer is not Answer<Campaign>.Ok { Value: var campaign })
            return (null, visit.Refusal(answer));
        if (campaign.State != CampaignState.Draft)
            return (null, await views.OpenAsync(visit, campaign, old: true, cancellationToken));
        return visit.Who.Is(campaign.Sender) ? (campaign, null) : (null, visit.Refusal(new Answer<Campaign>.Denied()));
    }

    /// <summary>Null where there is nothing of the kind that this person may see.</summary>
    public async Task<Campaign?> ReadAsync(Visit visit, long id, CancellationToken cancellationToken) =>
        await records.FindAsync(visit.Who, id, cancellationToken) is Answer<Campaign>.Ok { Value: var campaign } ? campaign : null;

    /// <summary>The same, if the card that was pressed is the newest, or lacks only what was attached since.</summary>
    public async Task<(Campaign? Draft, FlowResult? No)> CurrentAsync(Visit visit, CampaignTarget seen, CancellationToken cancellationToken)
    {
        var found = await FindAsync(visit, seen.Campaign, cancellationToken);
        if (found.Draft is not { } draft || draft.Version == seen.Seen)
            return found;
        var current = await drafts.IsCurrentAsync(visit.Who, draft, seen.Seen, cancellationToken);
        return current is Answer<bool>.Ok { Value: true } ? found : (null, await PresentAsync(visit, draft, cancellationToken));
    }

    /// <summary>What an old card is answered with, whatever has become of the draft.</summary>
    public async Task<FlowResult> PresentAsync(Visit visit, CampaignTarget seen, CancellationToken cancellationToken)
    {
        var found = await FindAsync(visit, seen.Campaign, cancellationToken);
        return found.Draft is { } draft ? await PresentAsync(visit, draft, cancellationToken) : found.No!;
    }

    /// <summary>The same with the time that was typed; where the draft has no place for one by now, the old card stays.</summary>
    public async Task<FlowResult> PresentTimedAsync(Visit visit, ScheduleForm typed, CancellationToken cancellationToken)
    {
        var found = await FindAsync(visit, typed.Draft.Campaign, cancellationToken);
        return found.Draft is not { } draft ? found.No!
            : !typed.IsTyped ? await PresentAsync(visit, draft, cancellationToken)
            : DraftDesk.IsComposed(draft) ? await PresentAsync(visit, draft, cancellationToken, typed)
            : new FlowResult.Note(visit.Phrases["Compose_TypedNoRoom"]);
    }

    /// <summary>What was refused, or the draft as it stands now where somebody was faster.</summary>
    public async Task<FlowResult> RefusedAsync<T>(Visit visit, Campaign draft, Answer<T> answer, CancellationToken cancellationToken) =>
        answer is Answer<T>.Stale ? await PresentAsync(visit, CampaignTarget.Of(draft), cancellationToken) : visit.Refusal(answer);

    /// <summary>It was scheduled, and was taken back to be changed.</summary>
    public bool IsUnscheduled(Campaign draft) => drafts.Proposed(draft) is not null;

    /// <summary>The preview of a draft that was read for this press.</summary>
    /// <param name="typed">When it was to be sent, if that could not be taken.</param>
    public async Task<FlowResult> PreviewAsync(
        Visit visit,
        Campaign draft,
        FieldError? error,
        ScheduleForm? typed,
        CancellationToken cancellationToken
    )
    {
        var answer = await desk.PreviewAsync(visit.Who, draft, cancellationToken);
        return answer is Answer<Preview>.Ok { Value: var preview } ? Show(visit, preview, error, typed) : visit.Refusal(answer);
    }

    public FlowResult Show(Visit visit, Preview preview, FieldError? error = null, ScheduleForm? typed = null, bool old = false)
    {
        var remark = new Remark(Error: error, Old: old);
        var proposed = Proposed(visit, preview.Campaign);
        typed = typed is { IsFilled: true } ? typed with { Proposed = typed.Proposed ?? proposed?.Proposed } : proposed;
        return new FlowResult.Card(PreviewCard.Draw(visit.Phrases, preview, remark, typed, Picture), remark.Did);
    }

    /// <summary>A broadcast that awaits approval, for whoever may approve it.</summary>
    /// <param name="words">What was typed, when it could not be taken.</param>
    public FlowResult Review(Visit visit, Review review, FieldError? error, string? words, bool old) =>
        new FlowResult.Card(
            PreviewCard.Review(visit.Phrases, review, new(Error: error, Old: old), words, Picture),
            Did: error is null && !old
        );

    private async Task<FlowResult> PresentAsync(
        Visit visit,
        Campaign draft,
        CancellationToken cancellationToken,
        ScheduleForm? typed = null
    )
    {
        if (DraftDesk.IsComposed(draft))
        {
            var seen = await desk.PreviewAsync(visit.Who, draft, cancellationToken);
            return seen is Answer<Preview>.Ok { Value: var preview } ? Show(visit, preview, typed: typed, old: true) : visit.Refusal(seen);
        }

        // Only looked at: the newer card must not become an older one by it.
        var answer = await desk.ChosenAsync(visit.Who, draft, cancellationToken);
        return answer is Answer<ChosenAudience>.Ok { Value: var chosen }
            ? new FlowResult.Card(ChooseCard.Draw(visit.Phrases, chosen, new(Old: true)), Did: false)
            : visit.Refusal(answer);
    }

    private ScheduleForm? Proposed(Visit visit, Campaign draft)
    {
        if (drafts.Proposed(draft) is not { } at)
            return null;
        var (date, time) = Moments.Typed(at, visit.Zone);
        return ScheduleForm.Propose(CampaignTarget.Of(draft), date, time);
    }

    // Teams shows pictures only from https addresses that its clients can reach.
    private Uri? Picture(string mediaId) => media.AddressOf(mediaId);
}

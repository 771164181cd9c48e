using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Flows;

/// <summary>The button by which a broadcast is sent, and a manager's approval where it needs one.</summary>
internal sealed class PromiseFlow(PromiseDesk desk, Drafts drafts, RecordViews records, CampaignCards cards) : IVerbSet
{
    public IEnumerable<VerbEntry> Entries =>
        [
            Verbs.BroadcastSend.Once((visit, target, token) => ConfirmAsync(visit, new(target), null, token), drafts.PresentAsync),
            Verbs.BroadcastSchedule.Once(ScheduleAsync, (visit, form, token) => drafts.PresentAsync(visit, form.Draft, token)),
            Verbs.BroadcastReview.Shows((visit, form, token) => ReviewAsync(visit, form, null, false, token)),
            Verbs.BroadcastApprove.Once(ApproveAsync, (visit, form, token) => drafts.PresentAsync(visit, form.Awaiting, token)),
            Verbs.BroadcastReturn.Once(ReturnAsync, (visit, form, token) => drafts.PresentAsync(visit, form.Awaiting, token)),
            Verbs.BroadcastWithdraw.Once(WithdrawAsync, drafts.PresentAsync),
        ];

    private async Task<FlowResult> ScheduleAsync(Visit visit, ScheduleForm form, CancellationToken cancellationToken)
    {
        if (Moments.Read(form.Date, form.Time, visit.Zone) is { } at)
            return await ConfirmAsync(visit, form, at, cancellationToken);
        var (draft, no) = await drafts.FindAsync(visit, form.Draft.Campaign, cancellationToken);
        var error = new FieldError("at", visit.Phrases["Invalid_schedule.when"]);
        return draft is null ? no! : await drafts.PreviewAsync(visit, draft, error, form, cancellationToken);
    }

    private async Task<FlowResult> ApproveAsync(Visit visit, ReviewForm form, CancellationToken cancellationToken) =>
        await ShowAsync(
            visit,
            form,
            await desk.ApproveAsync(visit.Who, form.Awaiting.Campaign, form.Awaiting.Seen, cancellationToken),
            cancellationToken
        );

    private async Task<FlowResult> ReturnAsync(Visit visit, ReviewForm form, CancellationToken cancellationToken)
    {
        var (awaiting, words) = (form.Awaiting, form.Words?.Trim() ?? "");
        var answer = await desk.ReturnAsync(visit.Who, awaiting.Campaign, awaiting.Seen, words, cancellationToken);
        // A draft is its sender's alone.
        return answer is Answer<Campaign>.Ok
            ? new FlowResult.Card(PlainCard.Said(visit.Phrases, visit.Phrases["Approval_ReturnedByMe"]))
            : await ShowAsync(visit, form, answer, cancellationToken);
    }

    private async Task<FlowResult> WithdrawAsync(Visit visit, CampaignTarget target, CancellationToken cancellationToken)
    {
        var answer = await desk.WithdrawAsync(visit.Who, target.Campaign, target.Seen, cancellationToken);
        return answer switch
        {
            Answer<Campaign>.Ok { Value: var draft } => await drafts.PreviewAsync(visit, draft, null, null, cancellationToken),
            Answer<Campaign>.Stale => await drafts.PresentAsync(visit, target, cancellationToken),
            _ => visit.Refusal(answer),
        };
    }

    private async Task<FlowResult> ShowAsync(Visit visit, ReviewForm form, Answer<Campaign> answer, CancellationToken cancellationToken) =>
        answer switch
        {
            Answer<Campaign>.Ok { Value: var campaign } => await records.OpenAsync(visit, campaign, false, cancellationToken),
            Answer<Campaign>.Stale => await ReviewAsync(visit, form, null, true, cancellationToken),
            Answer<Campaign>.Invalid invalid => await ReviewAsync(visit, form, visit.Error(invalid), false, cancellationToken),
            _ => visit.Refusal(answer),
        };

    // What a manager is asked to approve; what is decided already, as it stands.
    private async Task<FlowResult> ReviewAsync(
        Visit visit,
        ReviewForm form,
        FieldError? error,
        bool old,
        CancellationToken cancellationToken
    )
    {
        var answer = await desk.ReviewAsync(visit.Who, form.Awaiting.Campaign, cancellationToken);
        return answer switch
        {
            Answer<Review>.Ok { Value: var review } => drafts.Review(visit, review, error, form.Words, old),
            Answer<Review>.Stale => await drafts.PresentAsync(visit, form.Awaiting, cancellationToken),
            _ => visit.Refusal(answer),
        };
    }

    // The card is noted before the button takes effect: a crash in between must not leave a broadcast without its card.
    private async Task<FlowResult> ConfirmAsync(Visit visit, ScheduleForm form, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var (draft, no) = await drafts.FindAsync(visit, form.Draft.Campaign, cancellationToken);
        if (draft is null)
            return no!;
        if (visit.CardId is { } card)
            await cards.SaveAsync(draft.Id, new(visit.Address.ServiceUrl, visit.Address.ConversationId, card), cancellationToken);
        if (draft.Version != form.Draft.Seen)
            return await drafts.PresentAsync(visit, form.Draft, cancellationToken);
        var answer = await desk.ConfirmAsync(visit.Who, draft, at, cancellationToken);
        return answer switch
        {
            Answer<Campaign>.Ok { Value: var promised } => await records.OpenAsync(visit, promised, false, cancellationToken),
            Answer<Campaign>.Invalid invalid => await drafts.PreviewAsync(visit, draft, visit.Error(invalid), form, cancellationToken),
            _ => await drafts.RefusedAsync(visit, draft, answer, cancellationToken),
        };
    }
}

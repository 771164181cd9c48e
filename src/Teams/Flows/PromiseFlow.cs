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
            Verbs.BroadcastSend.Once(
                (visit, form, token) =>
                    ConfirmAsync(visit, form with { Reason = null }, form.Now ? SendButton.Now : SendButton.Main, token),
                drafts.PresentTimedAsync
            ),
            Verbs.BroadcastSchedule.Once(
                (visit, form, token) => ConfirmAsync(visit, form with { Reason = null }, SendButton.Then, token),
                drafts.PresentTimedAsync
            ),
            Verbs.BroadcastAnyway.Once(
                (visit, form, token) =>
                    ConfirmAsync(visit, form with { Reason = form.Reason ?? "" }, form.IsFilled ? SendButton.Then : SendButton.Now, token),
                drafts.PresentTimedAsync
            ),
            Verbs.BroadcastTimed.Shows(TimedAsync),
            Verbs.BroadcastReview.Shows((visit, form, token) => ReviewAsync(visit, form, null, token)),
            Verbs.BroadcastApprove.Once(ApproveAsync, PresentAsync),
            Verbs.BroadcastReturn.Once(ReturnAsync, PresentAsync),
            Verbs.BroadcastWithdraw.Once(WithdrawAsync, drafts.PresentAsync),
        ];

    // Back from the question, or looked at anew, with the time as it was typed. Of an older card the preview may be of something that is
    // not written to its end.
    private async Task<FlowResult> TimedAsync(Visit visit, ScheduleForm form, CancellationToken cancellationToken)
    {
        var (draft, no) = await drafts.FindAsync(visit, form.Draft.Campaign, cancellationToken);
        return draft is null ? no!
            : draft.Version == form.Draft.Seen
                ? await drafts.PreviewAsync(visit, draft, null, form.IsFilled ? form : null, cancellationToken)
            : await drafts.PresentTimedAsync(visit, form, cancellationToken);
    }

    // Words are for sending it back: approved, they would reach nobody, and what goes out cannot be taken back.
    private async Task<FlowResult> ApproveAsync(Visit visit, ReviewForm form, CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(form.Words)
            ? await ShowAsync(
                visit,
                form,
                await desk.ApproveAsync(visit.Who, form.Awaiting.Campaign, form.Awaiting.Seen, cancellationToken),
                cancellationToken
            )
            : await ReviewAsync(visit, form, new(Field.Words, visit.Phrases["Review_Words"]), cancellationToken);

    private async Task<FlowResult> ReturnAsync(Visit visit, ReviewForm form, CancellationToken cancellationToken)
    {
        var (awaiting, words) = (form.Awaiting, form.Words?.Trim() ?? "");
        var answer = await desk.ReturnAsync(visit.Who, awaiting.Campaign, awaiting.Seen, words, cancellationToken);
        // A draft is its sender's alone.
        return answer is Answer<Campaign>.Ok
            ? new FlowResult.Card(PlainCard.Decided(visit.Phrases, visit.Phrases["Approval_ReturnedByMe"]))
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
            Answer<Campaign>.Stale => await ReviewAsync(visit, form, null, cancellationToken),
            Answer<Campaign>.Invalid invalid => await ReviewAsync(visit, form, visit.Error(invalid), cancellationToken),
            _ => visit.Refusal(answer),
        };

    // What a manager is asked to approve; what is decided already, as it stands. On an older card it was something else.
    private async Task<FlowResult> ReviewAsync(Visit visit, ReviewForm form, FieldError? error, CancellationToken cancellationToken)
    {
        var answer = await desk.ReviewAsync(visit.Who, form.Awaiting.Campaign, cancellationToken);
        return answer switch
        {
            Answer<Review>.Ok { Value: var review } => drafts.Review(
                visit,
                review,
                error,
                form.Words,
                form.Awaiting.Version is { } seen && seen != review.Preview.Campaign.Version
            ),
            Answer<Review>.Stale => await PresentAsync(visit, form, cancellationToken),
            _ => visit.Refusal(answer),
        };
    }

    // Decided already: words that were for its sender stay in the card.
    private async Task<FlowResult> PresentAsync(Visit visit, ReviewForm form, CancellationToken cancellationToken) =>
        await drafts.PresentAsync(visit, form.Awaiting, cancellationToken) is var shown
        && shown is FlowResult.Card
        && !string.IsNullOrWhiteSpace(form.Words)
            ? new FlowResult.Note(visit.Phrases["Review_TypedLeft"])
            : shown;

    // The card is noted before the button takes effect: a crash in between must not leave a broadcast without its card.
    private async Task<FlowResult> ConfirmAsync(Visit visit, ScheduleForm form, SendButton by, CancellationToken cancellationToken)
    {
        var (draft, no) = await drafts.FindAsync(visit, form.Draft.Campaign, cancellationToken);
        if (draft is null)
            return no!;
        // On an older card it is not sent, and what shows its progress is another.
        if (draft.Version != form.Draft.Seen)
            return await drafts.PresentTimedAsync(visit, form, cancellationToken);
        if (visit.CardId is { } card)
            await cards.SaveAsync(draft.Id, new(visit.Address.ServiceUrl, visit.Address.ConversationId, card), cancellationToken);
        var time =
            by == SendButton.Main && !form.IsTyped
                ? SendTime.Now
                : new SendTime(by, Moments.Read(form.Date, form.Time, visit.Zone), form.IsFilled);
        var answer = await desk.ConfirmAsync(visit.Who, draft, time with { WindowReason = form.Reason?.Trim() }, cancellationToken);
        return answer switch
        {
            Answer<Confirmation>.Ok { Value.Question: { } question } => Ask(visit, question, form),
            Answer<Confirmation>.Ok { Value.Campaign: var promised } => await records.OpenAsync(visit, promised, false, cancellationToken),
            Answer<Confirmation>.Invalid invalid => await drafts.PreviewAsync(
                visit,
                draft,
                visit.Error(invalid),
                form.IsFilled ? form : null,
                cancellationToken
            ),
            _ => await drafts.RefusedAsync(visit, draft, answer, cancellationToken),
        };
    }

    private static FlowResult.Card Ask(Visit visit, SendQuestion question, ScheduleForm form) =>
        new(
            question.Shut is not { } shut
                ? SendQuestionCard.Draw(visit.Phrases, question, form)
                : SendQuestionCard.DrawShut(
                    visit.Phrases,
                    question,
                    form,
                    visit.Zone,
                    shut.Wrong is { } wrong ? visit.Error(wrong).Text : null
                ),
            Did: false
        );
}

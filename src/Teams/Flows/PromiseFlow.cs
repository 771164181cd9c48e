using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Inbound;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Flows;

/// <summary>The button by which a broadcast is sent, and a manager's approval where it needs one.</summary>
internal sealed class PromiseFlow(PromiseDesk desk, Drafts drafts, RecordFlow records, CampaignCards cards)
{
    public Task<FlowResult> SendAsync(Visit visit, CardAction action, CancellationToken cancellationToken) =>
        ConfirmAsync(visit, action, null, cancellationToken);

    public async Task<FlowResult> ScheduleAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        if (Moments.Read(action.Text("date"), action.Text("time"), visit.Zone) is { } at)
            return await ConfirmAsync(visit, action, at, cancellationToken);
        return await drafts.PreviewAsync(
            visit,
            action.Campaign(),
            cancellationToken,
            new FieldError("at", visit.Phrases["Invalid_schedule.when"]),
            action
        );
    }

    /// <summary>What a manager is asked to approve; what is decided already, as it stands.</summary>
    public Task<FlowResult> ReviewAsync(Visit visit, CardAction action, CancellationToken cancellationToken) =>
        ReviewAsync(visit, action, null, cancellationToken);

    public async Task<FlowResult> ApproveAsync(Visit visit, CardAction action, CancellationToken cancellationToken) =>
        await ShowAsync(
            visit,
            action,
            await desk.ApproveAsync(visit.Who, action.Campaign(), action.Version(), cancellationToken),
            cancellationToken
        );

    public async Task<FlowResult> ReturnAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        var answer = await desk.ReturnAsync(
            visit.Who,
            action.Campaign(),
            action.Version(),
            action.Text("words")?.Trim() ?? "",
            cancellationToken
        );
        // A draft is its sender's alone.
        return answer is Answer<Campaign>.Ok
            ? new FlowResult.Card(PlainCard.Said(visit.Phrases, visit.Phrases["Approval_ReturnedByMe"]))
            : await ShowAsync(visit, action, answer, cancellationToken);
    }

    public async Task<FlowResult> WithdrawAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        var answer = await desk.WithdrawAsync(visit.Who, action.Campaign(), action.Version(), cancellationToken);
        return answer switch
        {
            Answer<Campaign>.Ok => await drafts.PreviewAsync(visit, action.Campaign(), cancellationToken),
            Answer<Campaign>.Stale => await drafts.PresentAsync(visit, action.Campaign(), cancellationToken),
            _ => visit.Refusal(answer),
        };
    }

    private async Task<FlowResult> ShowAsync(
        Visit visit,
        CardAction action,
        Answer<Campaign> answer,
        CancellationToken cancellationToken
    ) =>
        answer switch
        {
            Answer<Campaign>.Ok => await records.OpenAsync(visit, action.Campaign(), cancellationToken),
            Answer<Campaign>.Stale => await ReviewAsync(visit, action, null, cancellationToken, old: true),
            Answer<Campaign>.Invalid invalid => await ReviewAsync(visit, action, visit.Error(invalid), cancellationToken),
            _ => visit.Refusal(answer),
        };

    private async Task<FlowResult> ReviewAsync(
        Visit visit,
        CardAction action,
        FieldError? error,
        CancellationToken cancellationToken,
        bool old = false
    )
    {
        var answer = await desk.ReviewAsync(visit.Who, action.Campaign(), cancellationToken);
        return answer switch
        {
            Answer<Review>.Ok { Value: var review } => drafts.Review(visit, review, error, action.Text("words"), old),
            Answer<Review>.Stale => await drafts.PresentAsync(visit, action.Campaign(), cancellationToken),
            _ => visit.Refusal(answer),
        };
    }

    // The card is noted before the button takes effect: a crash in between must not leave a broadcast without its card.
    private async Task<FlowResult> ConfirmAsync(Visit visit, CardAction action, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var id = action.Campaign();
        var found = await drafts.FindAsync(visit, id, cancellationToken);
        if (found.Draft is null)
            return found.No!;
        if (visit.CardId is not null)
            await cards.SaveAsync(
                id,
                new TeamsCard(visit.Address.ServiceUrl, visit.Address.ConversationId, visit.CardId),
                cancellationToken
            );
        var answer = await desk.ConfirmAsync(visit.Who, id, action.Version(), at, cancellationToken);
        return answer switch
        {
            Answer<Campaign>.Ok => await records.OpenAsync(visit, id, cancellationToken),
            Answer<Campaign>.Stale => await drafts.PresentAsync(visit, id, cancellationToken),
            Answer<Campaign>.Invalid invalid => await drafts.PreviewAsync(visit, id, cancellationToken, visit.Error(invalid), action),
            _ => visit.Refusal(answer),
        };
    }
}

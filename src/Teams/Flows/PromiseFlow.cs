using OmoBroadcast.Broadcast.Desk;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Store.Promises;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Inbound;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Flows;

/// <summary>The button by which a broadcast is sent, and a manager's approval where it needs one.</summary>
internal sealed class PromiseFlow(PromiseDesk desk, Drafts drafts, RecordFlow records, CampaignCards cards)
{
    public Task<Shown> SendAsync(Visit visit, CardAction action, CancellationToken ct) => ConfirmAsync(visit, action, null, ct);

    public async Task<Shown> ScheduleAsync(Visit visit, CardAction action, CancellationToken ct)
    {
        if (Moments.Read(action.Text("date"), action.Text("time"), visit.Zone) is { } at) return await ConfirmAsync(visit, action, at, ct);
        return await drafts.PreviewAsync(visit, action.Campaign(), ct, new FieldError("at", visit.Phrases["Invalid_schedule.when"]), action);
    }

    /// <summary>What a manager is asked to approve; what is decided already, as it stands.</summary>
    public Task<Shown> ReviewAsync(Visit visit, CardAction action, CancellationToken ct) => ReviewAsync(visit, action, null, ct);

    public async Task<Shown> ApproveAsync(Visit visit, CardAction action, CancellationToken ct) =>
        await ShowAsync(visit, action, await desk.ApproveAsync(visit.Who, action.Campaign(), action.Version(), ct), ct);

    public async Task<Shown> ReturnAsync(Visit visit, CardAction action, CancellationToken ct)
    {
        var answer = await desk.ReturnAsync(visit.Who, action.Campaign(), action.Version(), action.Text("words")?.Trim() ?? "", ct);
        // A draft is its sender's alone.
        return answer is Answer<Campaign>.Ok ? new Shown.Card(PlainCard.Said(visit.Phrases, visit.Phrases["Approval_ReturnedByMe"]))
            : await ShowAsync(visit, action, answer, ct);
    }

    public async Task<Shown> WithdrawAsync(Visit visit, CardAction action, CancellationToken ct)
    {
        var answer = await desk.WithdrawAsync(visit.Who, action.Campaign(), action.Version(), ct);
        return answer switch
        {
            Answer<Campaign>.Ok => await drafts.PreviewAsync(visit, action.Campaign(), ct),
            Answer<Campaign>.Stale => await drafts.PresentAsync(visit, action.Campaign(), ct),
            _ => visit.Refusal(answer),
        };
    }

    private async Task<Shown> ShowAsync(Visit visit, CardAction action, Answer<Campaign> answer, CancellationToken ct) => answer switch
    {
        Answer<Campaign>.Ok => await records.OpenAsync(visit, action.Campaign(), ct),
        Answer<Campaign>.Stale => await ReviewAsync(visit, action, null, ct, old: true),
        Answer<Campaign>.Invalid invalid => await ReviewAsync(visit, action, visit.Error(invalid), ct),
        _ => visit.Refusal(answer),
    };

    private async Task<Shown> ReviewAsync(Visit visit, CardAction action, FieldError? error, CancellationToken ct, bool old = false)
    {
        var answer = await desk.ReviewAsync(visit.Who, action.Campaign(), ct);
        return answer switch
        {
            Answer<Review>.Ok { Value: var review } => drafts.Review(visit, review, error, action.Text("words"), old),
            Answer<Review>.Stale => await drafts.PresentAsync(visit, action.Campaign(), ct),
            _ => visit.Refusal(answer),
        };
    }

    // The card is noted before the button takes effect: a crash in between must not leave a broadcast without its card.
    private async Task<Shown> ConfirmAsync(Visit visit, CardAction action, DateTimeOffset? at, CancellationToken ct)
    {
        var id = action.Campaign();
        var found = await drafts.FindAsync(visit, id, ct);
        if (found.Draft is null) return found.No!;
        if (visit.CardId is not null) await cards.SaveAsync(id, new TeamsCard(visit.Address.ServiceUrl, visit.Address.ConversationId, visit.CardId), ct);
        var answer = await desk.ConfirmAsync(visit.Who, id, action.Version(), at, ct);
        return answer switch
        {
            Answer<Campaign>.Ok => await records.OpenAsync(visit, id, ct),
            Answer<Campaign>.Stale => await drafts.PresentAsync(visit, id, ct),
            Answer<Campaign>.Invalid invalid => await drafts.PreviewAsync(visit, id, ct, visit.Error(invalid), action),
            _ => visit.Refusal(answer),
        };
    }
}

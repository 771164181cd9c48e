using OmoBroadcast.Broadcast.Desk;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Store.Promises;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Inbound;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Flows;

/// <summary>群發, from choosing to the button. Every card carries the version it was drawn from; an old one is answered with the present one.</summary>
internal sealed class CampaignFlow(CampaignDesk desk, ComposeDesk compose, Drafts drafts, RecordFlow recordFlow, CampaignCards cards)
{
    /// <param name="boundOn">綁定顧客群發: to those bound to one on this channel.</param>
    public async Task<Shown> StartAsync(Visit visit, CancellationToken ct, ChannelId? boundOn = null)
    {
        var answer = await desk.StartAsync(visit.Who, visit.Locale, ct, boundOn);
        if (answer is not Answer<Chosen>.Ok { Value: var chosen }) return visit.Refusal(answer);
        // From here on what is attached in the chat joins it.
        await compose.ShowAsync(visit.Who, chosen.Campaign, ct);
        return new Shown.Card(ChooseCard.Draw(visit.Phrases, chosen));
    }

    /// <summary>Applies the filters of the card; with step "form" the draft's own are kept and the card only comes back.</summary>
    public async Task<Shown> ChooseAsync(Visit visit, CardAction action, CancellationToken ct)
    {
        var found = await drafts.CurrentAsync(visit, action, ct);
        if (found.Draft is not { } draft) return found.No!;
        if (action.Text("slots") is not null)
        {
            // From the five places: what was typed there is kept.
            var kept = await compose.KeepAsync(visit.Who, draft.Id, draft.Version, Slots.OfDraft(action, draft).Messages, visit.Surface, ct);
            if (kept is not Answer<Campaign>.Ok { Value: var changed }) return visit.Refusal(kept);
            draft = changed;
        }
        // Which business account was decided on is asked again.
        var form = action.Text("step") == "form" ? new(draft.Audience with { Waba = null }, null) : AudienceForm.Read(visit, action, draft);
        if (form.Audience is not { } audience) return form.Wrong!;
        var answer = await desk.ChooseAsync(visit.Who, draft.Id, draft.Version, audience, ct);
        if (answer is Answer<Chosen>.Stale) return await drafts.PresentAsync(visit, draft.Id, ct);
        if (answer is not Answer<Chosen>.Ok { Value: var chosen }) return visit.Refusal(answer);
        await compose.ShowAsync(visit.Who, chosen.Campaign, ct);
        return new Shown.Card(ChooseCard.Draw(visit.Phrases, chosen));
    }

    public async Task<Shown> PreviewAsync(Visit visit, CardAction action, CancellationToken ct)
    {
        var found = await drafts.FindAsync(visit, action.Campaign(), ct);
        return found.Draft is null ? found.No! : await drafts.PreviewAsync(visit, action.Campaign(), ct);
    }

    /// <summary>The campaign as it stands, for whoever pressed an old button.</summary>
    public async Task<Shown> PresentAsync(Visit visit, long id, CancellationToken ct) =>
        (await drafts.FindAsync(visit, id, ct)) is { Draft: null, No: { } no } ? no : await drafts.PresentAsync(visit, id, ct);

    public Task<Shown> SendAsync(Visit visit, CardAction action, CancellationToken ct) => ConfirmAsync(visit, action, null, ct);

    public async Task<Shown> ScheduleAsync(Visit visit, CardAction action, CancellationToken ct)
    {
        if (Moments.Read(action.Text("date"), action.Text("time"), visit.Zone) is { } at) return await ConfirmAsync(visit, action, at, ct);
        return await drafts.PreviewAsync(visit, action.Campaign(), ct, new FieldError("at", visit.Phrases["Invalid_schedule.when"]), action);
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
            Answer<Campaign>.Ok => await recordFlow.OpenAsync(visit, id, ct),
            Answer<Campaign>.Stale => await drafts.PresentAsync(visit, id, ct),
            Answer<Campaign>.Invalid invalid => await drafts.PreviewAsync(visit, id, ct, visit.Error(invalid), action),
            _ => visit.Refusal(answer),
        };
    }
}

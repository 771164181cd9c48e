using OmoBroadcast.Broadcast;
using OmoBroadcast.Broadcast.Desk;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Inbound;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Flows;

/// <summary>Finds the draft that a card speaks of, and shows it as it stands when the card is too old.</summary>
internal sealed class Drafts(CampaignDesk desk, ComposeDesk compose, RecordDesk records, RecordFlow recordFlow, BroadcastOptions options)
{
    /// <summary>The campaign as it stands, if it is still a draft; else what to show instead.</summary>
    public async Task<(Campaign? Draft, Shown? No)> FindAsync(Visit visit, long id, CancellationToken ct)
    {
        var answer = await records.FindAsync(visit.Who, id, ct);
        if (answer is not Answer<Campaign>.Ok { Value: var campaign }) return (null, visit.Refusal(answer));
        if (campaign.State != CampaignState.Draft) return (null, await recordFlow.OpenAsync(visit, id, ct, old: true));
        return visit.Who.Is(campaign.Sender) ? (campaign, null) : (null, visit.Refusal(new Answer<Campaign>.Denied()));
    }

    /// <summary>The same, if the card that was pressed is the newest, or lacks only what was attached since.</summary>
    public async Task<(Campaign? Draft, Shown? No)> CurrentAsync(Visit visit, CardAction action, CancellationToken ct)
    {
        var found = await FindAsync(visit, action.Campaign(), ct);
        if (found.Draft is not { } draft || draft.Version == action.Version()) return found;
        var current = await compose.IsCurrentAsync(visit.Who, draft, action.Version(), ct);
        return current is Answer<bool>.Ok { Value: true } ? found : (null, await PresentAsync(visit, draft.Id, ct));
    }

    /// <summary>What an old card is answered with.</summary>
    public async Task<Shown> PresentAsync(Visit visit, long id, CancellationToken ct)
    {
        var found = await FindAsync(visit, id, ct);
        if (found.Draft is not { } draft) return found.No!;
        // A template in the making is begun again from whom it goes to; what was attached stays at hand.
        var shown = draft.Audience.TemplateOn is null ? draft.Content.Messages.Count > 0 : draft.Content.Messages is [OutboundMessage.Template { Body.Length: > 0 }];
        if (shown) return await PreviewAsync(visit, id, ct, old: true);
        var answer = await desk.ChooseAsync(visit.Who, id, draft.Version, draft.Audience, ct);
        return answer is Answer<Chosen>.Ok { Value: var chosen } ? new Shown.Card(ChooseCard.Draw(visit.Phrases, chosen, old: true), Did: false) : visit.Refusal(answer);
    }

    public async Task<Shown> PreviewAsync(Visit visit, long id, CancellationToken ct, FieldError? error = null, CardAction? typed = null, bool old = false)
    {
        var answer = await desk.PreviewAsync(visit.Who, id, ct);
        if (answer is not Answer<Preview>.Ok { Value: var preview }) return visit.Refusal(answer);
        if (preview.Campaign.State != CampaignState.Draft) return await recordFlow.OpenAsync(visit, id, ct, old: true);
        return Show(visit, preview, error, typed, old);
    }

    public Shown Show(Visit visit, Preview preview, FieldError? error = null, CardAction? typed = null, bool old = false) => new Shown.Card(
        PreviewCard.Draw(visit.Phrases, preview, error, Moments.Date(typed?.Text("date")), Moments.Time(typed?.Text("time")), old, Picture), Did: error is null && !old);

    /// <summary>A broadcast that awaits approval, for whoever may approve it.</summary>
    /// <param name="words">What was typed, when it could not be taken.</param>
    public Shown Review(Visit visit, Review review, FieldError? error, string? words, bool old) =>
        new Shown.Card(PreviewCard.Review(visit.Phrases, review, error, words, old, Picture), Did: error is null && !old);

    // Teams shows pictures only from https addresses that its clients can reach.
    private Uri? Picture(string mediaId) => options.MediaUrl(mediaId) is { Scheme: "https" } url ? url : null;
}

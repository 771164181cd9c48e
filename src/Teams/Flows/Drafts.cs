using OmoBroadcast.Broadcast;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Inbound;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Flows;

/// <summary>Finds the draft that a card speaks of, and shows it as it stands when the card is too old.</summary>
internal sealed class Drafts(CampaignDesk desk, ComposeDesk compose, RecordDesk records, RecordFlow recordFlow, BroadcastOptions options)
{
    /// <summary>The campaign as it stands, if it is still a draft; else what to show instead.</summary>
    public async Task<(Campaign? Draft, FlowResult? No)> FindAsync(Visit visit, long id, CancellationToken cancellationToken)
    {
        var answer = await records.FindAsync(visit.Who, id, cancellationToken);
        if (answer is not Answer<Campaign>.Ok { Value: var campaign })
            return (null, visit.Refusal(answer));
        if (campaign.State != CampaignState.Draft)
            return (null, await recordFlow.OpenAsync(visit, id, cancellationToken, old: true));
        return visit.Who.Is(campaign.Sender) ? (campaign, null) : (null, visit.Refusal(new Answer<Campaign>.Denied()));
    }

    /// <summary>The same, if the card that was pressed is the newest, or lacks only what was attached since.</summary>
    public async Task<(Campaign? Draft, FlowResult? No)> CurrentAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        var found = await FindAsync(visit, action.Campaign(), cancellationToken);
        if (found.Draft is not { } draft || draft.Version == action.Version())
            return found;
        var current = await compose.IsCurrentAsync(visit.Who, draft, action.Version(), cancellationToken);
        return current is Answer<bool>.Ok { Value: true } ? found : (null, await PresentAsync(visit, draft.Id, cancellationToken));
    }

    /// <summary>What an old card is answered with.</summary>
    public async Task<FlowResult> PresentAsync(Visit visit, long id, CancellationToken cancellationToken)
    {
        var found = await FindAsync(visit, id, cancellationToken);
        if (found.Draft is not { } draft)
            return found.No!;
        // A template in the making is begun again from whom it goes to; what was attached stays at hand.
        var shown = draft.Audience.TemplateOn is null
            ? draft.Content.Messages.Count > 0
            : draft.Content.Messages is [OutboundMessage.Template { Body.Length: > 0 }];
        if (shown)
            return await PreviewAsync(visit, id, cancellationToken, old: true);
        var answer = await desk.ChooseAsync(visit.Who, id, draft.Version, draft.Audience, cancellationToken);
        return answer is Answer<ChosenAudience>.Ok { Value: var chosen }
            ? new FlowResult.Card(ChooseCard.Draw(visit.Phrases, chosen, old: true), Did: false)
            : visit.Refusal(answer);
    }

    public async Task<FlowResult> PreviewAsync(
        Visit visit,
        long id,
        CancellationToken cancellationToken,
        FieldError? error = null,
        CardAction? typed = null,
        bool old = false
    )
    {
        var answer = await desk.PreviewAsync(visit.Who, id, cancellationToken);
        if (answer is not Answer<Preview>.Ok { Value: var preview })
            return visit.Refusal(answer);
        if (preview.Campaign.State != CampaignState.Draft)
            return await recordFlow.OpenAsync(visit, id, cancellationToken, old: true);
        return Show(visit, preview, error, typed, old);
    }

    public FlowResult Show(Visit visit, Preview preview, FieldError? error = null, CardAction? typed = null, bool old = false) =>
        new FlowResult.Card(
            PreviewCard.Draw(
                visit.Phrases,
                preview,
                error,
                Moments.Date(typed?.Text("date")),
                Moments.Time(typed?.Text("time")),
                old,
                Picture
            ),
            Did: error is null && !old
        );

    /// <summary>A broadcast that awaits approval, for whoever may approve it.</summary>
    /// <param name="words">What was typed, when it could not be taken.</param>
    public FlowResult Review(Visit visit, Review review, FieldError? error, string? words, bool old) =>
        new FlowResult.Card(PreviewCard.Review(visit.Phrases, review, error, words, old, Picture), Did: error is null && !old);

    // Teams shows pictures only from https addresses that its clients can reach.
    private Uri? Picture(string mediaId) => options.MediaUrl(mediaId) is { Scheme: "https" } url ? url : null;
}

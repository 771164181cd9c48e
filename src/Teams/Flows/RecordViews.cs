using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Teams.Cards;

namespace OmoBroadcast.Teams.Flows;

/// <summary>The card of a broadcast after the button.</summary>
internal sealed class RecordViews(RecordDesk desk, CampaignCards cards, TimeProvider time)
{
    /// <summary>A question on the card is left there so long.</summary>
    private static readonly TimeSpan Rests = TimeSpan.FromSeconds(20);

    /// <summary>The card that shows its progress is not drawn anew for a while: somebody is being asked on it.</summary>
    public Task RestAsync(long campaign, CancellationToken cancellationToken) =>
        cards.RestAsync(campaign, time.GetUtcNow() + Rests, cancellationToken);

    /// <summary>It has been answered.</summary>
    public Task GoOnAsync(long campaign, CancellationToken cancellationToken) =>
        cards.RestAsync(campaign, DateTimeOffset.UnixEpoch, cancellationToken);

    /// <param name="old">For whoever pressed an old button.</param>
    public async Task<FlowResult> OpenAsync(Visit visit, long id, bool old, CancellationToken cancellationToken) =>
        await ShowAsync(visit, await desk.ProgressAsync(visit.Who, id, cancellationToken), old, cancellationToken);

    /// <summary>The same of one that was read for this press.</summary>
    public async Task<FlowResult> OpenAsync(Visit visit, Campaign campaign, bool old, CancellationToken cancellationToken) =>
        await ShowAsync(visit, await desk.ProgressAsync(visit.Who, campaign, cancellationToken), old, cancellationToken);

    public async Task<FlowResult> ShowAsync(Visit visit, Answer<Progress> answer, bool old, CancellationToken cancellationToken)
    {
        if (answer is not Answer<Progress>.Ok { Value: var progress })
            return visit.Refusal(answer);
        if (visit.CardId is { } place)
            await cards.ReturnAsync(progress.Campaign.Id, visit.Address.ConversationId, place, cancellationToken);
        var card = ProgressCard.Draw(
            visit.Phrases,
            progress,
            await desk.TroubledAsync(progress, ProgressCard.MostTroubled, cancellationToken),
            new(visit.Who.Is(progress.Campaign.Sender), visit.Who.MayApprove(progress.Campaign), old, time.GetUtcNow())
        );
        return new FlowResult.Card(card, Did: !old);
    }
}

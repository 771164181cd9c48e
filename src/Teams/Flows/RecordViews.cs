using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Teams.Cards;

namespace OmoBroadcast.Teams.Flows;

/// <summary>The card of a broadcast after the button.</summary>
internal sealed class RecordViews(RecordDesk desk, TimeProvider time)
{
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
        var card = ProgressCard.Draw(
            visit.Phrases,
            progress,
            await desk.TroubledAsync(progress, ProgressCard.MostTroubled, cancellationToken),
            new(visit.Who.Is(progress.Campaign.Sender), visit.Who.MayApprove(progress.Campaign), old, time.GetUtcNow())
        );
        return new FlowResult.Card(card, Did: !old);
    }
}

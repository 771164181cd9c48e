using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Teams.Cards;

namespace OmoBroadcast.Teams.Flows;

/// <summary>A finished broadcast once more, to those whom it did not reach: leads to the preview, where the button is.</summary>
internal sealed class RetryFlow(RetryDesk desk, ComposeDesk compose, RecordViews records, Drafts drafts) : IVerbSet
{
    public IEnumerable<VerbEntry> Entries => [Verbs.RecordsRetry.Drafts(StartAsync)];

    private async Task<FlowResult> StartAsync(Visit visit, RetryTarget target, CancellationToken cancellationToken)
    {
        var answer = await desk.StartAsync(visit.Who, target.Campaign, target.Doubtful, visit.Locale, cancellationToken);
        switch (answer)
        {
            case Answer<RetryDraft>.Ok { Value: { Preview: { } preview } again }:
                await compose.ShowAsync(visit.Who, again.Campaign, cancellationToken);
                return drafts.Show(visit, preview);
            case Answer<RetryDraft>.Ok { Value: var under }:
                return await records.OpenAsync(visit, under.Campaign, old: false, cancellationToken);
            case Answer<RetryDraft>.Stale:
                return await records.OpenAsync(visit, target.Campaign, old: true, cancellationToken);
            default:
                return visit.Refusal(answer);
        }
    }
}

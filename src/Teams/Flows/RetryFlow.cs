using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Teams.Inbound;

namespace OmoBroadcast.Teams.Flows;

/// <summary>A finished broadcast once more, to those whom it did not reach: leads to the preview, where the button is.</summary>
internal sealed class RetryFlow(RetryDesk desk, ComposeDesk compose, RecordFlow records, Drafts drafts)
{
    public async Task<FlowResult> StartAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        var answer = await desk.StartAsync(visit.Who, action.Campaign(), action.Text("doubtful") == "yes", visit.Locale, cancellationToken);
        switch (answer)
        {
            case Answer<RetryDraft>.Ok { Value: { Preview: { } preview } again }:
                await compose.ShowAsync(visit.Who, again.Campaign, cancellationToken);
                return drafts.Show(visit, preview);
            case Answer<RetryDraft>.Ok { Value: var under }:
                return await records.OpenAsync(visit, under.Campaign.Id, cancellationToken);
            case Answer<RetryDraft>.Stale:
                return await records.OpenAsync(visit, action.Campaign(), cancellationToken, old: true);
            default:
                return visit.Refusal(answer);
        }
    }
}

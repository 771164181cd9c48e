using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Teams.Cards;

namespace OmoBroadcast.Teams.Flows;

/// <summary>A broadcast that was sent off already, written anew: its time, its words, or another one like it.</summary>
internal sealed class ReviseFlow(PromiseDesk desk, CampaignDesk campaigns, RecordDesk records, ComposeFlow composing, Drafts drafts)
    : IVerbSet
{
    public IEnumerable<VerbEntry> Entries =>
        [
            Verbs.BroadcastRetime.Once((visit, on, token) => WithdrawAsync(visit, on, PreviewAsync, token), drafts.PresentAsync),
            Verbs.BroadcastRevise.Once((visit, on, token) => WithdrawAsync(visit, on, WriteAsync, token), drafts.PresentAsync),
            Verbs.RecordsCopy.Drafts(CopyAsync),
            Verbs.RecordsDrafts.Shows(ListAsync),
        ];

    // The schedule is gone before anything can be changed: nothing is sent meanwhile.
    private async Task<FlowResult> WithdrawAsync(
        Visit visit,
        CampaignTarget target,
        Func<Visit, Campaign, CancellationToken, Task<FlowResult>> show,
        CancellationToken cancellationToken
    )
    {
        var answer = await desk.WithdrawAsync(visit.Who, target.Campaign, target.Seen, cancellationToken);
        return answer switch
        {
            Answer<Campaign>.Ok { Value: var draft } => await show(visit, draft, cancellationToken),
            Answer<Campaign>.Stale => await drafts.PresentAsync(visit, target, cancellationToken),
            _ => visit.Refusal(answer),
        };
    }

    private async Task<FlowResult> CopyAsync(Visit visit, CampaignTarget target, CancellationToken cancellationToken)
    {
        var answer = await campaigns.CopyAsync(visit.Who, target.Campaign, visit.Locale, cancellationToken);
        return answer is Answer<Campaign>.Ok { Value: var copy } ? await WriteAsync(visit, copy, cancellationToken) : visit.Refusal(answer);
    }

    private async Task<FlowResult> ListAsync(Visit visit, ListPage page, CancellationToken cancellationToken)
    {
        var answer = await records.DraftsAsync(visit.Who, page.From, RecordsCard.PageSize + 1, cancellationToken);
        if (answer is not Answer<IReadOnlyList<Campaign>>.Ok { Value: var found })
            return visit.Refusal(answer);
        IReadOnlyList<Campaign> shown = [.. found.Take(RecordsCard.PageSize)];
        return new FlowResult.Card(DraftsCard.Draw(visit.Phrases, shown, page.From, found.Count > RecordsCard.PageSize));
    }

    private Task<FlowResult> PreviewAsync(Visit visit, Campaign draft, CancellationToken cancellationToken) =>
        drafts.PreviewAsync(visit, draft, null, null, cancellationToken);

    // A template is changed from its preview.
    private Task<FlowResult> WriteAsync(Visit visit, Campaign draft, CancellationToken cancellationToken) =>
        draft.Audience.TemplateOn is null && draft.Content.Template is null
            ? composing.OpenAsync(visit, draft, cancellationToken)
            : PreviewAsync(visit, draft, cancellationToken);
}

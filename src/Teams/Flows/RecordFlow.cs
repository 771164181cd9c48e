using System.Globalization;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Desks.Exports;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;

namespace OmoBroadcast.Teams.Flows;

/// <summary>A broadcast after the button: stopping, records, recipients.</summary>
internal sealed class RecordFlow(RecordDesk desk, ExportDesk exports, RecordViews views, Drafts drafts) : IVerbSet, ICommandSet
{
    public IEnumerable<VerbEntry> Entries =>
        [
            Verbs.BroadcastPause.Once((visit, on, token) => ChangeAsync(visit, on, desk.PauseAsync, token), drafts.PresentAsync),
            Verbs.BroadcastResume.Once((visit, on, token) => ChangeAsync(visit, on, desk.ResumeAsync, token), drafts.PresentAsync),
            Verbs.BroadcastAskCancel.Shows(AskCancelAsync),
            Verbs.BroadcastCancel.Once((visit, on, token) => ChangeAsync(visit, on, desk.CancelAsync, token), drafts.PresentAsync),
            Verbs.RecordsOpen.Shows((visit, on, token) => views.OpenAsync(visit, on.Campaign, false, token)),
            Verbs.RecordsPage.Shows((visit, page, token) => ListAsync(visit, page.From, token)),
            Verbs.RecordsRecipients.Shows(RecipientsAsync),
            Verbs.RecordsExport.Once(ExportAsync, drafts.PresentAsync),
        ];

    public IEnumerable<(CommandName Name, CommandHandler Run)> Commands =>
        [(CommandName.Records, (visit, token) => ListAsync(visit, 0, token))];

    private async Task<FlowResult> ListAsync(Visit visit, int skip, CancellationToken cancellationToken)
    {
        var answer = await desk.RecordsAsync(visit.Who, skip, RecordsCard.PageSize + 1, cancellationToken);
        if (answer is not Answer<IReadOnlyList<CampaignLine>>.Ok { Value: var found })
            return visit.Refusal(answer);
        if (found.Count == 0 && skip > 0)
            return await ListAsync(visit, 0, cancellationToken);
        return new FlowResult.Card(
            RecordsCard.List(visit.Phrases, [.. found.Take(RecordsCard.PageSize)], skip, found.Count > RecordsCard.PageSize)
        );
    }

    private async Task<FlowResult> RecipientsAsync(Visit visit, RecipientsForm form, CancellationToken cancellationToken)
    {
        var answer = await desk.RecipientsAsync(
            visit.Who,
            form.Campaign,
            form.Filter,
            form.From,
            RecipientsCard.PageSize,
            cancellationToken
        );
        return answer is Answer<Recipients>.Ok { Value: var found }
            ? new FlowResult.Card(RecipientsCard.Draw(visit.Phrases, found, form.From, visit.Who.Is(found.Progress.Campaign.Sender)))
            : visit.Refusal(answer);
    }

    // A link to the table of all recipients, for this person alone.
    private async Task<FlowResult> ExportAsync(Visit visit, CampaignTarget target, CancellationToken cancellationToken)
    {
        var seen = await desk.FindAsync(visit.Who, target.Campaign, cancellationToken);
        if (seen is not Answer<Domain.Campaigns.Campaign>.Ok { Value.Id: var campaign })
            return visit.Refusal(seen);
        var id = campaign.ToString(CultureInfo.InvariantCulture);
        var answer = await exports.IssueAsync(visit.Who, new(RecipientsExport.Name, id, visit.Locale, visit.Zone), cancellationToken);
        var back = Card.Button(Verbs.RecordsRecipients, visit.Phrases["Button_Back"], new(campaign));
        return answer is Answer<Uri>.Ok { Value: var link }
            ? new FlowResult.Card(ExportCard.Draw(visit.Phrases, link, back))
            : visit.Refusal(answer);
    }

    // With the numbers as they are; a running one goes on meanwhile, and its card rests.
    private async Task<FlowResult> AskCancelAsync(Visit visit, CampaignTarget target, CancellationToken cancellationToken)
    {
        var answer = await desk.ProgressAsync(visit.Who, target.Campaign, cancellationToken);
        if (answer is not Answer<Progress>.Ok { Value: { Campaign: var campaign } progress })
            return visit.Refusal(answer);
        if (campaign.Version != target.Seen || !CampaignStates.Table.Allows(campaign.State, CampaignChange.Cancel))
            return await views.ShowAsync(visit, answer, old: true, cancellationToken);
        await views.RestAsync(campaign.Id, cancellationToken);
        return new FlowResult.Card(CancelCard.Draw(visit.Phrases, progress));
    }

    private async Task<FlowResult> ChangeAsync(
        Visit visit,
        CampaignTarget target,
        Func<StaffMember, long, int, CancellationToken, Task<Answer<Progress>>> change,
        CancellationToken cancellationToken
    )
    {
        var answer = await change(visit.Who, target.Campaign, target.Seen, cancellationToken);
        if (answer is Answer<Progress>.Ok)
            await views.GoOnAsync(target.Campaign, cancellationToken);
        return answer is Answer<Progress>.Stale
            ? await views.OpenAsync(visit, target.Campaign, old: true, cancellationToken)
            : await views.ShowAsync(visit, answer, old: false, cancellationToken);
    }
}

using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Exports;
using OmoBroadcast.Desks.Privacy;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Teams.Activities;
using OmoBroadcast.Teams.Attachments;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;

namespace OmoBroadcast.Teams.Flows;

/// <summary>退訂名單: a list from elsewhere is attached, previewed and confirmed; ours is downloaded.</summary>
internal sealed class OptOutFlow(OptOutDesk desk, AttachmentFetcher fetcher, ExportDesk exports) : IVerbSet, ICommandSet
{
    public IEnumerable<VerbEntry> Entries =>
        [
            Verbs.OptOutsOpen.Shows((visit, _, token) => OpenAsync(visit, null, token)),
            Verbs.OptOutsImport.Once(ImportAsync, (visit, _, token) => OpenAsync(visit, visit.Phrases["Acted_Already"], token)),
            Verbs.OptOutsExport.Once(ExportAsync, (visit, _, token) => OpenAsync(visit, visit.Phrases["Acted_Already"], token)),
        ];

    public IEnumerable<(CommandName Name, CommandHandler Run)> Commands =>
        [(CommandName.OptOuts, (visit, token) => OpenAsync(visit, null, token))];

    private async Task<FlowResult> OpenAsync(Visit visit, string? note, CancellationToken cancellationToken)
    {
        var answer = await desk.CountAsync(visit.Who, cancellationToken);
        return answer is Answer<long>.Ok { Value: var count }
            ? new FlowResult.Card(OptOutCards.Open(visit.Phrases, count, note))
            : Refusal(visit, answer);
    }

    public async Task<FlowResult> ReceiveAsync(Visit visit, Activity activity, CancellationToken cancellationToken)
    {
        if (!visit.Who.Has(Access.Administrators) || activity.Attachments is not [var attached, ..])
            return Refusal(visit, new Answer<bool>.Denied());
        var (bytes, refused) = await fetcher.ReadAsync(attached, activity.ServiceUrl, OptOutFile.MostBytes, cancellationToken);
        if (bytes is null)
            return new FlowResult.Note(visit.Phrases.Say($"Invalid_{refused}", visit.Phrases.Count(OptOutFile.MostBytes / (1024 * 1024))));
        var answer = await desk.PreviewAsync(visit.Who, bytes, visit.Zone, cancellationToken);
        return answer is Answer<OptOutPreview>.Ok { Value: var preview }
            ? new FlowResult.Card(OptOutCards.Preview(visit.Phrases, preview))
            : Refusal(visit, answer);
    }

    private async Task<FlowResult> ImportAsync(Visit visit, FileTarget target, CancellationToken cancellationToken)
    {
        if (target.File is not { } id)
            return visit.Refusal(new Answer<bool>.NotFound());
        var answer = await desk.ImportAsync(visit.Who, id, visit.Zone, cancellationToken);
        return answer is Answer<OptOutPreview>.Ok { Value: var done }
            ? await OpenAsync(visit, visit.Phrases.Say("OptOuts_Imported", visit.Phrases.Count(done.New.Count)), cancellationToken)
            : Refusal(visit, answer);
    }

    private async Task<FlowResult> ExportAsync(Visit visit, Nothing _, CancellationToken cancellationToken)
    {
        if (!visit.Who.Has(Access.Administrators))
            return Refusal(visit, new Answer<Uri>.Denied());
        var answer = await exports.IssueAsync(visit.Who, new(OptOutExport.Name, "", visit.Locale, visit.Zone), cancellationToken);
        return answer is Answer<Uri>.Ok { Value: var link }
            ? new FlowResult.Card(ExportCard.Draw(visit.Phrases, link, Card.Button(Verbs.OptOutsOpen, visit.Phrases["Button_Back"])))
            : Refusal(visit, answer);
    }

    private static FlowResult Refusal<T>(Visit visit, Answer<T> answer) =>
        answer is Answer<T>.Denied ? new FlowResult.Note(visit.Phrases["Denied_Administrator"]) : visit.Refusal(answer);
}

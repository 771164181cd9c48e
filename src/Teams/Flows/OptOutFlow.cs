using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Exports;
using OmoBroadcast.Desks.Privacy;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Attachments;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Exports;
using OmoBroadcast.Teams.Inbound;

namespace OmoBroadcast.Teams.Flows;

/// <summary>退訂名單: a list from elsewhere is attached, previewed and confirmed; ours is downloaded.</summary>
internal sealed class OptOutFlow(OptOutDesk desk, AttachmentFetcher fetcher, ExportDesk exports)
{
    public async Task<FlowResult> OpenAsync(Visit visit, CancellationToken cancellationToken, string? note = null)
    {
        var answer = await desk.CountAsync(visit.Who, cancellationToken);
        return answer is Answer<long>.Ok { Value: var count }
            ? new FlowResult.Card(OptOutCards.Open(visit.Phrases, count, note))
            : Refusal(visit, answer);
    }

    public async Task<FlowResult> ReceiveAsync(Visit visit, Activity activity, CancellationToken cancellationToken)
    {
        if (visit.Who.Role != Role.Administrator || activity.Attachments is not [var attached, ..])
            return Refusal(visit, new Answer<bool>.Denied());
        var (bytes, refused) = await fetcher.ReadAsync(attached, activity.ServiceUrl, OptOutFile.MostBytes, cancellationToken);
        if (bytes is null)
            return new FlowResult.Note(visit.Phrases.Say($"Invalid_{refused}", visit.Phrases.Count(OptOutFile.MostBytes / (1024 * 1024))));
        var answer = await desk.PreviewAsync(visit.Who, bytes, visit.Zone, cancellationToken);
        return answer is Answer<OptOutPreview>.Ok { Value: var preview }
            ? new FlowResult.Card(OptOutCards.Preview(visit.Phrases, preview))
            : Refusal(visit, answer);
    }

    public async Task<FlowResult> ImportAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(action.Text("file"), out var id))
            return visit.Refusal(new Answer<bool>.NotFound());
        var answer = await desk.ImportAsync(visit.Who, id, visit.Zone, cancellationToken);
        return answer is Answer<OptOutPreview>.Ok { Value: var done }
            ? await OpenAsync(visit, cancellationToken, visit.Phrases.Say("OptOuts_Imported", visit.Phrases.Count(done.New.Count)))
            : Refusal(visit, answer);
    }

    public async Task<FlowResult> ExportAsync(Visit visit, CancellationToken cancellationToken)
    {
        if (visit.Who.Role != Role.Administrator)
            return Refusal(visit, new Answer<Uri>.Denied());
        var answer = await exports.IssueAsync(visit.Who, new(OptOutExport.Name, "", visit.Locale, visit.Zone), cancellationToken);
        return answer is Answer<Uri>.Ok { Value: var link }
            ? new FlowResult.Card(ExportCard.Draw(visit.Phrases, link, Card.Button(Verbs.OptOutsOpen, visit.Phrases["Button_Back"], [])))
            : Refusal(visit, answer);
    }

    private static FlowResult Refusal<T>(Visit visit, Answer<T> answer) =>
        answer is Answer<T>.Denied ? new FlowResult.Note(visit.Phrases["Denied_Administrator"]) : visit.Refusal(answer);
}

using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Exports;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;

namespace OmoBroadcast.Teams.Flows;

/// <summary>稽核.</summary>
internal sealed class AuditFlow(AuditDesk desk, ExportDesk exports) : IVerbSet, ICommandSet
{
    public IEnumerable<VerbEntry> Entries =>
        [
            Verbs.AuditOpen.Shows(OpenAsync),
            Verbs.AuditExport.Once(ExportAsync, (visit, _, _) =>
                Task.FromResult<FlowResult>(new FlowResult.Note(visit.Phrases["Old_Plain"]))
            ),
        ];

    public IEnumerable<(CommandName Name, CommandHandler Run)> Commands =>
        [(CommandName.Audit, (visit, token) => OpenAsync(visit, AuditQuery.Usual, token))];

    private async Task<FlowResult> OpenAsync(Visit visit, AuditQuery query, CancellationToken cancellationToken)
    {
        var answer = await desk.PageAsync(
            visit.Who,
            new(desk.Since(query.Days), query.Person),
            query.Before,
            AuditCard.PageSize,
            cancellationToken
        );
        return answer is Answer<AuditPage>.Ok { Value: var page }
            ? new FlowResult.Card(AuditCard.Draw(visit.Phrases, page, query))
            : Refusal(visit, answer);
    }

    private async Task<FlowResult> ExportAsync(Visit visit, AuditQuery query, CancellationToken cancellationToken)
    {
        if (!visit.Who.Has(Access.Administrators))
            return Refusal(visit, new Answer<Uri>.Denied());
        var answer = await exports.IssueAsync(
            visit.Who,
            new(AuditExport.Name, AuditExport.Write(query.Person, query.Days), visit.Locale, visit.Zone),
            cancellationToken
        );
        return answer is Answer<Uri>.Ok { Value: var link }
            ? new FlowResult.Card(ExportCard.Draw(visit.Phrases, link, Card.Button(Verbs.AuditOpen, visit.Phrases["Button_Back"])))
            : Refusal(visit, answer);
    }

    private static FlowResult Refusal<T>(Visit visit, Answer<T> answer) =>
        answer is Answer<T>.Denied ? new FlowResult.Note(visit.Phrases["Denied_Audit"]) : visit.Refusal(answer);
}

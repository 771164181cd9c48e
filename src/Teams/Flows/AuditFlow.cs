using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Exports;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
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
        var (person, days, before) = query;
        var answer = await desk.PageAsync(visit.Who, new(desk.Since(days), person), before, AuditCard.PageSize + 1, cancellationToken);
        if (answer is not Answer<IReadOnlyList<AuditLine>>.Ok { Value: var found })
            return Refusal(visit, answer);
        var people = await desk.PeopleAsync(visit.Who, cancellationToken);
        if (people is not Answer<IReadOnlyList<StaffMember>>.Ok { Value: var all })
            return Refusal(visit, people);
        var shown = found.Take(AuditCard.PageSize).ToList();
        return new FlowResult.Card(AuditCard.Draw(visit.Phrases, shown, all, person, days, found.Count > shown.Count));
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

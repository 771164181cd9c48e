using System.Globalization;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Exports;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Exports;
using OmoBroadcast.Teams.Inbound;

namespace OmoBroadcast.Teams.Flows;

/// <summary>稽核.</summary>
internal sealed class AuditFlow(AuditDesk desk, ExportDesk exports)
{
    private const int LongestId = 100;

    /// <param name="action">Null when it was typed.</param>
    public async Task<FlowResult> OpenAsync(Visit visit, CardAction? action, CancellationToken cancellationToken)
    {
        var (person, days) = Asked(action);
        var before = long.TryParse(action?.Text("before"), NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? last
            : (long?)null;
        var answer = await desk.PageAsync(visit.Who, new(desk.Since(days), person), before, AuditCard.PageSize + 1, cancellationToken);
        if (answer is not Answer<IReadOnlyList<AuditLine>>.Ok { Value: var found })
            return Refusal(visit, answer);
        var people = await desk.PeopleAsync(visit.Who, cancellationToken);
        if (people is not Answer<IReadOnlyList<StaffMember>>.Ok { Value: var all })
            return Refusal(visit, people);
        var shown = found.Take(AuditCard.PageSize).ToList();
        return new FlowResult.Card(AuditCard.Draw(visit.Phrases, shown, all, person, days, found.Count > shown.Count));
    }

    public async Task<FlowResult> ExportAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        if (visit.Who.Role != Role.Administrator)
            return Refusal(visit, new Answer<Uri>.Denied());
        var (person, days) = Asked(action);
        var answer = await exports.IssueAsync(
            visit.Who,
            new(AuditExport.Name, AuditExport.Write(person, days), visit.Locale, visit.Zone),
            cancellationToken
        );
        return answer is Answer<Uri>.Ok { Value: var link }
            ? new FlowResult.Card(ExportCard.Draw(visit.Phrases, link, Card.Button(Verbs.AuditOpen, visit.Phrases["Button_Back"], [])))
            : Refusal(visit, answer);
    }

    private static FlowResult Refusal<T>(Visit visit, Answer<T> answer) =>
        answer is Answer<T>.Denied ? new FlowResult.Note(visit.Phrases["Denied_Audit"]) : visit.Refusal(answer);

    private static (string? Person, int Days) Asked(CardAction? action)
    {
        var days = action?.Number("days") is { } given && AuditCard.Days.Contains(given) ? given : AuditCard.Days[1];
        return (action?.Text("person") is { Length: > 0 and <= LongestId } person ? person : null, days);
    }
}

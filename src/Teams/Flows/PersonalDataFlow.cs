using OmoBroadcast.Broadcast;
using OmoBroadcast.Broadcast.Desk;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Exports;
using OmoBroadcast.Teams.Inbound;

namespace OmoBroadcast.Teams.Flows;

/// <summary>個資.</summary>
internal sealed class PersonalDataFlow(PersonalDataDesk desk, ExportDesk exports, Roster roster, Node node)
{
    public Shown Open(Visit visit) => visit.Who.Role == Role.Administrator
        ? new Shown.Card(PersonalDataCards.Draw(visit.Phrases, roster, "", null, node.Now)) : Refusal(visit, new Answer<bool>.Denied());

    public async Task<Shown> FindAsync(Visit visit, CardAction action, CancellationToken ct)
    {
        var words = action.Text("words") ?? "";
        if (words.Length == 0) return Open(visit);
        var answer = await desk.FindAsync(visit.Who, words, ct);
        return answer switch
        {
            Answer<IReadOnlyList<Customer>>.Ok { Value: var found } => new Shown.Card(PersonalDataCards.Draw(visit.Phrases, roster, words, found, node.Now)),
            Answer<IReadOnlyList<Customer>>.Invalid wrong => new Shown.Card(PersonalDataCards.Draw(visit.Phrases, roster, words, null, node.Now, visit.Error(wrong)), Did: false),
            _ => Refusal(visit, answer),
        };
    }

    public async Task<Shown> AskEraseAsync(Visit visit, CardAction action, CancellationToken ct)
    {
        var answer = await OneAsync(visit, action, ct);
        return answer is Answer<Customer>.Ok { Value: var customer }
            ? new Shown.Card(PersonalDataCards.AskErase(visit.Phrases, roster, customer, node.Now)) : Refusal(visit, answer);
    }

    public async Task<Shown> EraseAsync(Visit visit, CardAction action, CancellationToken ct)
    {
        if (action.Customer() is not { } person) return Refusal(visit, new Answer<bool>.NotFound());
        var answer = await desk.EraseAsync(visit.Who, person, ct);
        return answer is Answer<bool>.Ok ? new Shown.Card(PersonalDataCards.Erased(visit.Phrases)) : Refusal(visit, answer);
    }

    public async Task<Shown> ExportAsync(Visit visit, CardAction action, CancellationToken ct)
    {
        if (await OneAsync(visit, action, ct) is var one and not Answer<Customer>.Ok) return Refusal(visit, one);
        var answer = await exports.IssueAsync(visit.Who, new(PersonalDataExport.Name, action.Text("customer")!, visit.Locale, visit.Zone), ct);
        return answer is Answer<Uri>.Ok { Value: var link }
            ? new Shown.Card(ExportCard.Draw(visit.Phrases, link, Card.Button(Verbs.PersonFind, visit.Phrases["Button_Back"], [])))
            : Refusal(visit, answer);
    }

    private Task<Answer<Customer>> OneAsync(Visit visit, CardAction action, CancellationToken ct) =>
        action.Customer() is { } person ? desk.OneAsync(visit.Who, person, ct) : Task.FromResult<Answer<Customer>>(new Answer<Customer>.NotFound());

    private static Shown Refusal<T>(Visit visit, Answer<T> answer) => answer switch
    {
        Answer<T>.Denied => new Shown.Note(visit.Phrases["Denied_Administrator"]),
        Answer<T>.NotFound => new Shown.Note(visit.Phrases["Person_Gone"]),
        _ => visit.Refusal(answer),
    };
}

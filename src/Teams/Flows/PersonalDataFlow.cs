using OmoBroadcast.Broadcast;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Exports;
using OmoBroadcast.Desks.Privacy;
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
    public FlowResult Open(Visit visit) =>
        visit.Who.Role == Role.Administrator
            ? new FlowResult.Card(PersonalDataCards.Draw(visit.Phrases, roster, "", null, node.Now))
            : Refusal(visit, new Answer<bool>.Denied());

    public async Task<FlowResult> FindAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        var words = action.Text("words") ?? "";
        if (words.Length == 0)
            return Open(visit);
        var answer = await desk.FindAsync(visit.Who, words, cancellationToken);
        return answer switch
        {
            Answer<IReadOnlyList<Customer>>.Ok { Value: var found } => new FlowResult.Card(
                PersonalDataCards.Draw(visit.Phrases, roster, words, found, node.Now)
            )
            {
                // Without what was looked for: that is a person's, and would outlive them.
                Again = CardData.Showing(Verbs.PersonFind, 0),
            },
            Answer<IReadOnlyList<Customer>>.Invalid wrong => new FlowResult.Card(
                PersonalDataCards.Draw(visit.Phrases, roster, words, null, node.Now, visit.Error(wrong)),
                Did: false
            ),
            _ => Refusal(visit, answer),
        };
    }

    public async Task<FlowResult> AskEraseAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        var answer = await OneAsync(visit, action, cancellationToken);
        return answer is Answer<Customer>.Ok { Value: var customer }
            ? new FlowResult.Card(PersonalDataCards.AskErase(visit.Phrases, roster, customer, node.Now))
            {
                Again = CardData.Showing(Verbs.PersonAskErase, customer.Key),
            }
            : Refusal(visit, answer);
    }

    public async Task<FlowResult> EraseAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        if (action.Customer() is not { } person)
            return Refusal(visit, new Answer<bool>.NotFound());
        var answer = await desk.EraseAsync(visit.Who, person, cancellationToken);
        return answer is Answer<bool>.Ok ? new FlowResult.Card(PersonalDataCards.Erased(visit.Phrases)) : Refusal(visit, answer);
    }

    public async Task<FlowResult> ExportAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        if (await OneAsync(visit, action, cancellationToken) is var one and not Answer<Customer>.Ok)
            return Refusal(visit, one);
        var answer = await exports.IssueAsync(
            visit.Who,
            new(PersonalDataExport.Name, action.Text("customer")!, visit.Locale, visit.Zone),
            cancellationToken
        );
        return answer is Answer<Uri>.Ok { Value: var link }
            ? new FlowResult.Card(ExportCard.Draw(visit.Phrases, link, Card.Button(Verbs.PersonFind, visit.Phrases["Button_Back"], [])))
            : Refusal(visit, answer);
    }

    private Task<Answer<Customer>> OneAsync(Visit visit, CardAction action, CancellationToken cancellationToken) =>
        action.Customer() is { } person
            ? desk.OneAsync(visit.Who, person, cancellationToken)
            : Task.FromResult<Answer<Customer>>(new Answer<Customer>.NotFound());

    private static FlowResult Refusal<T>(Visit visit, Answer<T> answer) =>
        answer switch
        {
            Answer<T>.Denied => new FlowResult.Note(visit.Phrases["Denied_Administrator"]),
            Answer<T>.NotFound => new FlowResult.Note(visit.Phrases["Person_Gone"]),
            _ => visit.Refusal(answer),
        };
}

using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Exports;
using OmoBroadcast.Desks.Privacy;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;

namespace OmoBroadcast.Teams.Flows;

/// <summary>個資.</summary>
internal sealed class PersonalDataFlow(PersonalDataDesk desk, ExportDesk exports, Roster roster) : IVerbSet, ICommandSet
{
    public IEnumerable<VerbEntry> Entries =>
        [
            Verbs.PersonFind.Shows(FindAsync),
            Verbs.PersonExport.Once(ExportAsync, (visit, _, _) => Task.FromResult(Open(visit))),
            Verbs.PersonAskErase.Shows(AskEraseAsync),
            Verbs.PersonErase.Once(EraseAsync, (visit, _, _) => Task.FromResult(Open(visit))),
        ];

    public IEnumerable<(CommandName Name, CommandHandler Run)> Commands =>
        [(CommandName.PersonalData, (visit, _) => Task.FromResult(Open(visit)))];

    private FlowResult Open(Visit visit) =>
        visit.Who.Has(Access.Administrators)
            ? new FlowResult.Card(PersonalDataCards.Draw(visit.Phrases, roster, new("", null), desk.Now))
            : Refusal(visit, new Answer<bool>.Denied());

    private async Task<FlowResult> FindAsync(Visit visit, PersonQuery query, CancellationToken cancellationToken)
    {
        var words = query.Words;
        if (words.Length == 0)
            return Open(visit);
        var answer = await desk.FindAsync(visit.Who, words, cancellationToken);
        return answer switch
        {
            Answer<IReadOnlyList<Customer>>.Ok { Value: var found } => new FlowResult.Card(
                PersonalDataCards.Draw(visit.Phrases, roster, new(words, found), desk.Now)
            )
            {
                // Without what was looked for: that is a person's, and would outlive them.
                Again = Verbs.PersonFind.Asking(new()),
            },
            Answer<IReadOnlyList<Customer>>.Invalid wrong => new FlowResult.Card(
                PersonalDataCards.Draw(visit.Phrases, roster, new(words, null), desk.Now, visit.Error(wrong)),
                Did: false
            ),
            _ => Refusal(visit, answer),
        };
    }

    private async Task<FlowResult> AskEraseAsync(Visit visit, CustomerTarget target, CancellationToken cancellationToken)
    {
        var answer = await OneAsync(visit, target, cancellationToken);
        return answer is Answer<Customer>.Ok { Value: var customer }
            ? new FlowResult.Card(PersonalDataCards.AskErase(visit.Phrases, roster, customer, desk.Now))
            {
                Again = Verbs.PersonAskErase.Asking(new(customer.Key)),
            }
            : Refusal(visit, answer);
    }

    private async Task<FlowResult> EraseAsync(Visit visit, CustomerTarget target, CancellationToken cancellationToken)
    {
        if (target.Customer is not { } person)
            return Refusal(visit, new Answer<bool>.NotFound());
        var answer = await desk.EraseAsync(visit.Who, person, cancellationToken);
        return answer is Answer<bool>.Ok ? new FlowResult.Card(PersonalDataCards.Erased(visit.Phrases)) : Refusal(visit, answer);
    }

    private async Task<FlowResult> ExportAsync(Visit visit, CustomerTarget target, CancellationToken cancellationToken)
    {
        if (await OneAsync(visit, target, cancellationToken) is var one and not Answer<Customer>.Ok)
            return Refusal(visit, one);
        var answer = await exports.IssueAsync(
            visit.Who,
            new(PersonalDataExport.Name, target.Customer.ToString()!, visit.Locale, visit.Zone),
            cancellationToken
        );
        return answer is Answer<Uri>.Ok { Value: var link }
            ? new FlowResult.Card(ExportCard.Draw(visit.Phrases, link, Card.Button(Verbs.PersonFind, visit.Phrases["Button_Back"])))
            : Refusal(visit, answer);
    }

    private Task<Answer<Customer>> OneAsync(Visit visit, CustomerTarget target, CancellationToken cancellationToken) =>
        target.Customer is { } person
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

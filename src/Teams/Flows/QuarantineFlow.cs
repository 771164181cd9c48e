using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;

namespace OmoBroadcast.Teams.Flows;

/// <summary>隔離.</summary>
internal sealed class QuarantineFlow(QuarantineDesk desk, TimeProvider time) : IVerbSet, ICommandSet
{
    public IEnumerable<VerbEntry> Entries =>
        [
            Verbs.QuarantineOpen.Shows((visit, _, token) => OpenAsync(visit, null, token)),
            Verbs.QuarantineRetry.Once(RetryAsync, (visit, _, token) => OpenAsync(visit, visit.Phrases["Acted_Already"], token)),
        ];

    public IEnumerable<(CommandName Name, CommandHandler Run)> Commands =>
        [(CommandName.Quarantine, (visit, token) => OpenAsync(visit, null, token))];

    private async Task<FlowResult> OpenAsync(Visit visit, string? note, CancellationToken cancellationToken)
    {
        var answer = await desk.OpenAsync(visit.Who, QuarantineCard.Size, cancellationToken);
        return answer is Answer<Quarantine>.Ok { Value: var found }
            ? new FlowResult.Card(QuarantineCard.Draw(visit.Phrases, found, time.GetUtcNow(), note))
            : Refusal(visit, answer);
    }

    private async Task<FlowResult> RetryAsync(Visit visit, QuarantineTarget target, CancellationToken cancellationToken)
    {
        var answer = await desk.RetryAsync(visit.Who, target.Quarantined, cancellationToken);
        return answer is Answer<int>.Ok { Value: var many }
            ? await OpenAsync(visit, visit.Phrases.Say("Quarantine_Retried", visit.Phrases.Count(many)), cancellationToken)
            : Refusal(visit, answer);
    }

    private static FlowResult Refusal<T>(Visit visit, Answer<T> answer) =>
        answer is Answer<T>.Denied ? new FlowResult.Note(visit.Phrases["Denied_Administrator"]) : visit.Refusal(answer);
}

using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Inbound;

namespace OmoBroadcast.Teams.Flows;

/// <summary>隔離.</summary>
internal sealed class QuarantineFlow(QuarantineDesk desk, TimeProvider time)
{
    public async Task<FlowResult> OpenAsync(Visit visit, CancellationToken cancellationToken, string? note = null)
    {
        var answer = await desk.OpenAsync(visit.Who, cancellationToken);
        return answer is Answer<Quarantine>.Ok { Value: var found }
            ? new FlowResult.Card(QuarantineCard.Draw(visit.Phrases, found, time.GetUtcNow(), note))
            : Refusal(visit, answer);
    }

    public async Task<FlowResult> RetryAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        var answer = await desk.RetryAsync(
            visit.Who,
            action.Text("all") == "true" ? null : action.Number("quarantined"),
            cancellationToken
        );
        return answer is Answer<int>.Ok { Value: var many }
            ? await OpenAsync(visit, cancellationToken, visit.Phrases.Say("Quarantine_Retried", visit.Phrases.Count(many)))
            : Refusal(visit, answer);
    }

    private static FlowResult Refusal<T>(Visit visit, Answer<T> answer) =>
        answer is Answer<T>.Denied ? new FlowResult.Note(visit.Phrases["Denied_Administrator"]) : visit.Refusal(answer);
}

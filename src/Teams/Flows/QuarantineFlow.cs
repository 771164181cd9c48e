using OmoBroadcast.Broadcast.Desk;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Inbound;

namespace OmoBroadcast.Teams.Flows;

/// <summary>隔離.</summary>
internal sealed class QuarantineFlow(QuarantineDesk desk, TimeProvider time)
{
    public async Task<Shown> OpenAsync(Visit visit, CancellationToken ct, string? note = null)
    {
        var answer = await desk.OpenAsync(visit.Who, ct);
        return answer is Answer<Quarantine>.Ok { Value: var found }
            ? new Shown.Card(QuarantineCard.Draw(visit.Phrases, found, time.GetUtcNow(), note)) : Refusal(visit, answer);
    }

    public async Task<Shown> RetryAsync(Visit visit, CardAction action, CancellationToken ct)
    {
        var answer = await desk.RetryAsync(visit.Who, action.Text("all") == "true" ? null : action.Number("quarantined"), ct);
        return answer is Answer<int>.Ok { Value: var many } ? await OpenAsync(visit, ct, visit.Phrases.Say("Quarantine_Retried", visit.Phrases.Count(many))) : Refusal(visit, answer);
    }

    private static Shown Refusal<T>(Visit visit, Answer<T> answer) =>
        answer is Answer<T>.Denied ? new Shown.Note(visit.Phrases["Denied_Administrator"]) : visit.Refusal(answer);
}

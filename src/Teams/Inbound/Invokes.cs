using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Teams.Connector;
using OmoBroadcast.Teams.Flows;

namespace OmoBroadcast.Teams.Inbound;

/// <summary>Answers buttons while their sender waits.</summary>
internal sealed class Invokes(Visitors visitors, Reception reception, LateAnswers late, TimeProvider time, ILogger<Invokes> log)
{
    private const string CardAction = "adaptiveCard/action";
    private const string Message = "application/vnd.microsoft.activity.message";
    private const string Error = "application/vnd.microsoft.error";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>The HTTP body of the answer; null for an invoke that we do not know (501).</summary>
    public async Task<JsonObject?> AnswerAsync(Activity activity)
    {
        if (activity.Name != CardAction || activity.Action is null || activity.Address is null) return null;
        var began = Stopwatch.GetTimestamp();
        var shown = await late.InTimeAsync(activity, WorkAsync(activity), () => visitors.Speaking(activity));
        Sight.InvokeSeconds.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
        return Body(shown);
    }

    // Not the request's own cancellation: what a person pressed is done even if Teams hangs up.
    private async Task<Shown> WorkAsync(Activity activity)
    {
        using var longest = new CancellationTokenSource(Longest, time);
        try
        {
            if (!activity.IsPersonal) return new Shown.Note(visitors.Speaking(activity)["Personal_Only"]);
            if (await visitors.MeetAsync(activity, longest.Token) is not { } visit) return new Shown.Note(visitors.Speaking(activity)["Unknown_Person"]);
            // Beside the work: a button does not wait for it.
            _ = visitors.RememberAsync(activity, visit, CancellationToken.None);
            return await reception.PressAsync(visit, activity.Action!, longest.Token);
        }
        catch (Exception trouble)
        {
            Sight.Failures.Add(1);
            log.LogError(trouble, "The button {Verb} failed", activity.Action!.Verb);
            return new Shown.Wrong(visitors.Speaking(activity)["Away"]);
        }
    }

    private static JsonObject Body(Shown shown) => shown switch
    {
        Shown.Card card => new() { ["statusCode"] = 200, ["type"] = Outgoing.CardType, ["value"] = card.Content.DeepClone() },
        Shown.Note note => new() { ["statusCode"] = 200, ["type"] = Message, ["value"] = note.Text },
        Shown.Wrong wrong => new() { ["statusCode"] = 500, ["type"] = Error, ["value"] = new JsonObject { ["code"] = "TryAgain", ["message"] = wrong.Text } },
        _ => throw new InvalidOperationException($"Nothing is known to show for {shown}"),
    };
}

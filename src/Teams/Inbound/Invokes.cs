using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Teams.Activities;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Connector;
using OmoBroadcast.Teams.Flows;
using Activity = OmoBroadcast.Teams.Activities.Activity;

namespace OmoBroadcast.Teams.Inbound;

/// <summary>Answers buttons, and fields that find their choices, while their sender waits.</summary>
internal sealed partial class Invokes(Visitors visitors, ActionRouter router, LateAnswers late, TimeProvider time, ILogger<Invokes> log)
{
    private const string CardAction = "adaptiveCard/action";
    private const string Typeahead = "application/search";
    private const string Message = "application/vnd.microsoft.activity.message";
    private const string Found = "application/vnd.microsoft.search.searchResponse";
    private const string Error = "application/vnd.microsoft.error";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>The HTTP body of the answer; null for an invoke that we do not know (501).</summary>
    public async Task<InvokeAnswer?> AnswerAsync(Activity activity)
    {
        var began = Stopwatch.GetTimestamp();
        var body = activity switch
        {
            { Name: CardAction, Action: null } => Wrong(400, "BadRequest", "There is no action with a verb."),
            { Name: CardAction } => Body(await late.InTimeAsync(activity, WorkAsync(activity), () => visitors.Speaking(activity))),
            { Name: Typeahead } => await FindAsync(activity),
            _ => null,
        };
        if (body is not null)
            StaffMetrics.InvokeSeconds.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
        return body;
    }

    // Not the request's own cancellation: what a person pressed is done even if Teams hangs up.
    private async Task<FlowResult> WorkAsync(Activity activity)
    {
        using var longest = new CancellationTokenSource(Longest, time);
        try
        {
            if (!activity.IsPersonal)
                return new FlowResult.Note(visitors.Speaking(activity)["Personal_Only"]);
            if (await visitors.MeetAsync(activity, longest.Token) is not { } visit)
                return new FlowResult.Note(visitors.Speaking(activity)["Unknown_Person"]);
            // Beside the work: a button does not wait for it.
            _ = visitors.RememberAsync(activity, visit, CancellationToken.None);
            return await router.PressAsync(visit, activity.Action!, longest.Token);
        }
        catch (Exception trouble)
        {
            StaffMetrics.Failures.Add(1);
            LogFailed(trouble, activity.Action!.Verb);
            return new FlowResult.Wrong(visitors.Speaking(activity)["Away"]);
        }
    }

    // Whoever may not see a thing is answered as if there were nothing of the kind. Later than a button may be, nobody waits for it any
    // more.
    private async Task<InvokeAnswer> FindAsync(Activity activity)
    {
        if (activity.Search is not { } search)
            return Wrong(400, "BadRequest", "There is no dataset to search.");
        try
        {
            return await SearchAsync(activity, search).WaitAsync(LateAnswers.Patience, time) switch
            {
                Answer<IReadOnlyList<Choice>>.Ok { Value: var choices } => Body(choices),
                Answer<IReadOnlyList<Choice>>.Invalid => Wrong(400, "BadRequest", "There is no such dataset."),
                Answer<IReadOnlyList<Choice>>.Away => Wrong(500, "TryAgain", visitors.Speaking(activity)["Away"]),
                _ => Body([]),
            };
        }
        catch (Exception trouble)
        {
            StaffMetrics.Failures.Add(1);
            LogNotSearched(trouble, search.Dataset);
            return Wrong(500, "TryAgain", visitors.Speaking(activity)["Away"]);
        }
    }

    private async Task<Answer<IReadOnlyList<Choice>>> SearchAsync(Activity activity, Search search)
    {
        using var longest = new CancellationTokenSource(LateAnswers.Patience, time);
        return activity.IsPersonal && await visitors.MeetAsync(activity, longest.Token) is { } visit
            ? await router.FindAsync(visit, search, longest.Token)
            : new Answer<IReadOnlyList<Choice>>.NotFound();
    }

    private static InvokeAnswer Body(IReadOnlyList<Choice> choices) =>
        Answer(
            200,
            Found,
            new JsonObject
            {
                ["results"] = new JsonArray([
                    .. choices.Select(choice => (JsonNode)new JsonObject { ["title"] = choice.Title, ["value"] = choice.Value }),
                ]),
            }
        );

    private static InvokeAnswer Body(FlowResult shown) =>
        shown switch
        {
            FlowResult.Card card => Answer(200, OutgoingActivity.CardType, card.Content),
            FlowResult.Note note => Answer(200, Message, note.Text),
            FlowResult.Wrong wrong => Wrong(500, "TryAgain", wrong.Text),
            _ => throw new InvalidOperationException($"Nothing is known to show for {shown}"),
        };

    private static InvokeAnswer Wrong(int status, string code, string message) =>
        Answer(status, Error, new JsonObject { ["code"] = code, ["message"] = message });

    private static InvokeAnswer Answer(int status, string type, JsonNode value) => new(status, type, value);

    [LoggerMessage(LogLevel.Error, "The button {Verb} failed")]
    private partial void LogFailed(Exception trouble, string verb);

    [LoggerMessage(LogLevel.Error, "Searching {Dataset} failed")]
    private partial void LogNotSearched(Exception trouble, string dataset);
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Connector;
using OmoBroadcast.Teams.Flows;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Inbound;

/// <summary>
/// Answers buttons while their sender waits. Teams gives up after some ten seconds and sends the press again, so what takes longer than
/// <see cref="Patience"/> is answered with a card that says so, and the card is replaced when it is done.
/// </summary>
internal sealed class Invokes(Visitors visitors, Reception reception, Messenger messenger, TimeProvider time, ILogger<Invokes> log)
{
    private const string CardAction = "adaptiveCard/action";
    private const string Message = "application/vnd.microsoft.activity.message";
    private const string Error = "application/vnd.microsoft.error";

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, Lazy<Task<Shown>>> pressed = new(StringComparer.Ordinal);

    /// <summary>The HTTP body of the answer; null for an invoke that we do not know (501).</summary>
    public async Task<JsonObject?> AnswerAsync(Activity activity)
    {
        if (activity.Name != CardAction || activity.Action is null || activity.Address is null) return null;
        var began = Stopwatch.GetTimestamp();
        var work = Begin(activity);
        using var stop = new CancellationTokenSource();
        var first = await Task.WhenAny(work, Task.Delay(Patience, time, stop.Token));
        await stop.CancelAsync();
        Sight.InvokeSeconds.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
        if (first == work) return Body(await work);
        _ = ReplaceLaterAsync(activity, work);
        return Body(new Shown.Card(PlainCard.Working(Phrases.For(activity.Locale))));
    }

    // A press that comes again while it is being worked on is the same press.
    private Task<Shown> Begin(Activity activity)
    {
        if (activity.Id is null) return WorkAsync(activity);
        var key = $"{activity.ConversationId}\n{activity.Id}";
        var mine = new Lazy<Task<Shown>>(() => OnceAsync(key, activity));
        return pressed.GetOrAdd(key, mine).Value;
    }

    private async Task<Shown> OnceAsync(string key, Activity activity)
    {
        await Task.Yield();
        try
        {
            return await WorkAsync(activity);
        }
        finally
        {
            pressed.TryRemove(key, out _);
        }
    }

    // Not the request's own cancellation: what a person pressed is done even if Teams hangs up.
    private async Task<Shown> WorkAsync(Activity activity)
    {
        var phrases = Phrases.For(activity.Locale);
        using var longest = new CancellationTokenSource(Longest, time);
        try
        {
            if (!activity.IsPersonal) return new Shown.Note(phrases["Personal_Only"]);
            if (await visitors.MeetAsync(activity, longest.Token) is not { } visit) return new Shown.Note(phrases["Unknown_Person"]);
            var remembered = visitors.RememberAsync(activity, visit, longest.Token);
            var shown = reception.Press(visit, activity.Action!, longest.Token) is { } pressing ? await pressing : new Shown.Note(phrases["Old"]);
            _ = remembered;
            return shown;
        }
        catch (Exception trouble)
        {
            Sight.Failures.Add(1);
            log.LogError(trouble, "The button {Verb} failed", activity.Action!.Verb);
            return new Shown.Wrong(phrases["Away"]);
        }
    }

    private async Task ReplaceLaterAsync(Activity activity, Task<Shown> work)
    {
        try
        {
            var shown = await work;
            var phrases = Phrases.For(activity.Locale);
            using var longest = new CancellationTokenSource(Longest, time);
            if (shown is Shown.Card card && activity.ReplyToId is not null)
            {
                await messenger.UpdateAsync(activity.Address!, activity.ReplyToId, Outgoing.Card(card.Content), longest.Token);
                return;
            }
            // The working card must not stay: it would wait for ever.
            var text = shown switch { Shown.Note note => note.Text, Shown.Wrong wrong => wrong.Text, _ => "" };
            if (activity.ReplyToId is not null) await messenger.UpdateAsync(activity.Address!, activity.ReplyToId, Outgoing.Card(PlainCard.Said(phrases, text)), longest.Token);
            else await messenger.SendAsync(activity.Address!, shown is Shown.Card late ? Outgoing.Card(late.Content) : Outgoing.Text(text), longest.Token);
        }
        catch (Exception trouble)
        {
            log.LogError(trouble, "A late answer to {Verb} could not be shown", activity.Action!.Verb);
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

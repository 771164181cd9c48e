using Microsoft.Extensions.Logging;
using OmoBroadcast.Teams.Activities;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Connector;
using OmoBroadcast.Teams.Flows;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Inbound;

/// <summary>
/// Teams gives up on a button after some ten seconds and sends the press again. So what takes longer than <see cref="Patience"/> is
/// answered with a card that says so, and that card is replaced when the work is done.
/// </summary>
internal sealed partial class LateAnswers(ConnectorClient connector, TimeProvider time, ILogger<LateAnswers> log)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public async Task<FlowResult> InTimeAsync(Activity activity, Task<FlowResult> work, Func<Phrases> speaking)
    {
        using var stop = new CancellationTokenSource();
        var first = await Task.WhenAny(work, Task.Delay(Patience, time, stop.Token));
        await stop.CancelAsync();
        if (first == work)
            return await work;
        if (activity.Action is { } action && Unsaved.On(action.Fields))
        {
            _ = ApologiseAsync(activity, work);
            return new FlowResult.Note(speaking()["Working_Beneath"]);
        }
        _ = ReplaceAsync(activity, work, speaking);
        return new FlowResult.Card(PlainCard.Working(speaking()));
    }

    // The card pressed stays, and what was asked for has come beneath it, unless that went wrong.
    private async Task ApologiseAsync(Activity activity, Task<FlowResult> work)
    {
        try
        {
            var said = await work switch
            {
                FlowResult.Wrong wrong => wrong.Text,
                FlowResult.Note { Beneath: false } note => note.Text,
                _ => null,
            };
            if (said is not null)
                await connector.SendAsync(activity.Address!, OutgoingActivity.Text(said), CancellationToken.None);
        }
        catch (Exception trouble)
        {
            LogNotShown(trouble, activity.Action?.Verb);
        }
    }

    // The working card must not stay, or it would seem to work for ever: a sentence too takes its place.
    private async Task ReplaceAsync(Activity activity, Task<FlowResult> work, Func<Phrases> speaking)
    {
        try
        {
            var content = await work switch
            {
                FlowResult.Card card => card.Content,
                FlowResult.Note { Did: true } note => PlainCard.Said(speaking(), note.Text),
                FlowResult.Note note => PlainCard.Unsaved(speaking(), note.Text, activity.Action?.Fields),
                FlowResult.Wrong wrong => PlainCard.Unsaved(speaking(), wrong.Text, activity.Action?.Fields),
                var other => throw new InvalidOperationException($"Nothing is known to show for {other}"),
            };
            _ = activity.ReplyToId is { } pressed
                ? await connector.UpdateAsync(activity.Address!, pressed, OutgoingActivity.Card(content), CancellationToken.None)
                : await connector.SendAsync(activity.Address!, OutgoingActivity.Card(content), CancellationToken.None);
        }
        catch (Exception trouble)
        {
            LogNotShown(trouble, activity.Action?.Verb);
        }
    }

    [LoggerMessage(LogLevel.Error, "A late answer to {Verb} could not be shown")]
    private partial void LogNotShown(Exception trouble, string? verb);
}

using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Teams.Activities;
using OmoBroadcast.Teams.Commands;
using OmoBroadcast.Teams.Connector;
using OmoBroadcast.Teams.Flows;

namespace OmoBroadcast.Teams.Inbound;

/// <summary>Answers what somebody wrote, and welcomes who installs us.</summary>
internal sealed class MessageResponder(
    Visitors visitors,
    ActionRouter router,
    MessageRouter messages,
    ConnectorClient connector,
    Welcomes welcomes
)
{
    /// <summary>Throws what the stores throw when they are away; then it is asked again.</summary>
    public async Task AnswerAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        var activity = arrival.Activity;
        if (activity.Address is not { } address)
            return;
        if (!activity.IsPersonal)
        {
            if (activity.Type == "message")
                await connector.SendAsync(address, OutgoingActivity.Text(visitors.Speaking(activity)["Personal_Only"]), cancellationToken);
            return;
        }
        if (activity.RemovesUs)
        {
            await visitors.LeaveAsync(activity, cancellationToken);
            return;
        }

        var visit = await visitors.MeetAsync(activity, cancellationToken);
        if (visit is not null)
            await visitors.RememberAsync(activity, visit, cancellationToken);
        var first = !activity.AddsUs || await welcomes.IsFirstAsync(activity, cancellationToken);
        if (visit is null && first)
        {
            await connector.SendAsync(address, OutgoingActivity.Text(visitors.Speaking(activity)["Unknown_Person"]), cancellationToken);
            return;
        }
        if (visit is null)
            return;
        if (activity.AddsUs)
            await WelcomeAsync(activity, visit, first, cancellationToken);
        else
            await AnswerAsync(arrival, visit, cancellationToken);
    }

    // Whoever is back is welcomed no second time.
    private async Task WelcomeAsync(Activity activity, Visit visit, bool first, CancellationToken cancellationToken)
    {
        if (first)
            await ShowAsync(activity, HelpFlow.Open(visit, welcome: true), cancellationToken);
        await welcomes.Approvals.TellAsync(visit, cancellationToken);
    }

    private async Task AnswerAsync(Arrival arrival, Visit visit, CancellationToken cancellationToken)
    {
        var activity = arrival.Activity;
        var shown = await ThinkAsync(arrival, visit, cancellationToken);
        if (await ShowAsync(activity, shown, cancellationToken) is not ConnectorResult.Done done || activity.Action is not null)
            return;
        if (done.Id is { } id)
            await router.KeepAsync(visit, id, shown, cancellationToken);
        if (shown is FlowResult.Card { InsteadOf: { } old })
            await connector.UpdateAsync(visit.Address, old.CardId, OutgoingActivity.Card(old.Content), cancellationToken);
    }

    /// <summary>For what went wrong on our side, again and again.</summary>
    public Task<ConnectorResult> ApologiseAsync(Arrival arrival, CancellationToken cancellationToken) =>
        arrival.Activity is { Address: { } address, Type: "message" } activity
            ? connector.SendAsync(address, OutgoingActivity.Text(visitors.Speaking(activity)["Away"]), cancellationToken)
            : Task.FromResult<ConnectorResult>(new ConnectorResult.Done(null));

    private async Task<FlowResult> ThinkAsync(Arrival arrival, Visit visit, CancellationToken cancellationToken)
    {
        var activity = arrival.Activity;
        if (activity.Action is { } action)
            return await router.PressAsync(visit, action, cancellationToken);
        if (activity.Attachments.Count > 0)
            return await messages.ReceiveAsync(
                visit,
                activity,
                CommandReader.Read(activity.Text),
                Digest.Id(arrival.Key),
                cancellationToken
            );
        return await messages.HearAsync(visit, CommandReader.Read(activity.Text), Digest.Id(arrival.Key), cancellationToken);
    }

    private Task<ConnectorResult> ShowAsync(Activity activity, FlowResult shown, CancellationToken cancellationToken) =>
        shown switch
        {
            FlowResult.Card card when activity is { Action: not null, ReplyToId: { } pressed } => connector.UpdateAsync(
                activity.Address!,
                pressed,
                OutgoingActivity.Card(card.Content),
                cancellationToken
            ),
            FlowResult.Card card => connector.SendAsync(
                activity.Address!,
                OutgoingActivity.Card(card.Content),
                cancellationToken,
                card.Mark
            ),
            FlowResult.Note note => connector.SendAsync(activity.Address!, OutgoingActivity.Text(note.Text), cancellationToken),
            FlowResult.Wrong wrong => connector.SendAsync(activity.Address!, OutgoingActivity.Text(wrong.Text), cancellationToken),
            _ => throw new InvalidOperationException($"Nothing is known to show for {shown}"),
        };
}

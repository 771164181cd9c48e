using OmoBroadcast.Store.Promises;
using OmoBroadcast.Teams.Commands;
using OmoBroadcast.Teams.Connector;
using OmoBroadcast.Teams.Flows;

namespace OmoBroadcast.Teams.Inbound;

/// <summary>Answers what somebody wrote, and welcomes who installs us.</summary>
internal sealed class Answering(Visitors visitors, Reception reception, Messenger messenger, ActivityInbox inbox, TimeProvider time)
{
    /// <summary>Throws what the stores throw when they are away; then it is asked again.</summary>
    public async Task AnswerAsync(Arrival arrival, CancellationToken ct)
    {
        var activity = arrival.Activity;
        if (activity.Address is not { } address) return;
        if (!activity.IsPersonal)
        {
            if (activity.Type == "message") await messenger.SendAsync(address, Outgoing.Text(visitors.Speaking(activity)["Personal_Only"]), ct);
            return;
        }
        if (activity.RemovesUs)
        {
            await visitors.LeaveAsync(activity, ct);
            return;
        }

        var visit = await visitors.MeetAsync(activity, ct);
        if (visit is not null) await visitors.RememberAsync(activity, visit, ct);
        if (activity.AddsUs && !await IsFirstWelcomeAsync(activity, ct)) return;
        if (visit is null)
        {
            await messenger.SendAsync(address, Outgoing.Text(visitors.Speaking(activity)["Unknown_Person"]), ct);
            return;
        }
        var shown = await ThinkAsync(arrival, visit, ct);
        if (await ShowAsync(activity, shown, ct) is Sent.Done { Id: { } id } && activity.Action is null) await reception.KeepAsync(visit, id, shown, ct);
    }

    /// <summary>For what went wrong on our side, again and again.</summary>
    public Task<Sent> ApologiseAsync(Arrival arrival, CancellationToken ct) =>
        arrival.Activity is { Address: { } address, Type: "message" } activity
            ? messenger.SendAsync(address, Outgoing.Text(visitors.Speaking(activity)["Away"]), ct)
            : Task.FromResult<Sent>(new Sent.Done(null));

    private async Task<Shown> ThinkAsync(Arrival arrival, Visit visit, CancellationToken ct)
    {
        var activity = arrival.Activity;
        if (activity.AddsUs) return Reception.Help(visit, welcome: true);
        if (activity.Action is { } action) return await reception.PressAsync(visit, action, ct);
        if (activity.Attachments.Count > 0) return await reception.ReceiveAsync(visit, activity, CommandReader.Read(activity.Text), Arrivals.Id(arrival.Key), ct);
        return await reception.HearAsync(visit, CommandReader.Read(activity.Text), Arrivals.Id(arrival.Key), ct);
    }

    private Task<Sent> ShowAsync(Activity activity, Shown shown, CancellationToken ct) => shown switch
    {
        Shown.Card card when activity is { Action: not null, ReplyToId: { } pressed } => messenger.UpdateAsync(activity.Address!, pressed, Outgoing.Card(card.Content), ct),
        Shown.Card card => messenger.SendAsync(activity.Address!, Outgoing.Card(card.Content), ct, card.Mark),
        Shown.Note note => messenger.SendAsync(activity.Address!, Outgoing.Text(note.Text), ct),
        Shown.Wrong wrong => messenger.SendAsync(activity.Address!, Outgoing.Text(wrong.Text), ct),
        _ => throw new InvalidOperationException($"Nothing is known to show for {shown}"),
    };

    // An install comes as two activities at once, in any order, and may come again.
    private Task<bool> IsFirstWelcomeAsync(Activity activity, CancellationToken ct) =>
        inbox.FirstUseAsync(Arrivals.Id($"welcome {activity.ConversationId}"), activity.PersonId ?? "", "welcome", time.GetUtcNow(), ct);
}

using System.Collections.Frozen;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>Reads and applies a body, or some events of it, that waited in SQL.</summary>
internal sealed class StoredBody(Intake intake, OptOuts optOuts, Circuit circuit, Roster roster)
{
    private static readonly FrozenDictionary<string, string> Nothing = FrozenDictionary<string, string>.Empty;

    /// <summary>Whether whoever says no in it is in SQL now. What cannot even be read is found out by <see cref="ApplyAsync"/>.</summary>
    public async Task<bool> HearAsync(StoredWebhook stored, CancellationToken cancellationToken) =>
        Read(stored).Events is not { } events || await optOuts.HearAsync(events, cancellationToken);

    /// <summary>Why not all of it could be applied, and which events are left; null when it is done. Throws what the stores throw when they
    /// are away.</summary>
    public async Task<(string? Reason, IReadOnlyCollection<string>? Left)> ApplyAsync(
        StoredWebhook stored,
        CancellationToken cancellationToken
    )
    {
        var (events, reason) = Read(stored);
        if (events is null)
            return (reason, null);
        if (!await optOuts.HearAsync(events, cancellationToken))
            throw new DatabaseAwayException("Who said no could not be written down.");
        var poison = await intake.ApplyAsync(events, unheard: false, cancellationToken);
        return poison.Count == 0 ? (null, null) : (poison[0].Fault.GetType().Name, [.. poison.Select(one => one.Event.Id)]);
    }

    private (IReadOnlyList<InboundEvent>? Events, string? Reason) Read(StoredWebhook stored)
    {
        try
        {
            if (WaitingReports.Read(stored.Call) is { } report)
                return ([report], null);
            var request = new WebhookRequest("POST", stored.Call.Headers, Nothing, stored.Call.Body)
            {
                Path = stored.Call.Headers.GetValueOrDefault(WebhookAcceptor.PathKey, ""),
            };
            return roster.Find(stored.Call.Channel)?.Read(request) switch
            {
                WebhookReading.Events events => (Meant(Intake.Dated(events.Items, stored.Call.At), stored.Call.OnlyEvents), null),
                WebhookReading.Refused refused => (null, refused.Reason),
                _ => (null, "no such channel"),
            };
        }
        catch (Exception wrong) when (!circuit.IsAway(wrong))
        {
            return (null, wrong.GetType().Name);
        }
    }

    /// <summary>Of whose ids none is found any more, because they are read otherwise by now, all are meant.</summary>
    private static IReadOnlyList<InboundEvent> Meant(IReadOnlyList<InboundEvent> events, IReadOnlyCollection<string>? only)
    {
        if (only is null)
            return events;
        InboundEvent[] meant = [.. events.Where(item => only.Contains(WebhookInbox.Written(item.Id)))];
        return meant.Length > 0 ? meant : events;
    }
}

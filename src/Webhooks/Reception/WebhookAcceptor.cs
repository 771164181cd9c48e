using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>
/// Writes a verified body down before it is acknowledged: who says no in it in SQL, first of all and whatever else is away; its events in
/// the present, or, while Redis is away, the body in SQL. Well within the two seconds that LINE waits.
/// </summary>
internal sealed class WebhookAcceptor(Intake intake, OptOuts optOuts, WebhookInbox inbox, Circuit circuit, ReplaySignal replay)
{
    private static readonly TimeSpan PresentPatience = TimeSpan.FromMilliseconds(600);
    private static readonly TimeSpan InboxPatience = TimeSpan.FromMilliseconds(500);

    /// <summary>All of it, as long as there is something left to wait for.</summary>
    private static readonly TimeSpan Whole = TimeSpan.FromMilliseconds(1_700);

    /// <summary>Stands among the headers that are kept, for the path; no header can be called so.</summary>
    internal const string PathKey = ":path";

    internal enum Taken
    {
        Applied,
        Inboxed,
        Away,
    }

    public async ValueTask<Taken> TakeAsync(ChannelId channel, IReadOnlyList<InboundEvent> events, WebhookRequest request)
    {
        if (events.Count == 0)
            return Taken.Applied;
        var (begun, arrived) = (circuit.Time.GetTimestamp(), circuit.Time.GetUtcNow());
        events = Intake.Dated(events, arrived);
        var heard = await optOuts.HearAsync(events, CancellationToken.None);
        IReadOnlyCollection<string>? only = null;
        if (await PresentAsync(events, !heard, begun) is { } poison)
        {
            // Who said no and is not in SQL yet waits in Redis; but only what is in SQL is sure to be minded, so the platform is not told
            // that we know.
            if (poison.Count == 0)
                return heard ? Taken.Applied : Taken.Away;
            only = [.. poison.Select(one => one.Event.Id)];
        }

        try
        {
            // Copied, since a write that outlasts our patience goes on after the request's memory is gone.
            var waiting = new WaitingWebhook(channel, Kept(request), request.Body.ToArray(), arrived, only, Unheard: !heard);
            await inbox.AddAsync(waiting, CancellationToken.None).WaitAsync(Left(begun, InboxPatience), circuit.Time);
            replay.Nudge();
            return heard ? Taken.Inboxed : Taken.Away;
        }
#pragma warning disable CA1031 // Both are away; the platform will come again.
        catch (Exception)
#pragma warning restore CA1031
        {
            return Taken.Away;
        }
    }

    /// <summary>What could not be applied of the events; null if nothing can be, for now.</summary>
    private async ValueTask<IReadOnlyList<Poison>?> PresentAsync(IReadOnlyList<InboundEvent> events, bool unheard, long begun)
    {
        if (!circuit.MayTry())
            return null;
        try
        {
            var patience = events.Any(Reports.Is) ? PresentPatience + ReportedEvents.Patience : PresentPatience;
            var poison = await intake.ApplyAsync(events, unheard, CancellationToken.None).WaitAsync(Left(begun, patience), circuit.Time);
            circuit.Worked();
            return poison;
        }
        // Whatever it was: the body must not be lost. If the events themselves are to blame, the replay will find out.
#pragma warning disable CA1031
        catch (Exception wrong)
#pragma warning restore CA1031
        {
            circuit.Failed(wrong);
            return null;
        }
    }

    private TimeSpan Left(long begun, TimeSpan wanted)
    {
        var left = Whole - circuit.Time.GetElapsedTime(begun);
        return left < wanted ? TimeSpan.FromMilliseconds(Math.Max(left.TotalMilliseconds, 100)) : wanted;
    }

    /// <summary>What it takes to believe the body a second time: of the headers the signatures and, where there is one, the path.</summary>
    private static Dictionary<string, string> Kept(WebhookRequest request)
    {
        var kept = request
            .Headers.Where(header => header.Key.Contains("signature", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(header => header.Key, header => header.Value);
        if (request.Path.Length > 0)
            kept[PathKey] = request.Path;
        return kept;
    }
}

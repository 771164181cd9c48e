using System.Diagnostics.Metrics;

namespace OmoBroadcast.Webhooks;

internal static class WebhookMetrics
{
    private static readonly Meter Meter = new("OmoBroadcast.Webhooks");
    private static long inbox,
        bodies,
        listed,
        owed;

    /// <summary>Webhook calls, by <c>channel</c> and <c>outcome</c>: applied, inboxed, refused, away, busy (too many calls), full (too many
    /// bytes).</summary>
    public static readonly Counter<long> Webhooks = Meter.CreateCounter<long>("omo.webhook.calls", "{call}");

    /// <summary>Events applied, by <c>channel</c>, <c>kind</c> and <c>fresh</c> (false: seen before).</summary>
    public static readonly Counter<long> Events = Meter.CreateCounter<long>("omo.webhook.events", "{event}");

    /// <summary>From the platform's time of an event until it was applied.</summary>
    public static readonly Histogram<double> Lag = Meter.CreateHistogram<double>(
        "omo.webhook.lag",
        "s",
        null,
        null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2, 5, 15, 60, 300, 3600] }
    );

    /// <summary>Bodies of the inbox replayed, by <c>outcome</c>: applied, quarantined.</summary>
    public static readonly Counter<long> Replayed = Meter.CreateCounter<long>("omo.inbox.replays", "{body}");

    /// <summary>Profiles asked for, by <c>outcome</c>: found, none.</summary>
    public static readonly Counter<long> Profiles = Meter.CreateCounter<long>("omo.profile.lookups", "{lookup}");

    /// <summary>Entries written to the journal; a repetition counts again.</summary>
    public static readonly Counter<long> Journaled = Meter.CreateCounter<long>("omo.journal.entries", "{entry}");

    static WebhookMetrics()
    {
        Meter.CreateObservableGauge("omo.journal.depth", () => Volatile.Read(ref listed), "{entry}");
        Meter.CreateObservableGauge("omo.journal.owed", () => Volatile.Read(ref owed), "{customer}");
        Meter.CreateObservableGauge("omo.inbox.depth", () => Volatile.Read(ref inbox), "{body}");
        Meter.CreateObservableGauge("omo.webhook.body.usage", () => Volatile.Read(ref bodies), "By");
    }

    /// <summary>What bodies in hand take of the budget for large ones.</summary>
    public static void BodiesHold(long bytes) => Volatile.Write(ref bodies, bytes);

    /// <summary>Entries that wait in Redis for the journal, and customers of whom there was no room for more, as last counted.</summary>
    public static void JournalWaits(long entries, long customers)
    {
        Volatile.Write(ref listed, entries);
        Volatile.Write(ref owed, customers);
    }

    /// <summary>Verified bodies that wait in SQL for Redis, as last counted.</summary>
    public static void InboxHolds(long bodies) => Volatile.Write(ref inbox, bodies);
}

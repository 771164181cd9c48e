using Microsoft.Extensions.Options;
using OmoBroadcast.Webhooks.Settings;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>
/// Bounds what all bodies in hand take together. What comes in one piece within <see cref="Small"/> is free. Of the others so many may be
/// on their way at once, and what they have beyond <see cref="Small"/> is counted; when there is no room left, the one that has been on its
/// way longest gives way: a platform sends its body in one go, so whoever is slow holds nobody's place.
/// </summary>
internal sealed class BodyBudget(IOptions<OmoOptions> options, TimeProvider time)
{
    /// <summary>Bytes of each body that are not counted.</summary>
    public const int Small = 64 * 1024;

    /// <summary>Bodies on their way at once; with <see cref="Small"/> it bounds what is not counted.</summary>
    public const int MostReading = 1000;

    /// <summary>All of a body must be here in so long: LINE waits two seconds for the answer, Meta not much longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Bytes are not taken from one that is younger, so that many large ones at once do not push each other out.</summary>
    private static readonly TimeSpan Young = TimeSpan.FromMilliseconds(500);

    private readonly long most = options.Value.WebhookMegabytes * 1024L * 1024;
    private readonly Lock gate = new();
    private readonly LinkedList<BodyReading> underway = new();
    private long held;

    /// <summary>Bytes taken and not returned.</summary>
    public long Held => Volatile.Read(ref held);

    /// <summary>Bodies on their way.</summary>
    public int Underway
    {
        get
        {
            lock (gate)
                return underway.Count;
        }
    }

    /// <summary>A body that did not come in one piece begins; the oldest of too many gives way.</summary>
    public BodyReading Begin(CancellationToken aborted)
    {
        var begun = new BodyReading(Patience, time, aborted);
        BodyReading? oldest = null;
        lock (gate)
        {
            if (underway.Count >= MostReading)
                GiveWay(oldest = underway.First!.Value);
            underway.AddLast(begun.Place);
        }

        oldest?.Cut();
        return begun;
    }

    /// <summary>False: that much is not to be had now, or it has itself given way; nothing was taken.</summary>
    public bool TryTake(BodyReading asking, long bytes)
    {
        var cut = new List<BodyReading>();
        bool taken;
        lock (gate)
        {
            while (held + bytes > most && Slow(asking) is { } slow)
            {
                GiveWay(slow);
                cut.Add(slow);
            }

            taken = !asking.HasEnded && held + bytes <= most;
            if (taken)
            {
                asking.Held += bytes;
                Volatile.Write(ref held, held + bytes);
            }
        }

        foreach (var slow in cut)
            slow.Cut();
        if (taken)
            WebhookMetrics.BodiesHold(Held);
        return taken;
    }

    /// <summary>The body is here, and nobody's to push out any more: what it holds is the caller's to <see cref="Return"/>. Null: it has
    /// given way just before.</summary>
    public long? Complete(BodyReading reading)
    {
        lock (gate)
        {
            if (reading.HasEnded)
                return null;
            reading.HasEnded = true;
            underway.Remove(reading.Place);
            return reading.Held;
        }
    }

    /// <summary>Nothing came of it.</summary>
    public void Abandon(BodyReading reading)
    {
        lock (gate)
            if (!reading.HasEnded)
                GiveWay(reading);
        WebhookMetrics.BodiesHold(Held);
    }

    public void Return(long bytes)
    {
        if (bytes == 0)
            return;
        lock (gate)
            Volatile.Write(ref held, held - bytes);
        WebhookMetrics.BodiesHold(Held);
    }

    private BodyReading? Slow(BodyReading asking)
    {
        foreach (var reading in underway)
        {
            if (time.GetElapsedTime(reading.BegunAt) < Young)
                return null;
            if (reading.Held > 0 && reading != asking)
                return reading;
        }

        return null;
    }

    private void GiveWay(BodyReading reading)
    {
        reading.HasEnded = true;
        underway.Remove(reading.Place);
        Volatile.Write(ref held, held - reading.Held);
        reading.Held = 0;
    }
}

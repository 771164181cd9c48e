using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Storage.Sql;

/// <summary>
/// How far claims have come in each queue, so that the next need not pass again over what is claimed or has gone: in PostgreSQL what has
/// gone stands in the index until it is vacuumed. Only a hint: what lies further ahead (put back, by whomever) is found when it has grown
/// old, or nothing is left behind it.
/// </summary>
internal sealed class QueuePlaces(TimeProvider? time = null)
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(1);

    private readonly TimeProvider time = time ?? TimeProvider.System;
    private readonly Lock gate = new();
    private readonly Dictionary<(QueueKey Queue, long Campaign), (Place Place, long PutBack, long Since)> places = [];

    /// <summary>By campaign.</summary>
    /// <param name="putBack">How much this process has put back so far: then they hold no longer.</param>
    public Dictionary<long, Place> Of(QueueKey queue, long putBack)
    {
        lock (gate)
        {
            var found = new Dictionary<long, Place>();
            foreach (var (key, kept) in places.Where(one => one.Key.Queue == queue).ToList())
            {
                if (kept.PutBack == putBack && time.GetElapsedTime(kept.Since) < Life)
                    found.Add(key.Campaign, kept.Place);
                else
                    places.Remove(key);
            }
            return found;
        }
    }

    /// <param name="place">The last that was claimed; null: nothing was left behind it.</param>
    public void Keep(QueueKey queue, long campaign, Place? place, long putBack)
    {
        lock (gate)
        {
            if (place is not { } last)
                places.Remove((queue, campaign));
            else if (places.TryGetValue((queue, campaign), out var kept))
                places[(queue, campaign)] = kept with { Place = last };
            else
                places[(queue, campaign)] = (last, putBack, time.GetTimestamp());
        }
    }
}

/// <summary>Where a request stands in its campaign's queue: later ones come after all that keep their first place.</summary>
internal readonly record struct Place(long NotBefore, Guid Id)
{
    /// <summary>By which places compare.</summary>
    public (long NotBefore, Guid Id) Order => (NotBefore, Id);
}

using OmoBroadcast.Store.Promises;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>
/// What a lane has claimed and not yet called. Going: may be called at once. The others are claimed; where there is no retry key they must be written down as begun first. The lane's loop
/// alone calls; others may add and take out meanwhile.
/// </summary>
internal sealed class Queues(bool keyless)
{
    private readonly Lock guard = new();
    private readonly Queue<Prepared> going = new(), urgent = new(), bulk = new();

    public int Count
    {
        get
        {
            lock (guard) return going.Count + urgent.Count + bulk.Count;
        }
    }

    public int Going
    {
        get
        {
            lock (guard) return going.Count;
        }
    }

    public int Bulk
    {
        get
        {
            lock (guard) return bulk.Count;
        }
    }

    /// <summary>The next to be called; null: none may be.</summary>
    public Prepared? Next
    {
        get
        {
            lock (guard) return Calling.TryPeek(out var next) ? next : null;
        }
    }

    /// <summary>The first of the claimed.</summary>
    public Prepared? Waiting
    {
        get
        {
            lock (guard) return Claimed.TryPeek(out var next) ? next : null;
        }
    }

    private Queue<Prepared> Calling => going.Count > 0 || keyless ? going : Claimed;

    private Queue<Prepared> Claimed => urgent.Count > 0 ? urgent : bulk;

    public void Add(Prepared prepared)
    {
        lock (guard) (prepared.Begun ? going : prepared.Request.Class == RequestClass.Reply ? urgent : bulk).Enqueue(prepared);
    }

    /// <summary>What has begun goes on before anything else begins.</summary>
    public void Go(Prepared prepared)
    {
        lock (guard) going.Enqueue(prepared);
    }

    /// <summary>Takes the next to be called; false: by now it is another.</summary>
    public bool Take(Prepared next)
    {
        lock (guard)
        {
            if (!Calling.TryPeek(out var first) || !ReferenceEquals(first, next)) return false;
            Calling.Dequeue();
            return true;
        }
    }

    /// <summary>Up to so many of the claimed, replies before campaigns.</summary>
    public List<Prepared> TakeClaimed(int most)
    {
        lock (guard)
        {
            var taken = new List<Prepared>(most);
            while (taken.Count < most && Claimed.TryDequeue(out var next)) taken.Add(next);
            return taken;
        }
    }

    public List<Prepared> TakeOut(Predicate<Prepared> which)
    {
        lock (guard)
        {
            var taken = new List<Prepared>();
            foreach (var queue in (ReadOnlySpan<Queue<Prepared>>)[going, urgent, bulk])
            {
                for (var i = queue.Count; i > 0; i--)
                {
                    var prepared = queue.Dequeue();
                    if (which(prepared)) taken.Add(prepared);
                    else queue.Enqueue(prepared);
                }
            }

            return taken;
        }
    }
}

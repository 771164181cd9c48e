using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>
/// What a lane has claimed and not yet called. Going: may be called at once. The others are claimed; where there is no retry key they must
/// be written down as begun first. The lane's loop alone calls; others may add and take out meanwhile.
/// </summary>
internal sealed class Queues(bool keyless)
{
    private readonly Lock guard = new();
    private readonly Queue<PreparedRequest> going = new(),
        urgent = new(),
        bulk = new();

    public int Count
    {
        get
        {
            lock (guard)
                return going.Count + urgent.Count + bulk.Count;
        }
    }

    public int Going
    {
        get
        {
            lock (guard)
                return going.Count;
        }
    }

    public int Bulk
    {
        get
        {
            lock (guard)
                return bulk.Count;
        }
    }

    /// <summary>The next to be called; null: none may be.</summary>
    public PreparedRequest? Next
    {
        get
        {
            lock (guard)
                return Calling.TryPeek(out var next) ? next : null;
        }
    }

    /// <summary>The first of the claimed.</summary>
    public PreparedRequest? Waiting
    {
        get
        {
            lock (guard)
                return Claimed.TryPeek(out var next) ? next : null;
        }
    }

    private Queue<PreparedRequest> Calling => going.Count > 0 || keyless ? going : Claimed;

    private Queue<PreparedRequest> Claimed => urgent.Count > 0 ? urgent : bulk;

    public void Add(PreparedRequest prepared)
    {
        lock (guard)
            (
                prepared.Begun ? going
                : prepared.Request.Class == RequestClass.Reply ? urgent
                : bulk
            ).Enqueue(prepared);
    }

    /// <summary>What has begun goes on before anything else begins.</summary>
    public void Go(PreparedRequest prepared)
    {
        lock (guard)
            going.Enqueue(prepared);
    }

    /// <summary>Takes the next to be called; false: by now it is another.</summary>
    public bool Take(PreparedRequest next)
    {
        lock (guard)
        {
            if (!Calling.TryPeek(out var first) || !ReferenceEquals(first, next))
                return false;
            Calling.Dequeue();
            return true;
        }
    }

    /// <summary>Up to so many of the claimed, replies before campaigns.</summary>
    public List<PreparedRequest> TakeClaimed(int most)
    {
        lock (guard)
        {
            var taken = new List<PreparedRequest>(most);
            while (taken.Count < most && Claimed.TryDequeue(out var next))
                taken.Add(next);
            return taken;
        }
    }

    public List<PreparedRequest> TakeOut(Predicate<PreparedRequest> which)
    {
        lock (guard)
        {
            var taken = new List<PreparedRequest>();
            foreach (var queue in (ReadOnlySpan<Queue<PreparedRequest>>)[going, urgent, bulk])
            {
                for (var i = queue.Count; i > 0; i--)
                {
                    var prepared = queue.Dequeue();
                    if (which(prepared))
                        taken.Add(prepared);
                    else
                        queue.Enqueue(prepared);
                }
            }

            return taken;
        }
    }
}

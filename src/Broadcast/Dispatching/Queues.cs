using OmoBroadcast.Store.Promises;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>What a lane has claimed and not yet called. Going: may be called at once. The others are claimed; where there is no retry key they must be written down as begun first.</summary>
internal sealed class Queues(bool keyless)
{
    private readonly Queue<Prepared> going = new(), urgent = new(), bulk = new();

    public int Count => going.Count + urgent.Count + bulk.Count;

    public int Going => going.Count;

    public int Bulk => bulk.Count;

    public Queue<Prepared> Next => going.Count > 0 || keyless ? going : Claimed;

    public Queue<Prepared> Claimed => urgent.Count > 0 ? urgent : bulk;

    public void Add(Prepared prepared) =>
        (prepared.Begun ? going : prepared.Request.Class == RequestClass.Reply ? urgent : bulk).Enqueue(prepared);

    /// <summary>What has begun goes on before anything else begins.</summary>
    public void Go(Prepared prepared) => going.Enqueue(prepared);

    public List<Prepared> TakeOut(Predicate<Prepared> which)
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

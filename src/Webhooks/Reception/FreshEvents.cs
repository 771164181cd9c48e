using System.Collections.Immutable;
using System.Threading.Channels;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Redis;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>An event applied for the first time, and what it met.</summary>
internal sealed record FreshEvent(InboundEvent Event, EventResult Applied);

/// <summary>
/// News inside the process, after the answer and never in its way: each listener has a bounded queue and loses the oldest when it cannot
/// follow. What must not be lost has to be found in the stores.
/// </summary>
internal sealed class FreshEvents
{
    private const int Bound = 10_000;
    private ImmutableArray<Channel<FreshEvent>> listeners = [];

    public ChannelReader<FreshEvent> Listen()
    {
        var queue = Channel.CreateBounded<FreshEvent>(
            new BoundedChannelOptions(Bound) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }
        );
        ImmutableInterlocked.Update(ref listeners, static (all, added) => all.Add(added), queue);
        return queue.Reader;
    }

    public void Tell(IReadOnlyList<InboundEvent> events, IReadOnlyList<EventResult> applied)
    {
        var now = listeners;
        if (now.IsEmpty)
            return;
        for (var i = 0; i < events.Count; i++)
        {
            if (!applied[i].Fresh)
                continue;
            var news = new FreshEvent(events[i], applied[i]);
            foreach (var queue in now)
                queue.Writer.TryWrite(news);
        }
    }
}

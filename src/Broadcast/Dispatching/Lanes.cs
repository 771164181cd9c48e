using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Redis;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>Opens lanes: what all of a node share, each takes its own from.</summary>
public sealed class Lanes(RequestSource source, CallResults results, AccountRate rate, ChangeFeeds feeds)
{
    /// <param name="perSecond">How many calls it may make, by all nodes together; 0 is no limit.</param>
    internal Lane Open(LanePlace place, IChannel channel, int perSecond) =>
        new(
            place,
            source,
            new Caller(channel, results, place.Log),
            new Gate(rate, $"{place.Account}:{place.Kind}", perSecond, place.Clock),
            new ChangeWatch(feeds.Of(place.Account), source, new Queues(place.Limits.RetryKeyLifetime is null))
        );
}

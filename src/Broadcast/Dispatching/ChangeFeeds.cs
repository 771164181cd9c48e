using System.Collections.Concurrent;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>One <see cref="ChangeFeed"/> for each account that this node sends from.</summary>
public sealed class ChangeFeeds(Changes changes, Conversations conversations, TimeProvider clock) : IDisposable
{
    private readonly ConcurrentDictionary<AccountKey, ChangeFeed> feeds = new();

    public ChangeFeed Of(AccountKey account) => feeds.GetOrAdd(account, key => new ChangeFeed(key, changes, conversations, clock));

    public void Dispose()
    {
        foreach (var feed in feeds.Values)
            feed.Dispose();
    }
}

using System.Collections.Immutable;
using StackExchange.Redis;

namespace OmoBroadcast.Storage.Redis;

/// <summary>
/// "Look again": words passed between nodes, best effort. On the own node they arrive at once, whether Redis is there or not; nobody may
/// rely on the others. Topics: <c>work:&lt;account&gt;</c>, <c>campaign:&lt;id&gt;</c>, <c>stop:&lt;id&gt;</c>, <c>due:&lt;id&gt;</c>.
/// </summary>
public sealed class Nudges
{
    private static readonly RedisChannel Channel = RedisChannel.Literal("omo:nudges");

    private readonly RedisConnection redis;
    private readonly string self = Guid.CreateVersion7().ToString("N");
    private ImmutableList<Action<string>> listeners = [];
    private readonly TaskCompletionSource subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int subscribing;

    public Nudges(RedisConnection redis)
    {
        this.redis = redis;
        redis.Connected += () => _ = SubscribeAsync();
        if (redis.Connections > 0)
            _ = SubscribeAsync();
    }

    /// <summary>Ends when the other nodes are first heard.</summary>
    internal Task Subscribed => subscribed.Task;

    /// <summary>Tells all listeners, here and on the other nodes. Throws nothing.</summary>
    public async Task SendAsync(string topic)
    {
        Tell(topic);
        if (!redis.IsConnected)
            return;
        try
        {
            await redis.Subscriber().PublishAsync(Channel, self + topic);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            // Best effort: the others look by themselves before long.
        }
    }

    /// <summary>Calls <paramref name="onTopic"/> for each topic until disposed. It must be quick and must not throw.</summary>
    public IDisposable Listen(Action<string> onTopic)
    {
        ImmutableInterlocked.Update(ref listeners, list => list.Add(onTopic));
        return new Listening(() => ImmutableInterlocked.Update(ref listeners, list => list.Remove(onTopic)));
    }

    private void Tell(string topic)
    {
        foreach (var listener in listeners)
            listener(topic);
    }

    private async Task SubscribeAsync()
    {
        if (Interlocked.Exchange(ref subscribing, 1) == 1)
            return;
        try
        {
            await redis
                .Subscriber()
                .SubscribeAsync(Channel, (_, message) =>
                {
                    var text = message.ToString();
                    if (text.Length > self.Length && !text.StartsWith(self, StringComparison.Ordinal))
                        Tell(text[self.Length..]);
                });
            subscribed.TrySetResult();
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            Volatile.Write(ref subscribing, 0);
        }
    }

    private sealed class Listening(Action stop) : IDisposable
    {
        public void Dispose() => stop();
    }
}

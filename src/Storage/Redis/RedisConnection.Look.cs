using OmoBroadcast.Storage.Condition;
using OmoBroadcast.Storage.Settings;
using StackExchange.Redis;

namespace OmoBroadcast.Storage.Redis;

public sealed partial class RedisConnection
{
    /// <summary>So many keys meet every server of a cluster of ordinary size.</summary>
    private const int ProbeKeys = 128;

    private static readonly TimeSpan ProbesLive = TimeSpan.FromHours(1);

    /// <summary>
    /// Writes a small key, on a cluster one on each server, and says why that cannot be done; null when it can. Takes at most about twice a
    /// command's time and never throws but for cancellation.
    /// </summary>
    public async Task<FaultReason?> LookAsync(CancellationToken cancellationToken)
    {
        if (redis is null)
            return FaultReason.NotReady;
        if (garnet is { IsWell: false })
            return FaultReason.LogFailed;
        if (Volatile.Read(ref deaf) != 0)
            return FaultReason.Silent;
        try
        {
            if (redis.IsConnected)
                return await ProbeAsync(redis, cancellationToken) ?? (held ? FaultReason.NotReady : null);
        }
        catch (Exception wrong) when (!cancellationToken.IsCancellationRequested)
        {
            if (RedisFault.Of(wrong) is { } reason)
            {
                if (reason == FaultReason.ReadOnly)
                    await AskRolesAsync(redis, cancellationToken);
                return reason;
            }
        }

        if (garnet is not null)
            return FaultReason.LogFailed;
        return await RedisKnock.AskAsync(RedisAddress.Read(Configuration), patience, cancellationToken)
            ?? (ClusterOf(redis) is null ? FaultReason.NotReady : FaultReason.SlotsUnserved);
    }

    private async Task<FaultReason?> ProbeAsync(ConnectionMultiplexer connected, CancellationToken cancellationToken)
    {
        var opening = garnet?.Opening;
        var database = connected.GetDatabase();
        IReadOnlyList<RedisKey> keys = [Keys.Probe(0)];
        if (ClusterOf(connected) is { } cluster)
        {
            var perServer = Enumerable.Range(0, ProbeKeys).Select(Keys.Probe).GroupBy(key => cluster.GetBySlot(key)?.NodeId).ToList();
            if (perServer.Exists(server => server.Key is null))
                return FaultReason.SlotsUnserved;
            keys = [.. perServer.Select(server => server.First())];
        }

        try
        {
            await Task.WhenAll(keys.Select(key => database.StringSetAsync(key, "", ProbesLive)))
                .WaitAsync(patience, TimeProvider.System, cancellationToken);
        }
        catch (RedisConnectionException) when (keys.Count > 1)
        {
            // The others answer: it is a part of the keys that nobody serves.
            return FaultReason.SlotsUnserved;
        }

        if (opening is not null)
            await opening.WrittenAsync();
        return null;
    }

    /// <summary>The client asks a server only seldom what it is, and holds a replica that has become a master for a replica until
    /// then.</summary>
    private async Task AskRolesAsync(ConnectionMultiplexer connected, CancellationToken cancellationToken)
    {
        try
        {
            await connected.ConfigureAsync().WaitAsync(patience, TimeProvider.System, cancellationToken);
        }
        catch (Exception away) when (!cancellationToken.IsCancellationRequested && away is RedisException or TimeoutException)
        {
            // Seen at the next look.
        }
    }

    private static ClusterConfiguration? ClusterOf(ConnectionMultiplexer connected) =>
        connected
            .GetServers()
            .Where(server => server is { IsConnected: true, ServerType: ServerType.Cluster })
            .Select(server => server.ClusterConfiguration)
            .FirstOrDefault(known => known is not null);
}

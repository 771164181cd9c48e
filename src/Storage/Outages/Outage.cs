using System.Data.Common;
using StackExchange.Redis;

namespace OmoBroadcast.Storage.Outages;

/// <summary>Tells a store that is away from a mistake of ours.</summary>
public static class Outage
{
    public static bool Is(Exception e) =>
        e is DbException or RedisException or TimeoutException or IOException
        || (e is InvalidOperationException && e.InnerException is not null && Is(e.InnerException));
}

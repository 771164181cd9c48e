using OmoBroadcast.Storage.Condition;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using StackExchange.Redis;

namespace OmoBroadcast.Storage.Outages;

/// <summary>Reads the reason out of what an engine threw.</summary>
public static class Faults
{
    public static FaultReason Of(Exception wrong) =>
        wrong switch
        {
            RedisException => RedisFault.Of(wrong) ?? FaultReason.Silent,
            InvalidOperationException { InnerException: { } inner } => Of(inner),
            _ => DatabaseFault.Of(wrong),
        };
}

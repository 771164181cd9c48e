using OmoBroadcast.Store.Present;
using OmoBroadcast.Store.Promises;
using StackExchange.Redis;

namespace OmoBroadcast.Store.Condition;

/// <summary>Reads the reason out of what an engine threw.</summary>
public static class Faults
{
    public static FaultReason Of(Exception wrong) => wrong switch
    {
        RedisException => RedisFault.Of(wrong) ?? FaultReason.Silent,
        InvalidOperationException { InnerException: { } inner } => Of(inner),
        _ => DatabaseFault.Of(wrong),
    };
}

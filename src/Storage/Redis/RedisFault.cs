using OmoBroadcast.Storage.Condition;
using StackExchange.Redis;

namespace OmoBroadcast.Storage.Redis;

/// <summary>Reads the reason out of what Redis or its client says.</summary>
internal static class RedisFault
{
    // Codes of Redis and Valkey; the one that comes first in the words counts, since scripts quote what their commands said.
    private static readonly (string Code, FaultReason Reason)[] Codes =
    [
        ("OOM ", FaultReason.OutOfMemory),
        ("READONLY ", FaultReason.ReadOnly),
        ("MISCONF ", FaultReason.CannotSave),
        ("LOADING ", FaultReason.StartingOrStopping),
        ("NOAUTH ", FaultReason.PasswordMissing),
        ("WRONGPASS ", FaultReason.PasswordWrong),
        ("NOPERM ", FaultReason.NoPermission),
        ("CLUSTERDOWN ", FaultReason.SlotsUnserved),
        ("MASTERDOWN ", FaultReason.ReadOnly),
        ("NOREPLICAS ", FaultReason.CannotSave),
        ("BUSY ", FaultReason.Busy),
        ("UNKILLABLE ", FaultReason.Busy),
        ("TRYAGAIN ", FaultReason.Busy),
        ("ERR max number of clients", FaultReason.TooManyConnections),
        ("ERR Client sent AUTH, but no password", FaultReason.PasswordWrong),
        ("ERR AUTH <password> called without", FaultReason.PasswordWrong),
    ];

    /// <summary>Of an error reply, without its sign.</summary>
    public static FaultReason OfReply(string reply)
    {
        var (first, reason) = (int.MaxValue, FaultReason.Other);
        foreach (var (code, meaning) in Codes)
            if (reply.IndexOf(code, StringComparison.Ordinal) is >= 0 and var at && at < first)
                (first, reason) = (at, meaning);
        return reason;
    }

    /// <summary>Null where only a connection of one's own can tell (see <see cref="RedisKnock"/>).</summary>
    public static FaultReason? Of(Exception wrong) =>
        wrong switch
        {
            RedisServerException server => OfReply(server.Message),
            TimeoutException => FaultReason.Silent,
            RedisConnectionException connection when connection.Message.Contains("requires writable", StringComparison.Ordinal) =>
                FaultReason.ReadOnly,
            RedisException => null,
            _ => FaultReason.Other,
        };
}

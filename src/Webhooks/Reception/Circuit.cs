using System.Data.Common;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using StackExchange.Redis;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>
/// Whether it is worth asking Redis. After a failure one call in <see cref="Rest"/> tries; the others go to the inbox at once instead of
/// each waiting for a timeout.
/// </summary>
internal sealed partial class Circuit(RedisConnection redis, Database database, TimeProvider time, ILogger<Circuit> logger)
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(500);
    private long failedAt;
    private int open;

    /// <summary>The clock by which all here wait.</summary>
    public TimeProvider Time => time;

    public bool MayTry()
    {
        if (Volatile.Read(ref open) == 0)
            return true;
        if (!redis.IsConnected)
            return false;
        var since = Volatile.Read(ref failedAt);
        return time.GetElapsedTime(since) >= Rest && Interlocked.CompareExchange(ref failedAt, time.GetTimestamp(), since) == since;
    }

    public void Worked()
    {
        if (Volatile.Read(ref open) != 0 && Interlocked.Exchange(ref open, 0) != 0)
            LogWorks();
    }

    /// <summary>A refusal of these very events by a Redis that is well opens nothing.</summary>
    public void Failed(Exception wrong)
    {
        if (wrong is DbException || !IsAway(wrong))
        {
            LogNotApplied(wrong.GetType().Name);
            return;
        }

        Volatile.Write(ref failedAt, time.GetTimestamp());
        if (Interlocked.Exchange(ref open, 1) == 0)
            LogAway(wrong.GetType().Name);
    }

    /// <summary>Redis answers now.</summary>
    public async Task<bool> IsAwakeAsync(CancellationToken cancellationToken) =>
        redis.IsConnected && await redis.IsAwakeAsync(cancellationToken);

    /// <summary>
    /// The fault is a store's state, and not what it was asked: whatever failed may well be done later. Of all else an event is to blame,
    /// and no repetition helps.
    /// </summary>
    public bool IsAway(Exception wrong) =>
        wrong switch
        {
            DbException => !database.IsDataFault(wrong),
            IOException or OutOfMemoryException => true,
            RedisServerException server => States.Any(state => server.Message.Contains(state, StringComparison.Ordinal)),
            RedisException or TimeoutException or ObjectDisposedException or OperationCanceledException => true,
            AggregateException many => many.InnerExceptions.Any(IsAway),
            _ => false,
        };

    private static readonly string[] States =
    [
        "LOADING",
        "OOM",
        "READONLY",
        "NOAUTH",
        "WRONGPASS",
        "NOPERM",
        "CLUSTERDOWN",
        "MASTERDOWN",
        "MISCONF",
        "BUSY",
        "TRYAGAIN",
        "NOREPLICAS",
        "UNKILLABLE",
        "NOSCRIPT",
    ];

    [LoggerMessage(LogLevel.Information, "Redis takes events again")]
    private partial void LogWorks();

    [LoggerMessage(LogLevel.Warning, "A body could not be applied and goes to the inbox: {Reason}")]
    private partial void LogNotApplied(string reason);

    [LoggerMessage(LogLevel.Warning, "Redis is away, bodies go to the inbox: {Reason}")]
    private partial void LogAway(string reason);
}

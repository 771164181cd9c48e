using OmoBroadcast.Broadcast.Clock;
using OmoBroadcast.Storage.Condition;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Settings;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Webhooks.Condition;

/// <summary>
/// Tries a write of each engine every other second, more often while one cannot be written to. An engine that answers a question and takes
/// nothing is as good as away.
/// </summary>
internal sealed class EngineRound(
    RedisConnection redis,
    Database database,
    LaunchTimetable timetable,
    StorageOptions options,
    EngineFaults faults
) : Round("Watching the engines", TimeSpan.FromSeconds(2))
{
    private static readonly TimeSpan PeriodWhileUnwell = TimeSpan.FromMilliseconds(500);

    /// <summary>A SQLite whose one writer is at work with a whole page of a launch is not unwell.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public override TimeSpan Period => faults.All.Count == 0 ? base.Period : PeriodWhileUnwell;

    /// <summary>A test that stops the application's clock must not stop this.</summary>
    public override TimeProvider Clock => TimeProvider.System;

    public override async Task LookAsync(CancellationToken cancellationToken)
    {
        var live = redis.LookAsync(cancellationToken);
        var sql = database.LookAsync(Patience, cancellationToken);
        faults.See(EngineFaults.Redis, options.Redis.Length == 0 ? "Omo:DataDir" : "Omo:Redis", await live);
        faults.See(EngineFaults.Database, options.Database.Length == 0 ? "Omo:DataDir" : "Omo:Database", await sql);
        faults.See(
            EngineFaults.Clock,
            options.Database.Length == 0 ? "Omo:DataDir" : "Omo:Database",
            timetable.IsAwake ? null : FaultReason.NotReady
        );
        ConditionMetrics.Show(faults.All);
    }
}

using OmoBroadcast.Broadcast.Clock;
using OmoBroadcast.Storage;
using OmoBroadcast.Storage.Condition;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Webhooks.Condition;

/// <summary>
/// Tries a write of each engine every other second, more often while one cannot be written to. An engine that answers a question and takes
/// nothing is as good as away.
/// </summary>
internal sealed class EngineWatch(
    RedisConnection redis,
    Database database,
    LaunchTimetable clock,
    StorageOptions options,
    EngineFaults faults
) : Worker
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2),
        EveryWhileUnwell = TimeSpan.FromMilliseconds(500);

    /// <summary>A SQLite whose one writer is at work with a whole page of a launch is not unwell.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private const string Redis = "redis",
        Database = "database";

    public const string Clock = "clock";

    public static readonly IReadOnlyList<string> Engines = [Redis, Database, Clock];

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await LookAsync(stoppingToken);
                // The machine's time, not the application's: a test that stops the clock must not stop this.
                await Task.Delay(faults.All.Count == 0 ? Every : EveryWhileUnwell, TimeProvider.System, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var live = redis.LookAsync(cancellationToken);
        var sql = database.LookAsync(Patience, cancellationToken);
        faults.See(Redis, options.Redis.Length == 0 ? "Omo:DataDir" : "Omo:Redis", await live);
        faults.See(Database, options.Database.Length == 0 ? "Omo:DataDir" : "Omo:Database", await sql);
        faults.See(Clock, options.Database.Length == 0 ? "Omo:DataDir" : "Omo:Database", clock.IsAwake ? null : FaultReason.NotReady);
        ConditionMetrics.Show(faults.All);
    }
}

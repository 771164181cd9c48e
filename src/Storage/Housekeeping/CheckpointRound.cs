using Microsoft.Extensions.Logging;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Rounds;

namespace OmoBroadcast.Storage.Housekeeping;

/// <summary>Keeps the embedded engine's append-only file short.</summary>
internal sealed class CheckpointRound(RedisConnection redis)
    : Round("Taking checkpoints of the embedded Redis engine, whose append-only file grows,", TimeSpan.FromSeconds(10))
{
    /// <summary>The disk's time, not the application's.</summary>
    public override TimeProvider Clock => TimeProvider.System;

    /// <summary>Nothing else tells of it.</summary>
    public override LogLevel AwayLevel => LogLevel.Warning;

    public override Task LookAsync(CancellationToken cancellationToken) => redis.CheckpointIfLongAsync();
}

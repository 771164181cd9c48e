namespace OmoBroadcast.Tests.Broadcast;

/// <summary>A clock that runs as the machine's does and can be moved on, its timestamps too: as if the machine had been asleep.</summary>
internal sealed class MovedClock(TimeSpan ahead) : TimeProvider
{
    private long moved = ahead.Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + new TimeSpan(Volatile.Read(ref moved));

    public override long GetTimestamp() => System.GetElapsedTime(0).Ticks + Volatile.Read(ref moved);

    public void Move(TimeSpan on) => Interlocked.Add(ref moved, on.Ticks);
}

namespace OmoBroadcast.Sandbox.Platform;

/// <summary>The platforms' own clock: Unix time that never steps back, in microseconds or milliseconds.</summary>
internal sealed class SandboxClock(TimeProvider time)
{
    private readonly long _epoch = time.GetUtcNow().ToUnixTimeMilliseconds() * 1_000;
    private readonly long _start = time.GetTimestamp();

    public TimeProvider Time => time;

    public long Micros => _epoch + time.GetElapsedTime(_start).Ticks / TimeSpan.TicksPerMicrosecond;

    public long Millis => Micros / 1_000;

    /// <summary>How far the times that webhooks tell are off this clock, in milliseconds.</summary>
    public long Skew { get; set; }

    /// <summary>A moment as a webhook tells it. Unix milliseconds.</summary>
    public long Written(long millis) => millis + Skew;
}

namespace OmoBroadcast.Tests.Broadcast;

/// <summary>A machine whose clock is wrong by so much, and can be set while it runs. Its timestamps go on as they do.</summary>
internal sealed class ShiftedClock(TimeSpan ahead) : TimeProvider
{
    public TimeSpan Ahead { get; set; } = ahead;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;
}

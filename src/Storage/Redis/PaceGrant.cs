namespace OmoBroadcast.Storage.Redis;

/// <summary>Slots reserved for one caller: the first after <paramref name="Delay"/>, each next one <paramref name="Interval"/>
/// later.</summary>
/// <param name="Delay">From the server's now; with no slots, how long until asking makes sense.</param>
/// <param name="Count">How many slots; may be none.</param>
public readonly record struct PaceGrant(TimeSpan Delay, TimeSpan Interval, int Count)
{
    /// <summary>The server's clock when it granted, in microseconds since 1970.</summary>
    public long ServerMicroseconds { get; init; }
}

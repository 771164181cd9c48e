namespace OmoBroadcast.Sandbox.Meta;

/// <summary>Calls within the hour, for limits that are told in percent.</summary>
internal sealed class CallPool
{
    private const long Hour = 3_600_000_000;
    private readonly Lock _lock = new();
    private long _start = long.MinValue;
    private long _calls;

    /// <summary>Counts one more.</summary>
    /// <param name="now">Unix microseconds.</param>
    /// <param name="full">Calls that are 100 percent.</param>
    /// <returns>Percent of the pool, and minutes until it is empty again.</returns>
    public (int Percent, int Minutes) Count(long now, long full)
    {
        lock (_lock)
        {
            if (_start == long.MinValue || now - _start >= Hour)
                (_start, _calls) = (now, 0);
            _calls++;
            return ((int)Math.Min(int.MaxValue, _calls * 100 / Math.Max(1, full)), (int)Math.Ceiling((_start + Hour - now) / 60_000_000.0));
        }
    }
}

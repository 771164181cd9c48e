namespace OmoBroadcast.Sandbox.Teams;

/// <summary>Calls that several limits count at once, each over its own sliding stretch of time. What was refused is not counted.</summary>
internal sealed class Windows(params (int Most, int Seconds)[] limits)
{
    private const long Second = 1_000_000;

    private readonly Lock _lock = new();
    private readonly List<long> _taken = [];

    /// <param name="now">Unix microseconds.</param>
    /// <returns>Microseconds until the next may come; 0 = this one may, and is counted.</returns>
    public long TryTake(long now)
    {
        lock (_lock)
        {
            _taken.RemoveRange(0, Older(now - (limits[^1].Seconds * Second)));
            var wait = limits.Max(limit => Wait(now, limit.Most, limit.Seconds * Second));
            if (wait == 0)
                _taken.Add(now);
            return wait;
        }
    }

    private long Wait(long now, int most, long length) => _taken.Count - Older(now - length) < most ? 0 : _taken[^most] + length - now;

    /// <summary>How many came at that moment or before.</summary>
    private int Older(long moment)
    {
        var (low, high) = (0, _taken.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_taken[middle] <= moment)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}

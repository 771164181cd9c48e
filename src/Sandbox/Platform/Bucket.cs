namespace OmoBroadcast.Sandbox.Platform;

/// <summary>A token bucket: it refills steadily, and every call takes one, whatever becomes of it.</summary>
internal sealed class Bucket
{
    private readonly Lock _lock = new();
    private double _tokens = double.MaxValue;
    private long _last;

    /// <param name="now">Unix microseconds.</param>
    /// <param name="perSecond">0 = no limit.</param>
    /// <param name="capacity">What it holds when full; null = a tenth of a second's worth.</param>
    public bool TryTake(long now, double perSecond, double? capacity)
    {
        if (perSecond <= 0)
            return true;
        var full = Math.Max(1, capacity ?? perSecond / 10);
        lock (_lock)
        {
            _tokens = Math.Min(full, _tokens + Math.Max(0, now - _last) * perSecond / 1_000_000);
            _last = Math.Max(_last, now);
            if (_tokens < 1)
                return false;
            _tokens--;
            return true;
        }
    }
}

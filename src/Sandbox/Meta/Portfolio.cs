namespace OmoBroadcast.Sandbox.Meta;

/// <summary>The business that all of WhatsApp's numbers here belong to: whom it wrote to outside of their window in the last 24
/// hours.</summary>
internal sealed class Portfolio
{
    private const long Day = 86_400_000_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, long> _opened = [];

    /// <param name="to">The person.</param>
    /// <param name="now">Unix microseconds.</param>
    /// <param name="tier">How many people; 0 = no limit.</param>
    public bool TryOpen(UInt128 to, long now, int tier)
    {
        if (tier == 0)
            return true;
        lock (_lock)
        {
            if (_opened.TryGetValue(to, out var at) && now - at < Day)
                return true;
            if (_opened.Count >= tier)
            {
                foreach (var person in _opened.Where(one => now - one.Value >= Day).Select(one => one.Key).ToArray())
                    _opened.Remove(person);
            }

            if (_opened.Count >= tier)
                return false;
            _opened[to] = now;
            return true;
        }
    }

    public void Clear()
    {
        lock (_lock)
            _opened.Clear();
    }
}

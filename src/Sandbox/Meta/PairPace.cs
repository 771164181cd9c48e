using System.Collections.Concurrent;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>One message in so many seconds to one person; some may be borrowed at once, and then nothing goes until they are paid
/// back.</summary>
internal sealed class PairPace
{
    private readonly ConcurrentDictionary<UInt128, (long Start, int Count)> _pairs = new();

    /// <param name="to">The person.</param>
    /// <param name="now">Unix microseconds.</param>
    /// <param name="seconds">What each message costs; 0 = no limit.</param>
    /// <param name="burst">The most within that time.</param>
    public bool TryTake(UInt128 to, long now, double seconds, int burst)
    {
        if (seconds <= 0)
            return true;
        var each = (long)(seconds * 1_000_000);
        var taken = true;
        _pairs.AddOrUpdate(
            to,
            _ => (now, 1),
            (_, before) =>
            {
                taken = true;
                if (now >= before.Start + (before.Count * each))
                    return (now, 1);
                if (now < before.Start + each && before.Count < burst)
                    return (before.Start, before.Count + 1);
                taken = false;
                return before;
            }
        );
        return taken;
    }
}

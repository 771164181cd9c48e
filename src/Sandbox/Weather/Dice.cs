namespace OmoBroadcast.Sandbox.Weather;

/// <summary>Draws what happens to the next call: first the script, then the probabilities.</summary>
internal sealed class Dice(int seed, IReadOnlyList<Fault> script, IReadOnlyList<(Fault Fault, double Share)> shares, double slow, int slowMs)
{
    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);
    private readonly bool _calm = script.Count == 0 && slow <= 0 && shares.All(s => s.Share <= 0);
    private int _next;

    public (Fault Fault, TimeSpan Delay) Throw()
    {
        if (_calm) return (Fault.None, TimeSpan.Zero);
        lock (_lock)
        {
            var delay = slow > 0 && _random.NextDouble() < slow ? TimeSpan.FromMilliseconds(slowMs) : TimeSpan.Zero;
            if (_next < script.Count) return (script[_next++], delay);
            var point = _random.NextDouble();
            foreach (var (fault, share) in shares)
            {
                if ((point -= share) < 0) return (fault, delay);
            }

            return (Fault.None, delay);
        }
    }
}

namespace OmoBroadcast.Sandbox.Weather;

/// <summary>Draws what happens to the next call: first the script, then the probabilities.</summary>
internal sealed class Dice(int seed, IReadOnlyList<Happening> script, IReadOnlyList<(Fault Fault, double Share)> shares, Slowness slowness)
{
    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);
    private readonly bool _calm = script.Count == 0 && slowness.Share <= 0 && shares.All(s => s.Share <= 0);
    private int _next;
    private bool _early;

    public Fate Throw()
    {
        if (_calm)
            return new Fate(default, TimeSpan.Zero, TimeSpan.Zero, Turn());
        lock (_lock)
        {
            var delay =
                slowness.Share > 0 && _random.NextDouble() < slowness.Share ? TimeSpan.FromMilliseconds(slowness.Millis) : TimeSpan.Zero;
            var early = _early = !_early;
            var before = slowness.When == Moment.Before || (slowness.When == Moment.Either && early);
            return new Fate(Next(), before ? delay : TimeSpan.Zero, before ? TimeSpan.Zero : delay, early);
        }
    }

    // By turns, so that of any two calls one is each: what a trial is to see it does see.
    private bool Turn()
    {
        lock (_lock)
            return _early = !_early;
    }

    private Happening Next()
    {
        if (_next < script.Count)
            return script[_next++];
        var point = _random.NextDouble();
        foreach (var (fault, share) in shares)
        {
            if ((point -= share) < 0)
                return new Happening(fault);
        }

        return default;
    }
}

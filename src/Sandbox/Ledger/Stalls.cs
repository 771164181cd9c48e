using System.Diagnostics;
using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Ledger;

/// <summary>
/// When the platforms' process stood still, since the machine gave it no time: calls that came evenly meanwhile are then seen all at once.
/// Measured by how much later than every few milliseconds a timer comes to its turn.
/// </summary>
internal sealed class Stalls(SandboxClock clock) : BackgroundService
{
    private const int MostKept = 10_000;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(5);

    private readonly Lock _lock = new();
    private readonly Queue<(long From, long To)> _seen = new();

    /// <summary>The longest that touched this span; zero if none did.</summary>
    /// <param name="from">Unix microseconds; so is the other.</param>
    public TimeSpan Longest(long from, long to)
    {
        lock (_lock)
            return TimeSpan.FromMicroseconds(
                _seen.Where(stall => stall.To >= from && stall.From <= to).Select(stall => stall.To - stall.From).DefaultIfEmpty().Max()
            );
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Of the machine, whatever clock the platforms go by.
        using var timer = new PeriodicTimer(Beat);
        for (var last = Stopwatch.GetTimestamp(); await timer.WaitForNextTickAsync(stoppingToken); )
        {
            var late = Stopwatch.GetElapsedTime(last) - Beat;
            last = Stopwatch.GetTimestamp();
            if (late < Beat)
                continue;
            var to = clock.Micros;
            lock (_lock)
            {
                _seen.Enqueue((to - (long)late.TotalMicroseconds, to));
                if (_seen.Count > MostKept)
                    _seen.Dequeue();
            }
        }
    }
}

using System.Diagnostics;

namespace OmoBroadcast.Bench.Benchmarks;

/// <summary>Runs that are not measured: until code is compiled for good, connections are open and the tables have their pages.</summary>
internal static class Warming
{
    /// <summary>At least once, and again until the time is up.</summary>
    public static async Task ForAsync(int seconds, Func<Task> run)
    {
        var start = Stopwatch.GetTimestamp();
        do
        {
            await run();
        } while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds);
    }
}

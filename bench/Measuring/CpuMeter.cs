using System.Diagnostics;
using System.Globalization;

namespace OmoBroadcast.Bench.Measuring;

/// <summary>Processor time of named processes between two moments.</summary>
internal sealed class CpuMeter(params (string Name, int Process)[] watched)
{
    private double[] before = [];
    private long started;

    public void Start()
    {
        before = [.. watched.Select(one => Processes.CpuSeconds(one.Process))];
        started = Stopwatch.GetTimestamp();
    }

    public CpuUse Stop()
    {
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return new(elapsed, [.. watched.Select((one, i) => (one.Name, Processes.CpuSeconds(one.Process) - before[i]))]);
    }
}

/// <summary>What each process used, in processor seconds, while <paramref name="Elapsed"/> seconds went by.</summary>
internal sealed record CpuUse(double Elapsed, IReadOnlyList<(string Name, double Seconds)> Parts)
{
    public double Of(string name) => Parts.Where(part => part.Name == name).Sum(part => part.Seconds);

    /// <summary>Microseconds of each process per <paramref name="count"/>: "service 41 + redis 12".</summary>
    public string Per(long count) =>
        string.Join(
            " + ",
            Parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Name} {part.Seconds * 1e6 / count:0.#}"))
        );

    /// <summary>The middle round of each process.</summary>
    public static CpuUse Median(IReadOnlyList<CpuUse> rounds) =>
        new(
            Spread.Of(rounds.Select(round => round.Elapsed)).Median,
            [.. rounds[0].Parts.Select(part => (part.Name, Spread.Of(rounds.Select(round => round.Of(part.Name))).Median))]
        );
}

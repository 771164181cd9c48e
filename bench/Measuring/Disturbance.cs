using System.Globalization;

namespace OmoBroadcast.Bench.Measuring;

/// <summary>What else kept the processors busy while something was measured, as shares of all of them.</summary>
/// <param name="Foreign">Processes that are neither this one nor started by it.</param>
/// <param name="Steal">Other guests of the same host.</param>
internal readonly record struct Disturbance(double Foreign, double Steal)
{
    /// <summary>With more than this a round says more about the others than about us.</summary>
    public const double Most = 0.05;

    public bool IsDirty => Foreign + Steal > Most;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"foreign {Foreign:P1}, steal {Steal:P1}");
}

/// <summary>Reads a <see cref="Disturbance"/> between two moments from <c>/proc/stat</c>. Interrupts are nobody's and left out.</summary>
internal sealed class DisturbanceMeter
{
    private readonly (double Busy, double Steal, double All, double Own) before = Read();

    public Disturbance Stop()
    {
        var now = Read();
        var all = now.All - before.All;
        if (all <= 0)
            return default;
        // A short burst between two ticks may be counted for a process and not for the processor.
        var foreign = Math.Max(0, now.Busy - before.Busy - (now.Own - before.Own));
        return new(foreign / all, (now.Steal - before.Steal) / all);
    }

    private static (double Busy, double Steal, double All, double Own) Read()
    {
        // proc_stat(5): user, nice, system, idle, iowait, irq, softirq, steal; guests are in user already.
        var ticks = File.ReadLines("/proc/stat")
            .First()
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1)
            .Take(8)
            .Select(field => double.Parse(field, CultureInfo.InvariantCulture))
            .ToArray();
        var own = Processes.TreeCpuSeconds(Environment.ProcessId) * Processes.TicksPerSecond;
        return (ticks[0] + ticks[1] + ticks[2], ticks[7], ticks.Sum(), own);
    }
}

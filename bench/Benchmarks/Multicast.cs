using System.Globalization;
using OmoBroadcast.Bench.Measuring;
using OmoBroadcast.Bench.Scene;

namespace OmoBroadcast.Bench.Benchmarks;

/// <summary>The same message to all, 500 to a request, from the launch to the last settlement.</summary>
internal sealed class Multicast(bool postgres) : IBenchmark
{
    private const int Batch = 500;
    private const double Wanted = 100_000;

    public string Name => postgres ? "multicast-postgres" : "multicast-sqlite";

    public async Task<IReadOnlyList<Goal>> RunAsync(BenchOptions options, Stage stage, CancellationToken cancellationToken)
    {
        var scene = await Sending.SetAsync(stage, postgres, options.Multicast, cancellationToken);
        // So often that the loop runs for longer than a blink.
        var times = Math.Max(1, 2_000_000 / options.Multicast);
        await Warming.ForAsync(options.WarmSeconds, () => scene.BestBareAsync(Batch, times, cancellationToken));
        await Warming.ForAsync(options.WarmSeconds, () => scene.MulticastAsync(cancellationToken));
        await Paper.PauseAsync(options, scene.Node.Id, cancellationToken);
        var table = Paper.Table(
            $"{Name}: {options.Multicast:N0} recipients from launch to settled",
            "round",
            "bare loop recipients/s",
            "service recipients/s",
            "ratio",
            "repeated",
            "launched after s",
            "settled after s",
            "CPU µs per recipient, service"
        );
        var rounds = await Rounds<Run, Run>.MeasureAsync(
            options,
            () => scene.BestBareAsync(Batch, times, cancellationToken),
            () => scene.MulticastAsync(cancellationToken),
            (round, bare, ours) =>
                table.Row(
                    $"{round}",
                    $"{bare.PerSecond:N0}",
                    $"{ours.PerSecond:N0}",
                    $"{ours.PerSecond / bare.PerSecond:P1}",
                    $"{ours.Repeated:N0}",
                    $"{ours.Launched:0.00}",
                    $"{ours.Seconds:0.00}",
                    ours.Cpu.Per(options.Multicast)
                )
        );
        var ours = rounds.Ours;
        var rate = Spread.Of(ours.Select(run => run.PerSecond));
        var ratio = rounds.Ratio(run => run.PerSecond, run => run.PerSecond);
        table.Row(
            rounds.Faults,
            Spread.Of(rounds.Bare.Select(run => run.PerSecond)).ToString("N0"),
            rate.ToString("N0"),
            ratio.ToString("P1"),
            "",
            Spread.Of(ours.Select(run => run.Launched ?? 0)).ToString("0.00"),
            Spread.Of(ours.Select(run => run.Seconds)).ToString("0.00"),
            CpuUse.Median([.. ours.Select(run => run.Cpu)]).Per(options.Multicast)
        );
        table.Print();
        return
        [
            new(
                $"{Name}: recipients a second",
                string.Create(CultureInfo.InvariantCulture, $"≥ {Wanted:N0}"),
                $"{rate.ToString("N0")}, {ratio.ToString("P1")} of the bare loop",
                rate.Median >= Wanted
            )
            {
                Dirty = rounds.Dirty > 0,
            },
        ];
    }
}

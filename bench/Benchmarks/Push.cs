using System.Globalization;
using OmoBroadcast.Bench.Measuring;
using OmoBroadcast.Bench.Scene;

namespace OmoBroadcast.Bench.Benchmarks;

/// <summary>Personal messages, one request each, from claimed to settled; beside it a loop that only posts them.</summary>
internal sealed class Push(bool postgres) : IBenchmark
{
    private double Wanted => postgres ? 0.35 : 0.20;

    public string Name => postgres ? "push-postgres" : "push-sqlite";

    public async Task<IReadOnlyList<Goal>> RunAsync(BenchOptions options, Stage stage, CancellationToken cancellationToken)
    {
        var scene = await Sending.SetAsync(stage, postgres, options.Pushed, cancellationToken);
        await Warming.ForAsync(options.WarmSeconds / 2, () => scene.BareAsync(batch: 1, times: 1, cancellationToken));
        await Warming.ForAsync(options.WarmSeconds, () => scene.PushAsync(cancellationToken));
        await Paper.PauseAsync(options, scene.NodeId, cancellationToken);
        List<Run> bare = [],
            ours = [];
        var table = Paper.Table(
            $"{Name}: {options.Pushed:N0} deliveries from claimed to settled",
            "round",
            "bare loop /s",
            "service /s",
            "ratio",
            "repeated",
            "CPU µs per delivery, bare",
            "CPU µs per delivery, service"
        );
        for (var round = 1; round <= options.Rounds; round++)
        {
            bare.Add(await scene.BareAsync(batch: 1, times: 1, cancellationToken));
            ours.Add(await scene.PushAsync(cancellationToken));
            if (ours[^1].Repeated == 0 && bare[^1].BodyBytes != ours[^1].BodyBytes)
                throw new InvalidOperationException($"Not the same bodies: {bare[^1].BodyBytes} and {ours[^1].BodyBytes} bytes");
            table.Row(
                $"{round}",
                $"{bare[^1].PerSecond:N0}",
                $"{ours[^1].PerSecond:N0}",
                $"{ours[^1].PerSecond / bare[^1].PerSecond:P1}",
                $"{ours[^1].Repeated:N0}",
                bare[^1].Cpu.Per(options.Pushed),
                ours[^1].Cpu.Per(options.Pushed)
            );
        }

        var ratio = Spread.Of(bare.Zip(ours, (b, o) => o.PerSecond / b.PerSecond));
        var rate = Spread.Of(ours.Select(run => run.PerSecond));
        table.Row(
            "median",
            Spread.Of(bare.Select(run => run.PerSecond)).ToString("N0"),
            rate.ToString("N0"),
            ratio.ToString("P1"),
            "",
            CpuUse.Median([.. bare.Select(run => run.Cpu)]).Per(options.Pushed),
            CpuUse.Median([.. ours.Select(run => run.Cpu)]).Per(options.Pushed)
        );
        table.Print();
        return
        [
            new(
                $"{Name}: share of the bare loop",
                $"≥ {Wanted:P0}",
                string.Create(CultureInfo.InvariantCulture, $"{ratio.ToString("P1")}, {rate.ToString("N0")}/s"),
                ratio.Median >= Wanted
            ),
        ];
    }
}

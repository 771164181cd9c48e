using OmoBroadcast.Bench.Measuring;
using OmoBroadcast.Bench.Scene;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Bench.Benchmarks;

/// <summary>Customers write in at a steady rate while a broadcast is sent as fast as it goes; beside it, in turns, the same broadcast with
/// nobody writing.</summary>
internal sealed class Mixed : IBenchmark
{
    private const int PerSecond = 2_000;
    private static readonly LineAccountSeed Official = LineAccountSeed.Number(1);
    private int series;

    public string Name => "mixed";

    public async Task<IReadOnlyList<Goal>> RunAsync(BenchOptions options, Stage stage, CancellationToken cancellationToken)
    {
        var scene = await Sending.SetAsync(stage, postgres: true, options.Pushed, cancellationToken);
        var load = await stage.HireAsync("load", [], new Dictionary<string, string>(), cancellationToken);
        // As long as the broadcast takes, about.
        var count = Math.Max(PerSecond, options.Pushed / 20_000 * PerSecond);
        var target = new Target(load, scene.Port, new(("load", load.Id)));
        await Warming.ForAsync(options.WarmSeconds, async () => await AloneAsync());
        await Warming.ForAsync(options.WarmSeconds, async () => await MixedAsync());
        await Paper.PauseAsync(options, scene.Node.Id, cancellationToken);
        var table = Paper.Table(
            $"{Name}: {options.Pushed:N0} messages out while {count:N0} webhooks come, {PerSecond:N0} a second",
            "round",
            "sent /s, alone",
            "sent /s, mixed",
            "ratio",
            "webhooks p50 / p99 / worst ms",
            "CPU µs per message, alone",
            "CPU µs per message, mixed"
        );
        var rounds = await Rounds<Run, (Run Run, Shot Shot)>.MeasureAsync(options, AloneAsync, MixedAsync, (round, alone, mixed) =>
            table.Row(
                $"{round}",
                $"{alone.PerSecond:N0}",
                $"{mixed.Run.PerSecond:N0}",
                $"{mixed.Run.PerSecond / alone.PerSecond:P1}",
                $"{mixed.Shot.Result.P50:0.0} / {mixed.Shot.Result.P99:0.0} / {mixed.Shot.Result.Worst:0.0}",
                alone.Cpu.Per(alone.Recipients),
                mixed.Run.Cpu.Per(mixed.Run.Recipients)
            )
        );
        table.Print();
        var ratio = rounds.Ratio(run => run.PerSecond, both => both.Run.PerSecond);
        var p99 = Spread.Of(rounds.Ours.Select(both => both.Shot.Result.P99));
        return
        [
            new($"{Name}: share of the broadcast alone", Goal.None, $"{ratio.ToString("P1")}, webhooks p99 {p99.ToString("0")} ms", true)
            {
                Dirty = rounds.Dirty > 0,
            },
        ];

        Task<Run> AloneAsync() => scene.PushAsync(cancellationToken);

        async Task<(Run Run, Shot Shot)> MixedAsync()
        {
            await load.AskAsync(
                "prepare",
                new
                {
                    count,
                    people = options.Writers,
                    series = ++series,
                    destination = Official.Destination,
                    secret = Official.Secret,
                },
                cancellationToken
            );
            Shot? shot = null;
            var run = await scene.PushAsync(cancellationToken, async () => shot = await target.FireAsync(PerSecond, cancellationToken));
            return (run, shot!);
        }
    }
}

using System.Globalization;
using OmoBroadcast.Bench.Measuring;
using OmoBroadcast.Bench.Roles;
using OmoBroadcast.Bench.Scene;

namespace OmoBroadcast.Bench.Benchmarks;

/// <summary>How long an answer to one customer takes to reach the platform while a broadcast is sent as fast as it goes; beside it, in
/// turns, the same answers with nothing else to send.</summary>
internal sealed class Replies : IBenchmark
{
    private const int PerSecond = 50;

    public string Name => "replies";

    public async Task<IReadOnlyList<Goal>> RunAsync(BenchOptions options, Stage stage, CancellationToken cancellationToken)
    {
        var scene = await Sending.SetAsync(stage, postgres: true, options.Pushed, cancellationToken);
        var count = Math.Clamp(options.Pushed * PerSecond / 50_000, 20, Sending.Others);
        await Warming.ForAsync(options.WarmSeconds, AloneAsync);
        await Warming.ForAsync(options.WarmSeconds, UnderBroadcastAsync);
        await Paper.PauseAsync(options, scene.Node.Id, cancellationToken);
        var table = Paper.Table(
            $"{Name}: {count} answers, {PerSecond} a second, at the platform after ms",
            "round",
            "alone, p50 / p99 / worst",
            "under a broadcast, p50 / p99 / worst",
            "ratio of p50",
            "broadcast /s",
            "CPU µs per message"
        );
        var rounds = await Rounds<Answered, Answered>.MeasureAsync(options, AloneAsync, UnderBroadcastAsync, (round, alone, under) =>
            table.Row(
                $"{round}",
                Text(alone.Waits),
                Text(under.Waits),
                $"{under.Waits.P50 / alone.Waits.P50:0.0}",
                $"{under.Broadcast!.PerSecond:N0}",
                under.Broadcast.Cpu.Per(under.Broadcast.Recipients)
            )
        );
        table.Print();
        var (p50, p99) = (Spread.Of(rounds.Ours.Select(one => one.Waits.P50)), Spread.Of(rounds.Ours.Select(one => one.Waits.P99)));
        var ratio = rounds.Ratio(one => one.Waits.P50, one => one.Waits.P50);
        return
        [
            new(
                $"{Name}: under a broadcast",
                Goal.None,
                $"p50 {p50.ToString("0")}, p99 {p99.ToString("0")} ms, {ratio.ToString("0.0")} times",
                true
            )
            {
                Dirty = rounds.Dirty > 0,
            },
        ];

        async Task<Answered> AloneAsync()
        {
            await scene.Stub.ResetAsync(options.Pushed + Sending.Others, cancellationToken);
            return new(await scene.ReplyAsync(count, PerSecond, cancellationToken), null);
        }

        async Task<Answered> UnderBroadcastAsync()
        {
            Waits waits = default;
            var run = await scene.PushAsync(cancellationToken, async () =>
                waits = await scene.ReplyAsync(count, PerSecond, cancellationToken)
            );
            return new(waits, run);
        }
    }

    private static string Text(Waits waits) =>
        string.Create(CultureInfo.InvariantCulture, $"{waits.P50:0.0} / {waits.P99:0.0} / {waits.Worst:0.0}");

    private sealed record Answered(Waits Waits, Run? Broadcast);
}

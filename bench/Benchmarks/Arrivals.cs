using OmoBroadcast.Bench.Measuring;
using OmoBroadcast.Bench.Roles;

namespace OmoBroadcast.Bench.Benchmarks;

/// <summary>Webhooks in the two ways in which they come: closed, each as soon as the last is answered, and open, each at its instant
/// whether or not the last is answered. Always in turns with a bare endpoint.</summary>
internal sealed class Arrivals(string name, BenchOptions options, Target bare, Target ours)
{
    private const int MostOpenRounds = 3;

    /// <summary>Makes so many webhooks, which no round before had.</summary>
    public required Func<int, Task> Prepare { get; init; }

    /// <summary>Webhooks of a closed round.</summary>
    public required int Count { get; init; }

    public async Task<Rounds<Shot, Shot>> ClosedAsync(CancellationToken cancellationToken)
    {
        var table = Paper.Table(
            $"{name}: {Count:N0} signed webhooks over {Target.Connections} connections",
            "round",
            "bare endpoint /s",
            "service /s",
            "ratio",
            "p99 ms, service",
            "CPU µs per webhook, bare",
            "CPU µs per webhook, service"
        );
        var prepared = 0;
        var rounds = await Rounds<Shot, Shot>.MeasureAsync(
            options,
            () => FireAsync(bare),
            () => FireAsync(ours),
            (round, theirs, mine) =>
                table.Row(
                    $"{round}",
                    $"{theirs.Result.PerSecond:N0}",
                    $"{mine.Result.PerSecond:N0}",
                    $"{mine.Result.PerSecond / theirs.Result.PerSecond:P1}",
                    $"{mine.Result.P99:0.0}",
                    theirs.Cpu.Per(Count),
                    mine.Cpu.Per(Count)
                )
        );
        table.Row(
            rounds.Faults,
            Spread.Of(rounds.Bare.Select(shot => shot.Result.PerSecond)).ToString("N0"),
            Rate(rounds).ToString("N0"),
            Share(rounds).ToString("P1"),
            Spread.Of(rounds.Ours.Select(shot => shot.Result.P99)).ToString("0.0"),
            CpuUse.Median([.. rounds.Bare.Select(shot => shot.Cpu)]).Per(Count),
            CpuUse.Median([.. rounds.Ours.Select(shot => shot.Cpu)]).Per(Count)
        );
        table.Print();
        return rounds;

        // Both sides of a round get the same; the first of the two has them made.
        async Task<Shot> FireAsync(Target target)
        {
            if (prepared++ % 2 == 0)
                await Prepare(Count);
            return await target.FireAsync(0, cancellationToken);
        }
    }

    /// <summary>Both at half of the service's own rate.</summary>
    public async Task<Rounds<Shot, Shot>> OpenAsync(double perSecond, CancellationToken cancellationToken)
    {
        var count = (int)(perSecond * options.HalfRateSeconds);
        var table = Paper.Table(
            $"{name}: {count:N0} webhooks due at {perSecond:N0}/s, whether or not the last is answered",
            "round",
            "p50 / p99 / worst ms, bare endpoint",
            "p50 / p99 / worst ms, service",
            "CPU µs per webhook, bare",
            "CPU µs per webhook, service"
        );
        var prepared = 0;
        var rounds = await Rounds<Shot, Shot>.MeasureAsync(
            options with
            {
                Rounds = Math.Min(MostOpenRounds, options.Rounds),
            },
            () => FireAsync(bare),
            () => FireAsync(ours),
            (round, theirs, mine) => table.Row($"{round}", Text(theirs), Text(mine), theirs.Cpu.Per(count), mine.Cpu.Per(count))
        );
        table.Row(
            rounds.Faults,
            "",
            $"p99 {Spread.Of(rounds.Ours.Select(shot => shot.Result.P99)).ToString("0.0")}",
            CpuUse.Median([.. rounds.Bare.Select(shot => shot.Cpu)]).Per(count),
            CpuUse.Median([.. rounds.Ours.Select(shot => shot.Cpu)]).Per(count)
        );
        table.Print();
        return rounds;

        async Task<Shot> FireAsync(Target target)
        {
            if (prepared++ % 2 == 0)
                await Prepare(count);
            return await target.FireAsync(perSecond, cancellationToken);
        }

        static string Text(Shot shot) => $"{shot.Result.P50:0.00} / {shot.Result.P99:0.00} / {shot.Result.Worst:0.0}";
    }

    public static Spread Share(Rounds<Shot, Shot> rounds) => rounds.Ratio(shot => shot.Result.PerSecond, shot => shot.Result.PerSecond);

    public static Spread Rate(Rounds<Shot, Shot> rounds) => Spread.Of(rounds.Ours.Select(shot => shot.Result.PerSecond));
}

/// <summary>One set of webhooks, answered.</summary>
internal sealed record Shot(LoadResult Result, CpuUse Cpu);

/// <summary>Who is fired at.</summary>
internal sealed class Target(Hired load, int port, CpuMeter meter)
{
    public const int Connections = 64;
    private const double MostSeconds = 120;

    /// <summary>Fires what is prepared; throws unless all of it is answered with 200.</summary>
    /// <param name="perSecond">0: each connection as soon as it is answered.</param>
    public async Task<Shot> FireAsync(double perSecond, CancellationToken cancellationToken)
    {
        meter.Start();
        var result = await load.AskAsync<LoadResult>(
            "run",
            new
            {
                port,
                connections = Connections,
                perSecond,
                seconds = MostSeconds,
            },
            cancellationToken
        );
        var cpu = meter.Stop();
        return result.Ok == result.Wanted
            ? new(result, cpu)
            : throw new InvalidOperationException($"Not all were answered with 200: {result}");
    }
}

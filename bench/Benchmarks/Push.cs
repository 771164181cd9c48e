using System.Globalization;
using OmoBroadcast.Bench.Measuring;
using OmoBroadcast.Bench.Scene;

namespace OmoBroadcast.Bench.Benchmarks;

/// <summary>Who is pushed to.</summary>
internal enum PushedTo
{
    /// <summary>Customers of LINE, under a retry key each.</summary>
    Everybody,

    /// <summary>Customers of WhatsApp, which knows no key: each call is written down before it begins.</summary>
    Keyless,

    /// <summary>Customers of LINE of whom three in ten opt out between the launch and the call.</summary>
    SevenInTen,
}

/// <summary>Personal messages, one request each, from claimed to settled; beside it a loop that only posts them.</summary>
internal sealed class Push(bool postgres, PushedTo to = PushedTo.Everybody) : IBenchmark
{
    private const int SkippedInTen = 3;

    /// <summary>Null: no goal.</summary>
    private double? Wanted =>
        (to, postgres) switch
        {
            (PushedTo.Everybody, true) => 0.35,
            (PushedTo.Everybody, false) => 0.20,
            _ => null,
        };

    public string Name =>
        (
            to switch
            {
                PushedTo.Keyless => "keyless",
                PushedTo.SevenInTen => "skipped",
                _ => "push",
            }
        ) + (postgres ? "-postgres" : "-sqlite");

    public async Task<IReadOnlyList<Goal>> RunAsync(BenchOptions options, Stage stage, CancellationToken cancellationToken)
    {
        var scene = await Sending.SetAsync(stage, postgres, options.Pushed, cancellationToken, to == PushedTo.Keyless);
        IReadOnlyList<int> gone =
            to == PushedTo.SevenInTen ? [.. Enumerable.Range(0, options.Pushed).Where(one => one % 10 < SkippedInTen)] : [];
        await Warming.ForAsync(options.WarmSeconds, BareAsync);
        await Warming.ForAsync(options.WarmSeconds, OursAsync);
        await Paper.PauseAsync(options, scene.Node.Id, cancellationToken);
        var table = Paper.Table(
            $"{Name}: {options.Pushed:N0} deliveries from claimed to settled, {gone.Count:N0} of them skipped",
            "round",
            "bare loop /s",
            "in flight",
            "service sent /s",
            "ratio",
            "repeated",
            "CPU µs per message, bare",
            "CPU µs per message, service"
        );
        var rounds = await Rounds<Run, Run>.MeasureAsync(options, BareAsync, OursAsync, (round, bare, ours) =>
            Tell(table, round, bare, ours)
        );
        return [Found(table, rounds)];

        Task<Run> BareAsync() => scene.BestBareAsync(batch: 1, times: 1, cancellationToken);

        Task<Run> OursAsync() => gone.Count == 0 ? scene.PushAsync(cancellationToken) : scene.SkipAsync(gone, cancellationToken);
    }

    private static void Tell(Paper table, int round, Run bare, Run ours)
    {
        if (ours.Repeated == 0 && ours.Recipients == bare.Recipients && bare.BodyBytes != ours.BodyBytes)
            throw new InvalidOperationException($"Not the same bodies: {bare.BodyBytes} and {ours.BodyBytes} bytes");
        table.Row(
            $"{round}",
            $"{bare.PerSecond:N0}",
            $"{bare.InFlight}",
            $"{ours.PerSecond:N0}",
            $"{ours.PerSecond / bare.PerSecond:P1}",
            $"{ours.Repeated:N0}",
            bare.Cpu.Per(bare.Recipients),
            ours.Cpu.Per(ours.Recipients)
        );
    }

    private Goal Found(Paper table, Rounds<Run, Run> rounds)
    {
        var ratio = rounds.Ratio(run => run.PerSecond, run => run.PerSecond);
        var rate = Spread.Of(rounds.Ours.Select(run => run.PerSecond));
        table.Row(
            rounds.Faults,
            Spread.Of(rounds.Bare.Select(run => run.PerSecond)).ToString("N0"),
            "",
            rate.ToString("N0"),
            ratio.ToString("P1"),
            "",
            CpuUse.Median([.. rounds.Bare.Select(run => run.Cpu)]).Per(rounds.Bare[0].Recipients),
            CpuUse.Median([.. rounds.Ours.Select(run => run.Cpu)]).Per(rounds.Ours[0].Recipients)
        );
        table.Print();
        return new(
            $"{Name}: share of the bare loop",
            Wanted is { } least ? $"≥ {least:P0}" : Goal.None,
            string.Create(CultureInfo.InvariantCulture, $"{ratio.ToString("P1")}, {rate.ToString("N0")}/s"),
            ratio.Median >= (Wanted ?? 0)
        )
        {
            Dirty = rounds.Dirty > 0,
        };
    }
}

using System.Globalization;
using OmoBroadcast.Bench.Measuring;
using OmoBroadcast.Bench.Roles;
using OmoBroadcast.Bench.Scene;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Bench.Benchmarks;

/// <summary>
/// Signed one-event webhooks into the service's own process and a real Redis; beside it an endpoint that only checks the signature. Then
/// both at half of the service's rate, to see how long an answer takes.
/// </summary>
internal sealed class Incoming : IBenchmark
{
    private const int Connections = 64,
        WarmingWebhooks = 20_000;
    private const double Wanted = 0.30,
        WantedMilliseconds = 50;
    private static readonly LineAccountSeed Official = LineAccountSeed.Number(1);
    private int series;

    public string Name => "incoming";

    public async Task<IReadOnlyList<Goal>> RunAsync(BenchOptions options, Stage stage, CancellationToken cancellationToken)
    {
        var redis = await stage.RedisAsync();
        var stub = await stage.StubAsync(cancellationToken);
        var service = await stage.ServiceAsync(
            "service",
            new Settings()
                .Redis(redis.ConnectionString)
                .Database(null)
                .DataDir(stage.Folder())
                .Account(Official, stub.Address.ToString().TrimEnd('/'), perSecond: 0)
                .All()
        );
        var referencePort = Ports.Free();
        var reference = await stage.HireAsync(
            "reference",
            [string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{referencePort}"), Official.Secret],
            new Dictionary<string, string>(),
            cancellationToken
        );
        var load = await stage.HireAsync("load", [], new Dictionary<string, string>(), cancellationToken);
        var crowd = await stage.HireAsync("crowd", [redis.ConnectionString], new Dictionary<string, string>(), cancellationToken);
        var ours = new Target(load, service.Port, new(("service", service.Id), ("redis", redis.ProcessId), ("load", load.Id)));
        var bare = new Target(load, referencePort, new(("endpoint", reference.Id), ("load", load.Id)));

        await Warming.ForAsync(options.WarmSeconds, async () =>
        {
            await PrepareAsync(load, Math.Min(WarmingWebhooks, options.Webhooks), options.Writers, cancellationToken);
            await bare.FireAsync(0, cancellationToken);
            await ours.FireAsync(0, cancellationToken);
        });
        await Paper.PauseAsync(options, service.Id, cancellationToken);
        var (share, rate) = await FullSpeedAsync(options, load, bare, ours, cancellationToken);
        var half = await HalfSpeedAsync(options, load, bare, ours, rate.Median / 2, cancellationToken);
        var waiting = await crowd.AskAsync<long>(
            "pending",
            new { account = new AccountKey(ChannelId.Line, Official.Destination).ToString() },
            cancellationToken
        );
        if (waiting is 0 || waiting > options.Writers)
            throw new InvalidOperationException($"Of {options.Writers} customers who wrote in {waiting} wait");
        return
        [
            new(
                "incoming: share of the bare endpoint",
                $"≥ {Wanted:P0}",
                $"{share.ToString("P1")}, {rate.ToString("N0")}/s",
                share.Median >= Wanted
            ),
            new("incoming: p99 at half rate", $"< {WantedMilliseconds} ms", $"{half.ToString("0.0")} ms", half.Median < WantedMilliseconds),
        ];
    }

    private async Task<(Spread Share, Spread Rate)> FullSpeedAsync(
        BenchOptions options,
        Hired load,
        Target bare,
        Target ours,
        CancellationToken cancellationToken
    )
    {
        List<Shot> theirs = [],
            mine = [];
        var table = Paper.Table(
            $"{Name}: {options.Webhooks:N0} signed webhooks over {Connections} connections",
            "round",
            "bare endpoint /s",
            "service /s",
            "ratio",
            "p99 ms, service",
            "CPU µs per webhook, bare",
            "CPU µs per webhook, service"
        );
        for (var round = 1; round <= options.Rounds; round++)
        {
            await PrepareAsync(load, options.Webhooks, options.Writers, cancellationToken);
            theirs.Add(await bare.FireAsync(0, cancellationToken));
            mine.Add(await ours.FireAsync(0, cancellationToken));
            table.Row(
                $"{round}",
                $"{theirs[^1].Result.PerSecond:N0}",
                $"{mine[^1].Result.PerSecond:N0}",
                $"{mine[^1].Result.PerSecond / theirs[^1].Result.PerSecond:P1}",
                $"{mine[^1].Result.P99:0.0}",
                theirs[^1].Cpu.Per(options.Webhooks),
                mine[^1].Cpu.Per(options.Webhooks)
            );
        }

        var share = Spread.Of(theirs.Zip(mine, (t, m) => m.Result.PerSecond / t.Result.PerSecond));
        var rate = Spread.Of(mine.Select(shot => shot.Result.PerSecond));
        table.Row(
            "median",
            Spread.Of(theirs.Select(shot => shot.Result.PerSecond)).ToString("N0"),
            rate.ToString("N0"),
            share.ToString("P1"),
            Spread.Of(mine.Select(shot => shot.Result.P99)).ToString("0.0"),
            CpuUse.Median([.. theirs.Select(shot => shot.Cpu)]).Per(options.Webhooks),
            CpuUse.Median([.. mine.Select(shot => shot.Cpu)]).Per(options.Webhooks)
        );
        table.Print();
        return (share, rate);
    }

    /// <summary>p99 in milliseconds.</summary>
    private async Task<Spread> HalfSpeedAsync(
        BenchOptions options,
        Hired load,
        Target bare,
        Target ours,
        double perSecond,
        CancellationToken cancellationToken
    )
    {
        var count = (int)(perSecond * options.HalfRateSeconds);
        var p99 = new List<double>();
        var table = Paper.Table(
            $"{Name}: {count:N0} webhooks due at {perSecond:N0}/s, whether or not the last is answered",
            "round",
            "who",
            "answered /s",
            "p50 ms",
            "p99 ms",
            "worst ms",
            "CPU µs per webhook"
        );
        for (var round = 1; round <= Math.Min(3, options.Rounds); round++)
        {
            await PrepareAsync(load, count, options.Writers, cancellationToken);
            await ShootAsync("bare endpoint", bare, round);
            await ShootAsync("service", ours, round);
        }

        table.Print();
        return Spread.Of(p99);

        async Task ShootAsync(string who, Target target, int round)
        {
            var shot = await target.FireAsync(perSecond, cancellationToken);
            if (target == ours)
                p99.Add(shot.Result.P99);
            table.Row(
                $"{round}",
                who,
                $"{shot.Result.PerSecond:N0}",
                $"{shot.Result.P50:0.00}",
                $"{shot.Result.P99:0.00}",
                $"{shot.Result.Worst:0.0}",
                shot.Cpu.Per(count)
            );
        }
    }

    private Task PrepareAsync(Hired load, int count, int people, CancellationToken cancellationToken) =>
        load.AskAsync(
            "prepare",
            new
            {
                count,
                people,
                series = ++series,
                destination = Official.Destination,
                secret = Official.Secret,
            },
            cancellationToken
        );

    private sealed record Shot(LoadResult Result, CpuUse Cpu);

    private sealed class Target(Hired load, int port, CpuMeter meter)
    {
        private const double MostSeconds = 120;

        /// <summary>Fires what is prepared; throws unless all of it is answered with 200.</summary>
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
}

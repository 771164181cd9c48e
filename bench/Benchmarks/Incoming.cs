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
    private const int WarmingWebhooks = 20_000;
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
            [string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{referencePort}"), Official.Secret, "line"],
            new Dictionary<string, string>(),
            cancellationToken
        );
        var load = await stage.HireAsync("load", [], new Dictionary<string, string>(), cancellationToken);
        var seeder = await stage.HireAsync("seeder", [redis.ConnectionString], new Dictionary<string, string>(), cancellationToken);
        var ours = new Target(load, service.Port, new(("service", service.Id), ("redis", redis.ProcessId), ("load", load.Id)));
        var bare = new Target(load, referencePort, new(("endpoint", reference.Id), ("load", load.Id)));

        var arrivals = new Arrivals(Name, options, bare, ours)
        {
            Prepare = count => PrepareAsync(load, count, options.Writers, cancellationToken),
            Count = options.Webhooks,
        };
        await Warming.ForAsync(options.WarmSeconds, async () =>
        {
            await PrepareAsync(load, Math.Min(WarmingWebhooks, options.Webhooks), options.Writers, cancellationToken);
            await bare.FireAsync(0, cancellationToken);
            await ours.FireAsync(0, cancellationToken);
        });
        await Paper.PauseAsync(options, service.Id, cancellationToken);
        var closed = await arrivals.ClosedAsync(cancellationToken);
        var (share, rate) = (Arrivals.Share(closed), Arrivals.Rate(closed));
        var open = await arrivals.OpenAsync(rate.Median / 2, cancellationToken);
        var half = Spread.Of(open.Ours.Select(shot => shot.Result.P99));
        var waiting = await seeder.AskAsync<long>(
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
            )
            {
                Dirty = closed.Dirty > 0,
            },
            new("incoming: p99 at half rate", $"< {WantedMilliseconds} ms", $"{half.ToString("0.0")} ms", half.Median < WantedMilliseconds)
            {
                Dirty = open.Dirty > 0,
            },
        ];
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
}

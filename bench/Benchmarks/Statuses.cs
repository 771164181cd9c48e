using System.Globalization;
using OmoBroadcast.Bench.Measuring;
using OmoBroadcast.Bench.Roles;
using OmoBroadcast.Bench.Scene;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Bench.Benchmarks;

/// <summary>What WhatsApp tells most: that a message of ours was sent, delivered, read. Each is written into PostgreSQL before it is
/// answered. Beside it an endpoint that only checks the signature.</summary>
internal sealed class Statuses : IBenchmark
{
    private const int OfEach = 3;

    private int files;

    public string Name => "statuses";

    public async Task<IReadOnlyList<Goal>> RunAsync(BenchOptions options, Stage stage, CancellationToken cancellationToken)
    {
        var people = Math.Max(1_000, options.Webhooks / OfEach);
        var scene = await Sending.SetAsync(stage, postgres: true, people, cancellationToken, keyless: true);
        var port = Ports.Free();
        var reference = await stage.HireAsync(
            "reference",
            [string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"), MetaAccountSeed.Secret, "whatsapp"],
            new Dictionary<string, string>(),
            cancellationToken
        );
        var load = await stage.HireAsync("load", [], new Dictionary<string, string>(), cancellationToken);
        var folder = stage.Folder();
        var bare = new Target(load, port, new(("endpoint", reference.Id), ("load", load.Id)));
        var ours = new Target(load, scene.Port, scene.Ours);
        var arrivals = new Arrivals(Name, options, bare, ours) { Prepare = PrepareAsync, Count = people * OfEach };
        await Warming.ForAsync(options.WarmSeconds, async () =>
        {
            await PrepareAsync(people * OfEach);
            await bare.FireAsync(0, cancellationToken);
            await ours.FireAsync(0, cancellationToken);
        });
        await Paper.PauseAsync(options, scene.Node.Id, cancellationToken);
        var closed = await arrivals.ClosedAsync(cancellationToken);
        var rate = Arrivals.Rate(closed);
        var open = await arrivals.OpenAsync(rate.Median / 2, cancellationToken);
        var p99 = Spread.Of(open.Ours.Select(shot => shot.Result.P99));
        return
        [
            new(
                $"{Name}: share of the bare endpoint",
                Goal.None,
                $"{Arrivals.Share(closed).ToString("P1")}, {rate.ToString("N0")}/s, p99 at half rate {p99.ToString("0")} ms",
                true
            )
            {
                Dirty = closed.Dirty + open.Dirty > 0,
            },
        ];

        // Each status is news: messages of which nothing was told yet are sent first.
        async Task PrepareAsync(int count)
        {
            var told = new List<string>();
            while (told.Count * people * OfEach < count)
            {
                await scene.PushAsync(cancellationToken);
                told.Add(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{++files}")));
                await scene.Stub.TellAsync(told[^1], cancellationToken);
            }

            await load.AskAsync("statuses", new { count, files = told }, cancellationToken);
        }
    }
}

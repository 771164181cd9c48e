using System.Globalization;
using OmoBroadcast.Bench.Measuring;
using OmoBroadcast.Bench.Roles;
using OmoBroadcast.Bench.Scene;
using OmoBroadcast.Bench.Wire;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Bench.Benchmarks;

/// <summary>The most memory that the service's process ever held while it sent a small and a large campaign, each in a process of its
/// own.</summary>
internal sealed class Memory : IBenchmark
{
    private const double MiB = 1024 * 1024,
        WantedMost = 300,
        WantedMore = 20;
    private static readonly LineAccountSeed Official = LineAccountSeed.Number(1);
    private static readonly AccountKey Account = new(ChannelId.Line, Official.Destination);

    public string Name => "memory";

    public async Task<IReadOnlyList<Goal>> RunAsync(BenchOptions options, Stage stage, CancellationToken cancellationToken)
    {
        var redis = await stage.RedisAsync();
        var (database, postgres) = await stage.PostgresAsync();
        var stub = await stage.StubAsync(cancellationToken);
        int[] sizes = [options.FewCustomers, options.ManyCustomers];
        await EnterAsync(stage, redis.ConnectionString, sizes, cancellationToken);
        var settings = new Settings()
            .Redis(redis.ConnectionString)
            .Database(database)
            .InFlight(options.InFlight)
            .Account(Official, stub.Address.ToString().TrimEnd('/'), perSecond: 0);
        foreach (var size in sizes)
            settings.Staff(Staff(size));
        var clerkSettings = settings.Role("web").All();
        clerkSettings["ASPNETCORE_URLS"] = $"http://127.0.0.1:{Ports.Free()}";
        var clerk = await stage.HireAsync("node", [], clerkSettings, cancellationToken);

        var goals = new List<Goal>();
        var table = Paper.Table(
            $"{Name}: resident MiB of the service's process",
            "campaign",
            "customers",
            "at rest",
            "peak",
            "seconds, launch included",
            "CPU µs per delivery"
        );
        foreach (var personal in (bool[])[true, false])
        {
            var peaks = new List<double>();
            foreach (var size in sizes)
            {
                // In its turn: each campaign has a process that has sent nothing before.
                await using var service = await Service.StartAsync("service", settings.Role("all").All(), "Production");
                var meter = new CpuMeter(("service", service.Id), ("postgres", postgres), ("redis", redis.ProcessId), ("stub", stub.Id));
                var rest = Processes.Resident(service.Id) / MiB;
                var cpu = await SendAsync(clerk, stub, meter, sizes.Sum(), size, personal, cancellationToken);
                peaks.Add(Processes.PeakResident(service.Id) / MiB);
                table.Row(
                    personal ? "push" : "multicast",
                    $"{size:N0}",
                    $"{rest:N0}",
                    $"{peaks[^1]:N0}",
                    $"{cpu.Elapsed:0.0}",
                    cpu.Per(size)
                );
            }

            var kind = personal ? "push" : "multicast";
            goals.Add(
                new(
                    $"memory: {sizes[1]:N0} customers by {kind}",
                    $"< {WantedMost} MB",
                    string.Create(CultureInfo.InvariantCulture, $"{peaks[1]:N0} MB"),
                    peaks[1] < WantedMost
                )
            );
            goals.Add(
                new(
                    $"memory: more than with {sizes[0]:N0} by {kind}",
                    $"≤ {WantedMore} MB",
                    string.Create(CultureInfo.InvariantCulture, $"{peaks[1] - peaks[0]:N0} MB"),
                    peaks[1] - peaks[0] <= WantedMore
                )
            );
        }

        table.Print();
        return goals;
    }

    private static async Task EnterAsync(Stage stage, string redis, IReadOnlyList<int> sizes, CancellationToken cancellationToken)
    {
        var seeder = await stage.HireAsync("seeder", [redis], new Dictionary<string, string>(), cancellationToken);
        var first = 0;
        foreach (var size in sizes)
        {
            Paper.Say($"{size:N0} customers write in …");
            var entered = await seeder.AskAsync<long>(
                "enter",
                new
                {
                    account = Account.ToString(),
                    first,
                    count = size,
                    staff = Staff(size),
                    hoursAgo = 2,
                },
                cancellationToken
            );
            if (entered != size)
                throw new InvalidOperationException($"{size} customers were to be the sender's, {entered} are");
            first += size;
        }

        await seeder.DisposeAsync();
    }

    private static async Task<CpuUse> SendAsync(
        Hired clerk,
        StubServer stub,
        CpuMeter meter,
        int people,
        int size,
        bool personal,
        CancellationToken cancellationToken
    )
    {
        await stub.ResetAsync(people, cancellationToken);
        meter.Start();
        var campaign = await clerk.AskAsync<long>(
            "schedule",
            new { sender = Staff(size), text = People.Text(personal) },
            cancellationToken
        );
        await stub.WaitAsync(size, TimeSpan.FromMinutes(10), cancellationToken);
        var tally = await clerk.AskAsync<Tally>("settled", new { campaign }, cancellationToken);
        var cpu = meter.Stop();
        var count = await stub.EachOnceAsync(size, cancellationToken);
        if (tally.Accepted != size)
            throw new InvalidOperationException($"Of {size} the stub has {count}; the ledger: {tally}");
        return cpu;
    }

    private static string Staff(int size) => string.Create(CultureInfo.InvariantCulture, $"5e7d0000-0000-4000-8000-{size:D12}");
}

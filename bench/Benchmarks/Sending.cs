using System.Diagnostics;
using OmoBroadcast.Bench.Measuring;
using OmoBroadcast.Bench.Roles;
using OmoBroadcast.Bench.Scene;
using OmoBroadcast.Bench.Wire;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Bench.Benchmarks;

/// <summary>The scene of the two sending benchmarks: the service on one pair of engines, the stub as the platform, the bare loop beside
/// it.</summary>
internal sealed class Sending
{
    private const string Staff = "5e7d0000-0000-4000-8000-000000000001";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly LineAccountSeed Official = LineAccountSeed.Number(1);
    private static readonly AccountKey Account = new(ChannelId.Line, Official.Destination);

    private readonly StubServer stub;
    private readonly Hired node,
        loop;
    private readonly CpuMeter ours,
        bare;
    private readonly int people;

    private Sending(StubServer stub, Hired node, Hired loop, CpuMeter ours, CpuMeter bare, int people) =>
        (this.stub, this.node, this.loop, this.ours, this.bare, this.people) = (stub, node, loop, ours, bare, people);

    public int NodeId => node.Id;

    /// <param name="people">Customers of the campaign.</param>
    public static async Task<Sending> SetAsync(Stage stage, bool postgres, int people, CancellationToken cancellationToken)
    {
        var options = stage.Options;
        var redis = await stage.RedisAsync();
        var stub = await stage.StubAsync(cancellationToken);
        (string ConnectionString, int Process)? database = postgres ? await stage.PostgresAsync() : null;
        var crowd = await stage.HireAsync("crowd", [redis.ConnectionString], new Dictionary<string, string>(), cancellationToken);
        var entered = await crowd.AskAsync<long>(
            "enter",
            new
            {
                account = Account.ToString(),
                first = 0,
                count = people,
                staff = Staff,
                hoursAgo = options.JustTaken ? 0 : 2,
            },
            cancellationToken
        );
        if (entered != people)
            throw new InvalidOperationException($"{people} customers were to be the sender's, {entered} are");
        await crowd.DisposeAsync();
        var settings = new Settings()
            .Redis(redis.ConnectionString)
            .Database(database?.ConnectionString)
            .DataDir(stage.Folder())
            .InFlight(options.InFlight)
            .Account(Official, stub.Address.ToString().TrimEnd('/'), perSecond: 0)
            .Staff(Staff)
            .All();
        settings["ASPNETCORE_URLS"] = $"http://127.0.0.1:{Ports.Free()}";
        var node = await stage.HireAsync("node", [], settings, cancellationToken);
        var loop = await stage.HireAsync("loop", [], new Dictionary<string, string>(), cancellationToken);
        List<(string, int)> watched = [("service", node.Id), ("redis", redis.ProcessId), ("stub", stub.Id)];
        if (database is { } server)
            watched.Insert(1, ("postgres", server.Process));
        return new(stub, node, loop, new([.. watched]), new(("loop", loop.Id), ("stub", stub.Id)), people);
    }

    /// <summary>The reference posts the same bodies to the same stub.</summary>
    public async Task<Run> BareAsync(int batch, int times, CancellationToken cancellationToken)
    {
        await loop.AskAsync("prepare", new { people, batch }, cancellationToken);
        await stub.ResetAsync(people, cancellationToken);
        bare.Start();
        var seconds = await loop.AskAsync<double>(
            "run",
            new
            {
                url = new Uri(stub.Address, batch > 1 ? "/v2/bot/message/multicast" : "/v2/bot/message/push"),
                inFlight = 64,
                times,
            },
            cancellationToken
        );
        var cpu = bare.Stop();
        var count = await stub.CountAsync(cancellationToken);
        if (count.Recipients != (long)people * times)
            throw new InvalidOperationException($"The bare loop reached {count}");
        return new(count.Recipients, 0, count.BodyBytes / times, seconds, cpu);
    }

    /// <summary>All deliveries are in the ledger before the clock starts: from the first claim to the last settlement.</summary>
    public async Task<Run> PushAsync(CancellationToken cancellationToken)
    {
        await stub.ResetAsync(people, cancellationToken);
        await node.AskAsync("hold", new { account = Account.ToString() }, cancellationToken);
        var campaign = await ScheduleAsync(People.Text(personal: true), cancellationToken);
        await node.AskAsync("launch", new { campaign }, cancellationToken);
        ours.Start();
        var start = Stopwatch.GetTimestamp();
        await node.AskAsync("lift", new { account = Account.ToString() }, cancellationToken);
        return await FinishAsync(campaign, start, cancellationToken);
    }

    /// <summary>From the launch, which reads the audience and writes the ledger, to the last settlement.</summary>
    public async Task<Run> MulticastAsync(CancellationToken cancellationToken)
    {
        await stub.ResetAsync(people, cancellationToken);
        var campaign = await ScheduleAsync(People.Text(personal: false), cancellationToken);
        ours.Start();
        var start = Stopwatch.GetTimestamp();
        await node.AskAsync("launch", new { campaign }, cancellationToken);
        var launched = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return await FinishAsync(campaign, start, cancellationToken) with { Launched = launched };
    }

    private Task<long> ScheduleAsync(string text, CancellationToken cancellationToken) =>
        node.AskAsync<long>("schedule", new { sender = Staff, text }, cancellationToken);

    private async Task<Run> FinishAsync(long campaign, long start, CancellationToken cancellationToken)
    {
        await stub.WaitAsync(people, Patience, cancellationToken);
        var tally = await node.AskAsync<Tally>("settled", new { campaign }, cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var cpu = ours.Stop();
        var count = await stub.EachOnceAsync(people, cancellationToken);
        if (tally.Accepted != people || tally.Chosen != people)
            throw new InvalidOperationException($"The ledger says {tally}");
        return new(people, count.Repeated, count.BodyBytes, seconds, cpu);
    }
}

/// <summary>One measured run.</summary>
/// <param name="Repeated">Recipients called again under the same key: a claim ran out before its answer was written down.</param>
/// <param name="BodyBytes">Bytes of all bodies: equal on both sides where nothing is repeated, since they post the same.</param>
internal sealed record Run(long Recipients, long Repeated, long BodyBytes, double Seconds, CpuUse Cpu)
{
    /// <summary>Seconds until the ledger was written.</summary>
    public double? Launched { get; init; }

    public double PerSecond => Recipients / Seconds;
}

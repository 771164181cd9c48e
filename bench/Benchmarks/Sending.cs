using System.Diagnostics;
using OmoBroadcast.Bench.Measuring;
using OmoBroadcast.Bench.Roles;
using OmoBroadcast.Bench.Scene;
using OmoBroadcast.Bench.Wire;
using OmoBroadcast.Broadcast;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Bench.Benchmarks;

/// <summary>The scene of what sends: the service on one pair of engines, the stub as the platform, the bare loop beside it. On LINE, or on
/// WhatsApp, which knows no retry key.</summary>
internal sealed class Sending
{
    /// <summary>Conversations that the sender of the campaigns has no part in, behind all others.</summary>
    public const int Others = 1_000;

    public const string OtherStaff = "5e7d0000-0000-4000-8000-000000000002";
    private const string Staff = "5e7d0000-0000-4000-8000-000000000001";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5),
        Look = TimeSpan.FromMilliseconds(50);
    private static readonly LineAccountSeed Official = LineAccountSeed.Number(1);
    private static readonly MetaAccountSeed WhatsApp = MetaAccountSeed.All.Single(account => account.Channel == "whatsapp");

    private readonly Hired loop;
    private readonly CpuMeter bare;
    private readonly int people,
        width;
    private readonly bool keyless;

    private Sending(BenchOptions options, StubServer stub, Hired loop, int people, bool keyless)
    {
        (Stub, this.loop, this.people, this.keyless) = (stub, loop, people, keyless);
        width = options.InFlight ?? new BroadcastOptions().MaxInFlight;
        bare = new(("loop", loop.Id), ("stub", stub.Id));
    }

    public StubServer Stub { get; }

    public required Hired Node { get; init; }

    /// <summary>Where the service listens.</summary>
    public required int Port { get; init; }

    /// <summary>Of all processes that our side is made of.</summary>
    public required CpuMeter Ours { get; init; }

    public AccountKey Account => AccountOn(keyless);

    /// <param name="people">Customers of the campaign.</param>
    /// <param name="keyless">They are WhatsApp's.</param>
    public static async Task<Sending> SetAsync(
        Stage stage,
        bool postgres,
        int people,
        CancellationToken cancellationToken,
        bool keyless = false
    )
    {
        var redis = await stage.RedisAsync();
        var stub = await stage.StubAsync(cancellationToken);
        (string ConnectionString, int Process)? database = postgres ? await stage.PostgresAsync() : null;
        await EnterAsync(stage, redis, people, keyless, cancellationToken);
        var settings = new Settings()
            .Redis(redis.ConnectionString)
            .Database(database?.ConnectionString)
            .DataDir(stage.Folder())
            .InFlight(stage.Options.InFlight)
            .Staff(Staff);
        var address = stub.Address.ToString().TrimEnd('/');
        _ = keyless ? settings.Account(WhatsApp, address, perSecond: 0) : settings.Account(Official, address, perSecond: 0);
        var (all, port) = (settings.All(), Ports.Free());
        all["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        var node = await stage.HireAsync("node", [], all, cancellationToken);
        var loop = await stage.HireAsync("loop", [], new Dictionary<string, string>(), cancellationToken);
        List<(string, int)> watched = [("service", node.Id), ("redis", redis.ProcessId), ("stub", stub.Id)];
        if (database is { } server)
            watched.Insert(1, ("postgres", server.Process));
        return new(stage.Options, stub, loop, people, keyless)
        {
            Node = node,
            Port = port,
            Ours = new([.. watched]),
        };
    }

    private static AccountKey AccountOn(bool keyless) =>
        keyless ? new(ChannelId.WhatsApp, WhatsApp.Id) : new(ChannelId.Line, Official.Destination);

    private static async Task EnterAsync(Stage stage, RedisServer redis, int people, bool keyless, CancellationToken cancellationToken)
    {
        var seeder = await stage.HireAsync("seeder", [redis.ConnectionString], new Dictionary<string, string>(), cancellationToken);
        foreach (var (first, count, staff) in new[] { (0, people, Staff), (people, Others, OtherStaff) })
        {
            var entered = await seeder.AskAsync<long>(
                "enter",
                new
                {
                    account = AccountOn(keyless).ToString(),
                    first,
                    count,
                    staff,
                    hoursAgo = stage.Options.JustTaken ? 0 : 2,
                },
                cancellationToken
            );
            if (entered != count)
                throw new InvalidOperationException($"{count} customers were to be the sender's, {entered} are");
        }

        await seeder.DisposeAsync();
    }

    /// <summary>The reference at 64 in flight and at the service's own width; the better of the two counts.</summary>
    public async Task<Run> BestBareAsync(int batch, int times, CancellationToken cancellationToken)
    {
        var narrow = await BareAsync(batch, times, 64, cancellationToken);
        var wide = await BareAsync(batch, times, width, cancellationToken);
        return narrow.PerSecond >= wide.PerSecond ? narrow : wide;
    }

    /// <summary>The reference posts the same bodies to the same stub.</summary>
    private async Task<Run> BareAsync(int batch, int times, int inFlight, CancellationToken cancellationToken)
    {
        await loop.AskAsync(
            "prepare",
            new
            {
                people,
                batch,
                keyless,
            },
            cancellationToken
        );
        await Stub.ResetAsync(people, cancellationToken);
        bare.Start();
        var seconds = await loop.AskAsync<double>(
            "run",
            new
            {
                url = new Uri(
                    Stub.Address,
                    keyless ? $"/v25.0/{WhatsApp.Id}/messages"
                        : batch > 1 ? "/v2/bot/message/multicast"
                        : "/v2/bot/message/push"
                ),
                inFlight,
                times,
            },
            cancellationToken
        );
        var cpu = bare.Stop();
        var count = await Stub.CountAsync(cancellationToken);
        if (count.Recipients != (long)people * times)
            throw new InvalidOperationException($"The bare loop reached {count}");
        return new(count.Recipients, 0, count.BodyBytes / times, seconds, cpu) { InFlight = inFlight };
    }

    /// <summary>All deliveries are in the ledger before the clock starts: from the first claim to the last settlement.</summary>
    /// <param name="beside">What is done meanwhile; it ends by itself.</param>
    public Task<Run> PushAsync(CancellationToken cancellationToken, Func<Task>? beside = null) =>
        PushAsync([], beside ?? (() => Task.CompletedTask), cancellationToken);

    /// <summary>Answers to customers that no campaign is for, each at its instant: milliseconds until the platform had them.</summary>
    public async Task<Waits> ReplyAsync(int count, int perSecond, CancellationToken cancellationToken)
    {
        var asked = await Node.AskAsync<long[]>(
            "reply",
            new
            {
                account = Account.ToString(),
                first = people,
                count,
                perSecond,
            },
            cancellationToken
        );
        while (true)
        {
            var arrived = (await Stub.ArrivalsAsync(people, cancellationToken))[..count];
            if (Array.TrueForAll(arrived, at => at > 0))
                return Waits.Of(asked.Zip(arrived, (from, to) => (to - from) * 1000.0 / Stopwatch.Frequency));
            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>The same, with <paramref name="gone"/> having opted out when their rows were written already.</summary>
    public Task<Run> SkipAsync(IReadOnlyList<int> gone, CancellationToken cancellationToken) =>
        PushAsync(gone, () => Task.CompletedTask, cancellationToken);

    private async Task<Run> PushAsync(IReadOnlyList<int> gone, Func<Task> beside, CancellationToken cancellationToken)
    {
        var account = Account.ToString();
        await Stub.ResetAsync(people + Others, cancellationToken);
        await Node.AskAsync("hold", new { account }, cancellationToken);
        var campaign = await ScheduleAsync(People.Text(personal: true), cancellationToken);
        await Node.AskAsync("launch", new { campaign }, cancellationToken);
        await OptAsync(gone, on: true);
        Ours.Start();
        var start = Stopwatch.GetTimestamp();
        await Node.AskAsync("lift", new { account }, cancellationToken);
        var run = await FinishAsync(campaign, start, gone.Count, beside, cancellationToken);
        await OptAsync(gone, on: false);
        return run;

        Task OptAsync(IReadOnlyList<int> whose, bool on) =>
            whose.Count == 0
                ? Task.CompletedTask
                : Node.AskAsync(
                    "optOut",
                    new
                    {
                        account,
                        users = whose.Select(number => People.Id(Account.Channel, number)),
                        on,
                    },
                    cancellationToken
                );
    }

    /// <summary>From the launch, which reads the audience and writes the ledger, to the last settlement.</summary>
    public async Task<Run> MulticastAsync(CancellationToken cancellationToken)
    {
        await Stub.ResetAsync(people, cancellationToken);
        var campaign = await ScheduleAsync(People.Text(personal: false), cancellationToken);
        Ours.Start();
        var start = Stopwatch.GetTimestamp();
        await Node.AskAsync("launch", new { campaign }, cancellationToken);
        var launched = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return await FinishAsync(campaign, start, 0, () => Task.CompletedTask, cancellationToken) with { Launched = launched };
    }

    private Task<long> ScheduleAsync(string text, CancellationToken cancellationToken) =>
        Node.AskAsync<long>("schedule", new { sender = Staff, text }, cancellationToken);

    private async Task<Run> FinishAsync(long campaign, long start, int gone, Func<Task> beside, CancellationToken cancellationToken)
    {
        var also = beside();
        await Stub.WaitAsync(people - gone, Patience, cancellationToken);
        var tally = await Node.AskAsync<Tally>("settled", new { campaign }, cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var cpu = Ours.Stop();
        await also;
        var count = await Stub.CountAsync(cancellationToken);
        var doubled = count.Doubled > 0 || (keyless && count.Repeated > 0);
        if (doubled || tally.Accepted != people - gone || tally.Skipped != gone || tally.Chosen != people)
            throw new InvalidOperationException($"The stub has {count}, the ledger says {tally}");
        return new(people - gone, count.Repeated, count.BodyBytes, seconds, cpu);
    }
}

/// <summary>One measured run.</summary>
/// <param name="Repeated">Recipients called again under the same key: a claim ran out before its answer was written down.</param>
/// <param name="BodyBytes">Bytes of all bodies: equal on both sides where nothing is repeated, since they post the same.</param>
internal sealed record Run(long Recipients, long Repeated, long BodyBytes, double Seconds, CpuUse Cpu)
{
    /// <summary>Calls of the reference under way at once.</summary>
    public int InFlight { get; init; }

    /// <summary>Seconds until the ledger was written.</summary>
    public double? Launched { get; init; }

    public double PerSecond => Recipients / Seconds;
}

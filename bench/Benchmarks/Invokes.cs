using System.Globalization;
using System.Text.Json.Nodes;
using OmoBroadcast.Bench.Measuring;
using OmoBroadcast.Bench.Roles;
using OmoBroadcast.Bench.Scene;
using OmoBroadcast.Bench.Wire;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Bench.Benchmarks;

/// <summary>
/// Everybody presses buttons of their cards at once, through the service's own process on a real Redis and PostgreSQL: all at the same
/// instant, and without a pause. Beside it an endpoint that only judges the same token. Afterwards the audit log, Redis and the platform
/// must tell that each button acted once.
/// </summary>
internal sealed class Invokes : IBenchmark
{
    private const string AppId = "0f9b1a1e-6a5c-4d0a-9a51-3c8e7f1f2a10",
        Tenant = "7f9d3c52-0b1e-4a77-9c36-5a2f4e8d1b60";
    private const int Messages = 10;
    private const double WantedMilliseconds = 1_000;
    private static readonly LineAccountSeed Official = LineAccountSeed.Number(1);
    private static readonly AccountKey Account = new(ChannelId.Line, Official.Destination);

    /// <summary>What is written into the audit log; looking is not.</summary>
    private static readonly string[] Acts =
    [
        Verbs.ConversationTake,
        Verbs.ConversationReply,
        Verbs.ConversationClose,
        Verbs.BroadcastChoose,
        Verbs.BroadcastCompose,
        Verbs.BroadcastSend,
    ];

    public string Name => "invokes";

    public async Task<IReadOnlyList<Goal>> RunAsync(BenchOptions options, Stage stage, CancellationToken cancellationToken)
    {
        var redis = await stage.RedisAsync();
        var (database, postgres) = await stage.PostgresAsync();
        var stub = await stage.StubAsync(cancellationToken);
        var sandbox = await stage.SandboxAsync();
        // It is our own speed that is measured, not Teams' limits.
        await sandbox.Client.WeatherAsync(new { teams = new { limits = false } });
        var seeder = await stage.HireAsync("seeder", [redis.ConnectionString], new Dictionary<string, string>(), cancellationToken);
        // A lap for each round of bursts, the laps of each round without a pause, what warms up, and the one with every press doubled.
        var waiting = (options.Rounds * (1 + options.Laps)) + (2 * options.WarmSeconds) + 10;
        await EnterAsync(options, seeder, waiting, cancellationToken);

        var settings = new Settings()
            .Redis(redis.ConnectionString)
            .Database(database)
            .DataDir(stage.Folder())
            .InFlight(options.InFlight)
            .Account(Official, stub.Address.ToString().TrimEnd('/'), perSecond: 0)
            .Teams(AppId, Tenant, sandbox.TeamsBase);
        for (var i = 0; i < options.Staff; i++)
            settings.Staff(Seller.Id(i));
        // Only in Development is an issuer on this machine believed.
        var service = await stage.ServiceAsync("service", settings.All(), "Development");
        var clerk = await stage.HireAsync("clerk", [database], new Dictionary<string, string>(), cancellationToken);
        var referencePort = Ports.Free();
        var reference = await stage.HireAsync(
            "endpoint",
            [
                string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{referencePort}"),
                $"{sandbox.TeamsBase}/.well-known/openidconfiguration",
                AppId,
            ],
            new Dictionary<string, string>(),
            cancellationToken
        );
        var staff = await stage.HireAsync("staff", [], new Dictionary<string, string>(), cancellationToken);
        var token = (string)
            (
                await sandbox.Client.DoAsync(
                    HttpMethod.Post,
                    "teams/token",
                    new
                    {
                        audience = AppId,
                        serviceUrl = sandbox.TeamsBase,
                        expiresInSeconds = 24 * 3_600,
                    }
                )
            )["token"]!;
        var post = new Post(
            Account.ToString(),
            options.Conversations,
            waiting,
            options.Staff * options.Conversations,
            sandbox.TeamsBase,
            Tenant,
            token
        );
        await staff.AskAsync(
            "come",
            new
            {
                port = service.Port,
                count = options.Staff,
                post,
            },
            cancellationToken
        );

        Paper.Say($"{options.Staff} members of staff send {options.Records} broadcasts each …");
        await stub.ResetAsync(options.Staff * (options.Conversations + waiting), cancellationToken);
        List<Pressing> sending = [];
        for (var i = 0; i < options.Records; i++)
        {
            sending.Add(await staff.AskAsync<Pressing>("broadcast", null, cancellationToken));
            await clerk.AskAsync("sent", null, cancellationToken);
        }

        await staff.AskAsync("spread", null, cancellationToken);
        await Processes.StillAsync(service.Id, cancellationToken);
        var inbox = await staff.AskAsync<string>("inbox", null, cancellationToken);
        await reference.AskAsync("answer", new { with = inbox }, cancellationToken);

        var ours = new CpuMeter(("service", service.Id), ("postgres", postgres), ("redis", redis.ProcessId), ("staff", staff.Id));
        var bare = new CpuMeter(("endpoint", reference.Id), ("staff", staff.Id));
        await Warming.ForAsync(options.WarmSeconds, async () =>
        {
            await BareAsync(staff, referencePort, Seller.Day.Count, together: false, cancellationToken);
            await staff.AskAsync<Pressing>("laps", new { laps = 1 }, cancellationToken);
        });
        await Paper.PauseAsync(options, service.Id, cancellationToken);
        var bursts = await MeasureAsync(
            options,
            $"{Name}: {options.Staff} press at the same instant, {Seller.Day.Count} times",
            bare,
            ours,
            () => BareAsync(staff, referencePort, Seller.Day.Count, together: true, cancellationToken),
            () => staff.AskAsync<Pressing>("bursts", new { twice = false }, cancellationToken)
        );
        var laps = await MeasureAsync(
            options,
            $"{Name}: {options.Staff} press without a pause, {options.Laps * Seller.Day.Count} times each",
            bare,
            ours,
            () => BareAsync(staff, referencePort, options.Laps * Seller.Day.Count, together: false, cancellationToken),
            () => staff.AskAsync<Pressing>("laps", new { laps = options.Laps }, cancellationToken)
        );
        // Not measured: Teams sends a press again that seems lost, and people press twice.
        await staff.AskAsync<Pressing>("bursts", new { twice = true }, cancellationToken);
        await CheckAsync(options, staff, clerk, seeder, stub, waiting, cancellationToken);
        PrintKinds(
            $"{Name}: all begin a broadcast at once and send it, {options.Records} times, with the sending under way; no goal",
            sending
        );
        return [Held("at the same instant", bursts), Held("without a pause", laps)];
    }

    private static async Task EnterAsync(BenchOptions options, Hired seeder, int waiting, CancellationToken cancellationToken)
    {
        for (var i = 0; i < options.Staff; i++)
        {
            var mine = await seeder.AskAsync<long>(
                "enter",
                new
                {
                    account = Account.ToString(),
                    first = i * options.Conversations,
                    count = options.Conversations,
                    staff = Seller.Id(i),
                    hoursAgo = 2,
                    messages = Messages,
                },
                cancellationToken
            );
            if (mine != options.Conversations)
                throw new InvalidOperationException($"{options.Conversations} conversations were to be the seller's, {mine} are");
        }

        await seeder.AskAsync<long>(
            "wait",
            new
            {
                account = Account.ToString(),
                first = options.Staff * options.Conversations,
                count = options.Staff * waiting,
            },
            cancellationToken
        );
    }

    private static Task<Pressing> BareAsync(Hired staff, int port, int times, bool together, CancellationToken cancellationToken) =>
        staff.AskAsync<Pressing>(
            "bare",
            new
            {
                port,
                times,
                together,
            },
            cancellationToken
        );

    /// <summary>p99 of each round in milliseconds.</summary>
    private static async Task<Spread> MeasureAsync(
        BenchOptions options,
        string title,
        CpuMeter bareCpu,
        CpuMeter ourCpu,
        Func<Task<Pressing>> bare,
        Func<Task<Pressing>> ours
    )
    {
        var table = Paper.Table(
            title,
            "round",
            "bare p50 / p99 / worst ms",
            "bare /s",
            "service p50 / p99 / worst ms",
            "service /s",
            "longest stall ms",
            "CPU µs per press, bare",
            "CPU µs per press, service"
        );
        List<Pressing> rounds = [];
        for (var round = 1; round <= options.Rounds; round++)
        {
            bareCpu.Start();
            var theirs = await bare();
            var theirCpu = bareCpu.Stop();
            using var stalls = new Stalls();
            ourCpu.Start();
            rounds.Add(await ours());
            var cpu = ourCpu.Stop();
            table.Row(
                $"{round}",
                Text(theirs.Waits),
                $"{theirs.PerSecond:N0}",
                Text(rounds[^1].Waits),
                $"{rounds[^1].PerSecond:N0}",
                $"{stalls.Longest.TotalMilliseconds:N0}",
                theirCpu.Per(theirs.Count),
                cpu.Per(rounds[^1].Count)
            );
        }

        table.Print();
        PrintKinds($"{title}: by what was pressed, all rounds", rounds);
        return Spread.Of(rounds.Select(round => round.Waits.P99));

        static string Text(Waits waits) => $"{waits.P50:N0} / {waits.P99:N0} / {waits.Worst:N0}";
    }

    private static void PrintKinds(string title, IReadOnlyList<Pressing> rounds)
    {
        var kinds = Paper.Table(title, "press", "times", "p50 ms", "p99 ms", "worst ms");
        foreach (var kind in rounds.SelectMany(round => round.Took).GroupBy(kind => kind.Key).OrderBy(kind => Seller.Order(kind.Key)))
        {
            var waits = Waits.Of(kind.SelectMany(round => round.Value));
            kinds.Row(kind.Key, $"{kind.Sum(round => round.Value.Length):N0}", $"{waits.P50:N0}", $"{waits.P99:N0}", $"{waits.Worst:N0}");
        }

        kinds.Print();
    }

    /// <summary>Throws unless each button that acts has acted once: by the audit log, by who still waits, and by what the platform was
    /// sent.</summary>
    private static async Task CheckAsync(
        BenchOptions options,
        Hired staff,
        Hired clerk,
        Hired seeder,
        StubServer stub,
        int waiting,
        CancellationToken cancellationToken
    )
    {
        await clerk.AskAsync("sent", null, cancellationToken);
        var pressed = await staff.AskAsync<Dictionary<string, int>>("pressed", null, cancellationToken);
        var wanted = Acts.ToDictionary(act => act, act => pressed[act]);
        var found = await clerk.AskAsync<Dictionary<string, int>>("acts", null, cancellationToken);
        if (found.Count != wanted.Count || wanted.Any(act => found.GetValueOrDefault(act.Key) != act.Value))
            throw new InvalidOperationException($"Pressed {string.Join(", ", wanted)}, but done {string.Join(", ", found)}");
        var wait = await seeder.AskAsync<long>("pending", new { account = Account.ToString() }, cancellationToken);
        if (wait != (options.Staff * waiting) - pressed[Verbs.ConversationTake])
            throw new InvalidOperationException(
                $"{pressed[Verbs.ConversationTake]} of {options.Staff * waiting} were taken, but {wait} wait"
            );
        var count = await stub.CountAsync(cancellationToken);
        var due = pressed[Verbs.ConversationReply] + (pressed[Verbs.BroadcastSend] * options.Conversations);
        if (count.Recipients - count.Repeated != due)
            throw new InvalidOperationException($"{due} messages were due, but: {count}");
        Paper.Say($"each once: {string.Join(", ", wanted.Select(act => $"{act.Key} {act.Value}"))}; {due} messages");
    }

    private Goal Held(string how, Spread p99) =>
        new($"{Name}: p99, all {how}", $"< {WantedMilliseconds:N0} ms", $"{p99.ToString("N0")} ms", p99.Median < WantedMilliseconds);
}

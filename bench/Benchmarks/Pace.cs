using System.Globalization;
using OmoBroadcast.Bench.Measuring;
using OmoBroadcast.Bench.Roles;
using OmoBroadcast.Bench.Scene;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Bench.Benchmarks;

/// <summary>Accounts with a limit, sent from by one node of the service and by four at once, as the sandbox's own clock sees it.</summary>
internal sealed class Pace : IBenchmark
{
    private const double Wanted = 0.97;
    private static readonly int[] Limits = [50, 200, 1_000];
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    public string Name => "pace";

    public async Task<IReadOnlyList<Goal>> RunAsync(BenchOptions options, Stage stage, CancellationToken cancellationToken)
    {
        var redis = await stage.RedisAsync();
        var (database, _) = await stage.PostgresAsync();
        var sandbox = await stage.SandboxAsync();
        await sandbox.Client.WeatherAsync(new { line = new { knowEveryone = true } });
        var seeder = await stage.HireAsync("seeder", [redis.ConnectionString], new Dictionary<string, string>(), cancellationToken);
        foreach (var limit in Limits)
            await seeder.AskAsync(
                "enter",
                new
                {
                    account = Key(limit).ToString(),
                    first = 0,
                    count = limit * options.PaceSeconds,
                    staff = Staff(limit),
                    hoursAgo = 2,
                },
                cancellationToken
            );
        foreach (var limit in Limits)
            await sandbox.Client.DeclareAsync(LineAccountSeed.Number(limit), new Uri(sandbox.Address, "nowhere"));

        var settings = new Settings().Redis(redis.ConnectionString).Database(database);
        foreach (var limit in Limits)
            settings.Account(LineAccountSeed.Number(limit), sandbox.LineBase, limit).Staff(Staff(limit));
        // Writes campaigns down and sends nothing.
        var clerkSettings = settings.Role("web").All();
        clerkSettings["ASPNETCORE_URLS"] = $"http://127.0.0.1:{Ports.Free()}";
        var clerk = await stage.HireAsync("node", [], clerkSettings, cancellationToken);

        var goals = new List<Goal>();
        var table = Paper.Table(
            $"{Name}: requests a second at the sandbox, over {options.PaceSeconds} s' worth",
            "limit",
            "nodes",
            "most in any second",
            "used",
            "calls refused",
            "longest stall of this machine, ms"
        );
        var nodes = 0;
        foreach (var wanted in (int[])[1, 4])
        {
            while (nodes < wanted)
                await stage.ServiceAsync($"node {++nodes}", settings.Role("worker").All());
            foreach (var limit in Limits)
            {
                using var stalls = new Stalls();
                var line = await SendAsync(clerk, sandbox.Client, limit, wanted, limit * options.PaceSeconds, cancellationToken);
                var used = line.AcceptedPerSecond / limit;
                table.Row(
                    $"{limit}",
                    $"{wanted}",
                    $"{line.MaxCallsPerSecond}",
                    $"{used:P1}",
                    $"{line.Calls - line.Accepted}",
                    $"{stalls.Longest.TotalMilliseconds:N0}"
                );
                goals.Add(
                    new(
                        string.Create(CultureInfo.InvariantCulture, $"pace: {limit}/s, {wanted} dispatcher{(wanted > 1 ? "s" : "")}"),
                        $"never more, ≥ {Wanted:P0} used",
                        $"at most {line.MaxCallsPerSecond}, {used:P1} used",
                        line.MaxCallsPerSecond <= limit && used >= Wanted
                    )
                );
            }
        }

        table.Print();
        return goals;
    }

    private static async Task<PaceLine> SendAsync(
        Hired clerk,
        SandboxClient sandbox,
        int limit,
        int nodes,
        int count,
        CancellationToken cancellationToken
    )
    {
        var words = string.Create(CultureInfo.InvariantCulture, $"{limit} a second by {nodes}");
        var before = await sandbox.TotalsAsync();
        var campaign = await clerk.AskAsync<long>(
            "schedule",
            new { sender = Staff(limit), text = words + " {{customer_name}}" },
            cancellationToken
        );
        var totals = await sandbox.AcceptedAsync(before.Recipients + count, TimeSpan.FromSeconds(2.0 * count / limit) + Grace);
        if (!totals.Reached)
            throw new InvalidOperationException($"Of {count} only {totals.Recipients - before.Recipients} came");
        var tally = await clerk.AskAsync<Tally>("settled", new { campaign }, cancellationToken);
        var seen = await sandbox.SummaryAsync(words);
        if (tally.Accepted != count || seen.DistinctRecipients != count || seen.Duplicates != 0)
            throw new InvalidOperationException(
                $"Of {count} the sandbox has {seen.DistinctRecipients} and {seen.Duplicates} twice; the ledger: {tally}"
            );
        return seen.Pace.Single(line => line.Endpoint == "push");
    }

    private static AccountKey Key(int limit) => new(ChannelId.Line, LineAccountSeed.Number(limit).Destination);

    private static string Staff(int limit) => string.Create(CultureInfo.InvariantCulture, $"5e7d0000-0000-4000-8000-{limit:D12}");
}

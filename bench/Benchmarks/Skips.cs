using System.Globalization;
using OmoBroadcast.Bench.Measuring;
using OmoBroadcast.Bench.Scene;
using OmoBroadcast.Bench.Wire;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Bench.Benchmarks;

/// <summary>An account with a limit of which three customers in ten opt out between the launch and the call, on both ledgers: the others
/// keep the pace, as the sandbox's own clock sees it.</summary>
internal sealed class Skips : IBenchmark
{
    private const int Limit = 200;
    private const double Share = 0.3,
        Wanted = 0.97;
    private const string Staff = "5e7d0000-0000-4000-8000-000000000001";

    public string Name => "skips";

    public async Task<IReadOnlyList<Goal>> RunAsync(BenchOptions options, Stage stage, CancellationToken cancellationToken)
    {
        var goals = new List<Goal>();
        var table = Paper.Table(
            $"{Name}: {Share:P0} opt out between launch and call, {Limit} requests a second allowed",
            "ledger",
            "sent",
            "skipped",
            "most in any second",
            "used"
        );
        var number = 0;
        foreach (var postgres in (bool[])[false, true])
        {
            var (line, tally) = await SendAsync(
                stage,
                LineAccountSeed.Number(++number),
                postgres,
                Limit * options.PaceSeconds,
                cancellationToken
            );
            var (ledger, used) = (postgres ? "PostgreSQL" : "SQLite", line.AcceptedPerSecond / Limit);
            table.Row(ledger, $"{tally.Accepted}", $"{tally.Skipped}", $"{line.MaxCallsPerSecond}", $"{used:P1}");
            goals.Add(
                new(
                    $"skips: {ledger}",
                    $"never more, ≥ {Wanted:P0} used",
                    $"at most {line.MaxCallsPerSecond}, {used:P1} used",
                    line.MaxCallsPerSecond <= Limit && used >= Wanted
                )
            );
        }

        table.Print();
        return goals;
    }

    private static async Task<(PaceLine Line, Tally Tally)> SendAsync(
        Stage stage,
        LineAccountSeed official,
        bool postgres,
        int people,
        CancellationToken cancellationToken
    )
    {
        var account = new AccountKey(ChannelId.Line, official.Destination).ToString();
        var redis = await stage.RedisAsync();
        var sandbox = await stage.SandboxAsync();
        await sandbox.Client.WeatherAsync(new { line = new { knowEveryone = true } });
        await sandbox.Client.DeclareAsync(official, new Uri(sandbox.Address, "nowhere"));
        var seeder = await stage.HireAsync("seeder", [redis.ConnectionString], new Dictionary<string, string>(), cancellationToken);
        await seeder.AskAsync(
            "enter",
            new
            {
                account,
                first = 0,
                count = people,
                staff = Staff,
                hoursAgo = 2,
            },
            cancellationToken
        );
        var settings = new Settings()
            .Redis(redis.ConnectionString)
            .Database(postgres ? (await stage.PostgresAsync()).Item1 : null)
            .DataDir(stage.Folder())
            .Account(official, sandbox.LineBase, Limit)
            .Staff(Staff)
            .All();
        settings["ASPNETCORE_URLS"] = $"http://127.0.0.1:{Ports.Free()}";
        var node = await stage.HireAsync("node", [], settings, cancellationToken);

        await node.AskAsync("hold", new { account }, cancellationToken);
        var campaign = await node.AskAsync<long>("schedule", new { sender = Staff, text = People.Text(personal: true) }, cancellationToken);
        await node.AskAsync("launch", new { campaign }, cancellationToken);
        // Every number whose last digit is low: spread evenly over all that is claimed.
        string[] gone = [.. Enumerable.Range(0, people).Where(one => one % 10 < Share * 10).Select(People.Id)];
        await node.AskAsync(
            "optOut",
            new
            {
                account,
                users = gone,
                on = true,
            },
            cancellationToken
        );
        await node.AskAsync("lift", new { account }, cancellationToken);
        var totals = await sandbox.Client.AcceptedAsync(people - gone.Length, TimeSpan.FromSeconds((2.0 * people / Limit) + 60));
        if (!totals.Reached)
            throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"Of {people - gone.Length} only {totals.Recipients} came")
            );
        var tally = await node.AskAsync<Tally>("settled", new { campaign }, cancellationToken);
        var seen = await sandbox.Client.SummaryAsync("");
        if (tally.Accepted != people - gone.Length || tally.Skipped != gone.Length || seen.Duplicates != 0)
            throw new InvalidOperationException($"The ledger says {tally}, the sandbox {seen.Duplicates} twice");
        return (seen.Pace.Single(line => line.Endpoint == "push"), tally);
    }
}

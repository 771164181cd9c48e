using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Survival;

/// <summary>A store in the middle of its work: customers have written in, the salesperson has taken them, some have gone again.</summary>
internal sealed class Trial : IAsyncDisposable
{
    private readonly ITestOutputHelper output;
    private readonly int seed;

    private Trial(Installation house, int seed, ITestOutputHelper output)
    {
        (House, this.seed, this.output) = (house, seed, output);
        Dice = new Random(seed);
        Marker = string.Create(CultureInfo.InvariantCulture, $"#{seed:x8}");
    }

    public Installation House { get; }

    /// <summary>Whatever is left to chance; the seed is printed.</summary>
    public Random Dice { get; }

    /// <summary>Stands in every message of the campaign, and in no other.</summary>
    public string Marker { get; }

    /// <summary>The node that was started first.</summary>
    public ServiceProcess Node { get; set; } = null!;

    /// <summary>Who must get the message.</summary>
    public IReadOnlySet<string> Eligible { get; private set; } = new HashSet<string>();

    /// <summary>How many the campaign chooses and skips, since they blocked the account or want no more.</summary>
    public int Gone { get; private set; }

    /// <summary>To each by name: one push for each customer.</summary>
    public string ToEachByName => $"{{{{customer_name}}}} 您好，週末來店有小禮物 {Marker}";

    /// <summary>The same to all: multicasts.</summary>
    public string TheSameToAll => $"週末來店有小禮物 🎁 {Marker}";

    public SandboxClient Sandbox => House.Sandbox.Client;

    /// <param name="engines">What the service stands on.</param>
    /// <param name="customers">How many have written in.</param>
    /// <param name="settings">More configuration, by environment name.</param>
    public static async Task<Trial> OpenAsync(EnginePair engines, int customers, IReadOnlyDictionary<string, string>? settings = null)
    {
        var output = TestContext.Current.TestOutputHelper!;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("TRIAL_SEED"), CultureInfo.InvariantCulture, out var given) ? given : RandomNumberGenerator.GetInt32(int.MaxValue);
        output.WriteLine($"seed {seed} (TRIAL_SEED={seed} repeats what chance decided)");
        var trial = new Trial(await Installation.OpenAsync(engines, settings), seed, output);
        try
        {
            await trial.FillAsync(customers);
            return trial;
        }
        catch (Exception trouble)
        {
            output.WriteLine(trial.House.Output);
            await trial.DisposeAsync();
            throw new InvalidOperationException($"The trial could not begin: {trouble.Message}", trouble);
        }
    }

    /// <summary>Runs the trial itself; what the processes printed is shown when it fails.</summary>
    public async Task RunAsync(Func<Task> trial)
    {
        try
        {
            await trial();
        }
        catch
        {
            output.WriteLine(House.Output);
            throw;
        }
    }

    public void Say(string line) => output.WriteLine(line);

    /// <summary>How many the campaign has reached at the platform.</summary>
    public async Task<long> ReachedAsync() => (await Sandbox.SummaryAsync(Marker)).Recipients;

    /// <summary>Waits on the platform's own bell until the campaign has reached so many. False: it had not in time.</summary>
    public async Task<bool> ReachedAsync(long recipients, TimeSpan within)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            // The bell counts everything that was accepted, answers to 取消訂閱 too.
            var all = (await Sandbox.TotalsAsync()).Recipients;
            var missing = recipients - await ReachedAsync();
            if (missing <= 0) return true;
            if (clock.Elapsed > within) return false;
            await Sandbox.AcceptedAsync(all + missing, within - clock.Elapsed);
        }
    }

    /// <summary>
    /// From now on the platform refuses what comes faster, by a bucket that holds a tenth of a second: what left in time and was held up on the way, as on a busy machine, passes.
    /// </summary>
    public Task LimitAsync(int perSecond) => Sandbox.WeatherAsync(new { line = new { pushPerSecond = perSecond } });

    /// <summary>The platform never had to say 429.</summary>
    public async Task WasWithinLimitAsync()
    {
        var summary = await Sandbox.SummaryAsync(Marker);
        Say($"pace: {string.Join(", ", summary.Pace)}");
        Assert.DoesNotContain("429", summary.Statuses.Keys);
    }

    /// <summary>Starts the node that has been killed again, on the same address.</summary>
    public async Task RestartAsync()
    {
        await Node.DisposeAsync();
        Node = await House.StartNodeAsync();
    }

    public ValueTask DisposeAsync() => House.DisposeAsync();

    private async Task FillAsync(int customers)
    {
        Node = await House.StartNodeAsync();
        await Sandbox.DeclareAsync(House.Account, House.Webhook);
        if (customers == 0) return;
        var report = await Sandbox.WriteInAsync(new CustomersWish(customers, House.Account.Destination) { Seed = seed });
        Assert.True(report.AllTaken, $"Webhooks were answered with {string.Join(", ", report.Statuses)}");
        await House.Seller.TakeAllAsync();

        var all = await Sandbox.CustomersAsync();
        var blocked = Enumerable.Range(0, customers / 100).ToArray();
        await Sandbox.BlockAsync(blocked);
        var unsubscribed = Enumerable.Range(customers / 2, customers / 200).ToArray();
        foreach (var index in unsubscribed) await Sandbox.SayAsync(new { index, text = "取消訂閱" });
        // Each is told once that it was heard; that is not of the campaign, and over before it begins.
        Assert.True((await Sandbox.AcceptedAsync(unsubscribed.Length, TimeSpan.FromSeconds(20))).Reached, "Not everybody who unsubscribed was told so");
        Gone = blocked.Length + unsubscribed.Length;
        Eligible = all.Where(customer => !blocked.Contains(customer.Index) && !unsubscribed.Contains(customer.Index)).Select(customer => customer.UserId).ToHashSet();
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Survival;

/// <summary>A store in the middle of its work: customers have written in, the salesperson has taken them, some have gone again.</summary>
internal sealed partial class Trial : IAsyncDisposable
{
    /// <summary>As the list of recipients says it.</summary>
    private const string UnknownWord = "可能已收到";

    private readonly ITestOutputHelper output;
    private readonly int seed;
    private int limit;

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

    /// <summary>Who must get the message on LINE.</summary>
    public IReadOnlySet<string> Eligible { get; private set; } = new HashSet<string>();

    /// <summary>By platform without a retry key: who is to get the message once or not at all. Empty where the trial has only LINE's
    /// customers.</summary>
    public IReadOnlyDictionary<string, IReadOnlySet<string>> Keyless { get; private set; } = new Dictionary<string, IReadOnlySet<string>>();

    /// <summary>All who may get it, on every platform.</summary>
    public int Everybody => Eligible.Count + Keyless.Values.Sum(people => people.Count);

    /// <summary>How many the campaign chooses and skips, since they blocked the account or want no more.</summary>
    public int Gone { get; private set; }

    /// <summary>To each by name: one push for each customer.</summary>
    public string ToEachByName => $"{{{{customer_name}}}} 您好，週末來店有小禮物 {Marker}";

    /// <summary>The same to all: multicasts.</summary>
    public string TheSameToAll => $"週末來店有小禮物 🎁 {Marker}";

    public SandboxClient Sandbox => House.Sandbox.Client;

    /// <param name="engines">What the service stands on.</param>
    /// <param name="customers">How many have written in.</param>
    /// <param name="perSecond">What each account may send in a second; null: what its platform allows.</param>
    /// <param name="keyless">How many have written in on each of Meta's platforms, so that one broadcast goes to all four.</param>
    /// <param name="settings">More configuration, by environment name.</param>
    /// <param name="secure">The platforms are called over https.</param>
    public static async Task<Trial> OpenAsync(
        EnginePair engines,
        int customers,
        int? perSecond = null,
        int keyless = 0,
        IReadOnlyDictionary<string, string>? settings = null,
        bool secure = false
    )
    {
        var output = TestContext.Current.TestOutputHelper!;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("TRIAL_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : RandomNumberGenerator.GetInt32(int.MaxValue);
        output.WriteLine($"seed {seed} (TRIAL_SEED={seed} repeats what chance decided)");
        var trial = new Trial(
            await Installation.OpenAsync(engines, Settings(perSecond, keyless > 0, settings), secure, new Random(seed).Next(10, 61)),
            seed,
            output
        );
        try
        {
            await trial.FillAsync(customers, keyless);
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
            Say(await House.LedgerAsync());
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
            if (missing <= 0)
                return true;
            if (clock.Elapsed > within)
                return false;
            await Sandbox.AcceptedAsync(all + missing, within - clock.Elapsed);
        }
    }

    /// <summary>From now on each platform refuses what comes faster, by a bucket that holds a tenth of a second.</summary>
    public Task LimitAsync(int perSecond)
    {
        limit = perSecond;
        var pages = new { textPerSecond = KeylessPace(perSecond), capacity = Capacity(KeylessPace(perSecond)) };
        return Sandbox.WeatherAsync(
            new
            {
                line = new { pushPerSecond = perSecond, capacity = Capacity(perSecond) },
                messenger = pages,
                instagram = pages,
                whatsApp = pages,
            }
        );
    }

    /// <summary>
    /// No platform ever had to say that it was too fast, and none saw more calls within any second than it allows. All processes of a trial
    /// share the machine: while the platform's stands still, what leaves in time is seen together, and that much passes; it says itself how
    /// long it stood.
    /// </summary>
    public async Task WasWithinLimitAsync()
    {
        var summary = await Sandbox.SummaryAsync(Marker);
        Say($"pace: {string.Join(", ", summary.Pace)}");
        Assert.All(summary.Pace, line =>
        {
            var allowed = Allowed(line);
            Assert.InRange(line.MaxCallsPerSecond, 1, allowed + 1 + (int)Math.Ceiling(Together(line)));
        });
        // What is seen together may be more than a bucket holds.
        if (summary.Pace.Any(line => Together(line) + 1 >= Capacity(Allowed(line))))
            return;
        Assert.DoesNotContain("429", summary.Statuses.Keys);
        Assert.All(summary.Channels, channel => Assert.Empty(channel.Value.Errors));

        int Allowed(PaceLine line) => line.Account == House.Account.Destination ? limit : KeylessPace(limit);
        double Together(PaceLine line) => Allowed(line) * line.LongestStallMs / 1_000;
    }

    /// <summary>Says the same of every one of Meta's platforms: the fields of its weather.</summary>
    public Task MetaWeatherAsync(object weather, object? line = null, Dictionary<string, object>? more = null) =>
        Sandbox.WeatherAsync(
            House
                .Metas.ToDictionary(account => account.Weather, _ => weather)
                .Append(new("seed", Dice.Next()))
                .Append(new("line", line ?? new { }))
                .Concat(more ?? [])
                .ToDictionary()
        );

    /// <summary>The numbers of a campaign, or of the latest one, as its record shows them now.</summary>
    public async Task<CampaignNumbers> ReportAsync(long? campaign = null) => (await RecordAsync(campaign)).Numbers!;

    /// <summary>How many names the list behind the number of the unknown holds, page by page as a person turns them.</summary>
    public async Task<int> UnknownListedAsync()
    {
        var record = await RecordAsync(null);
        var names = 0;
        for (var card = await House.Seller.PressAsync(record, "records.recipients", ("state", "Unknown")); ; )
        {
            names += card.Words.Split('\n').Count(line => line.Contains(UnknownWord, StringComparison.Ordinal));
            if (
                card.Buttons.LastOrDefault(button => (string?)button["verb"] == "records.recipients" && Skip(button) > 0) is not { } next
                || Skip(next) < names
            )
                return names;
            card = await House.Seller.PressAsync(card, next);
        }

        static int Skip(JsonObject button) => (int?)button["data"]?["skip"] ?? 0;
    }

    /// <summary>Starts the node that has been killed again, on the same address.</summary>
    public async Task RestartAsync()
    {
        await Node.DisposeAsync();
        Node = await House.StartNodeAsync();
    }

    public ValueTask DisposeAsync() => House.DisposeAsync();

    private async Task<TeamsCard> RecordAsync(long? campaign)
    {
        var records = await House.Seller.SayAsync("群發紀錄", "records.open");
        return await House.Seller.PressAsync(
            records,
            records.Buttons.First(button =>
                (string?)button["verb"] == "records.open" && (campaign is null || (long?)button["data"]?["campaign"] == campaign)
            )
        );
    }

    private static int Capacity(int perSecond) => perSecond / 10;

    /// <summary>Meta's platforms are given a quarter of LINE's pace, so that a crowd a quarter as large takes as long.</summary>
    private static int KeylessPace(int perSecond) => Math.Max(1, perSecond / 4);

    private static Dictionary<string, string> Settings(int? perSecond, bool mixed, IReadOnlyDictionary<string, string>? more)
    {
        var settings = new Dictionary<string, string>(more ?? new Dictionary<string, string>());
        if (perSecond is not { } pace)
            return settings;
        settings["Omo__Accounts__0__SinglePerSecond"] = pace.ToString(CultureInfo.InvariantCulture);
        for (var i = 1; mixed && i <= MetaAccountSeed.All.Count; i++)
            settings[string.Create(CultureInfo.InvariantCulture, $"Omo__Accounts__{i}__SinglePerSecond")] = KeylessPace(pace)
                .ToString(CultureInfo.InvariantCulture);
        return settings;
    }
}

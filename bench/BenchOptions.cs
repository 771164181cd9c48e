using System.Globalization;

namespace OmoBroadcast.Bench;

/// <summary>How much is measured. The defaults are those of the figures in docs/performance.md.</summary>
internal sealed record BenchOptions
{
    /// <summary>Times that reference and ours are measured in turns.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>
    /// Seconds of unmeasured runs of each side before the first round: the runtime compiles hot methods a second time in the background,
    /// and that must be over.
    /// </summary>
    public int WarmSeconds { get; init; } = 20;

    /// <summary>Signed webhooks a round.</summary>
    public int Webhooks { get; init; } = 60_000;

    /// <summary>Customers those come from.</summary>
    public int Writers { get; init; } = 20_000;

    /// <summary>Seconds at half rate, a round.</summary>
    public int HalfRateSeconds { get; init; } = 10;

    /// <summary>Deliveries of a pushed campaign.</summary>
    public int Pushed { get; init; } = 100_000;

    /// <summary>Recipients of a multicast campaign.</summary>
    public int Multicast { get; init; } = 200_000;

    /// <summary>Seconds' worth of requests a campaign has when the pace is looked at.</summary>
    public int PaceSeconds { get; init; } = 30;

    /// <summary>Customers of the smaller campaign whose memory is compared.</summary>
    public int FewCustomers { get; init; } = 100_000;

    /// <summary>Customers of the larger one.</summary>
    public int ManyCustomers { get; init; } = 1_000_000;

    /// <summary>Calls the service has under way at most; null leaves the service its own default.</summary>
    public int? InFlight { get; init; }

    /// <summary>Customers were taken over a moment ago rather than two hours ago, so that each is looked at again before its
    /// call.</summary>
    public bool JustTaken { get; init; }

    /// <summary>Seconds to wait before each measured run, and the process ids to profile, are told; for attaching a profiler by
    /// hand.</summary>
    public int Pause { get; init; }

    /// <summary>The platform that takes everything is a Kestrel endpoint, instead of a bare socket loop.</summary>
    public bool KestrelStub { get; init; }

    /// <summary>Webhook items a round, where readers are measured by themselves.</summary>
    public int Items { get; init; } = 500_000;

    /// <summary>Members of staff who press at once.</summary>
    public int Staff { get; init; } = 200;

    /// <summary>Conversations in progress that each of them has.</summary>
    public int Conversations { get; init; } = 60;

    /// <summary>Broadcasts that each of them has sent to all of those.</summary>
    public int Records { get; init; } = 8;

    /// <summary>Times that each goes through the presses of a day, a round without a pause.</summary>
    public int Laps { get; init; } = 2;

    /// <summary>Everything small: shows that it runs, and measures nothing.</summary>
    public bool Quick { get; init; }

    public static readonly string Usage = """
        dotnet run -c Release --project bench -- all
        dotnet run -c Release --project bench -- NAME…     incoming statuses push-postgres push-sqlite multicast-postgres multicast-sqlite
                                                         keyless-postgres keyless-sqlite skipped-postgres skipped-sqlite
                                                         mixed replies pace skips memory reading invokes
          --rounds N         times that reference and ours are measured in turns (5)
          --warm N           seconds of unmeasured runs before the first round (20)
          --webhooks N       webhooks a round (60000)
          --pushed N         deliveries of a pushed campaign (100000)
          --multicast N      recipients of a multicast campaign (200000)
          --few N --many N   customers of the two campaigns whose memory is compared (100000, 1000000)
          --pace-seconds N   seconds' worth of requests when the pace is looked at (30)
          --staff N          members of staff who press at once (200)
          --laps N           times that each goes through the presses of a day, a round without a pause (2)
          --in-flight N      calls under way at most, instead of the service's default
          --kestrel-stub     the platform that takes everything is a Kestrel endpoint, not a bare socket loop
          --just-taken       the customers were taken over a moment ago: each is looked at again before its call
          --pause N          waits N seconds before each measured run of ours and tells its process id, for a profiler
          --quick            everything small, to see that it runs
        """;

    /// <summary>Reads the options; what is no option is the name of a benchmark. Throws <see cref="FormatException"/>.</summary>
    public static (BenchOptions Options, IReadOnlyList<string> Names) Parse(IReadOnlyList<string> args)
    {
        var options = args.Contains("--quick") ? Small : new BenchOptions();
        var names = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            options = args[i] switch
            {
                "--rounds" => options with { Rounds = Number() },
                "--warm" => options with { WarmSeconds = Number() },
                "--webhooks" => options with { Webhooks = Number() },
                "--pushed" => options with { Pushed = Number() },
                "--multicast" => options with { Multicast = Number() },
                "--few" => options with { FewCustomers = Number() },
                "--many" => options with { ManyCustomers = Number() },
                "--pace-seconds" => options with { PaceSeconds = Number() },
                "--staff" => options with { Staff = Number() },
                "--laps" => options with { Laps = Number() },
                "--in-flight" => options with { InFlight = Number() },
                "--pause" => options with { Pause = Number() },
                "--just-taken" => options with { JustTaken = true },
                "--kestrel-stub" => options with { KestrelStub = true },
                "--quick" => options,
                var option when option.StartsWith('-') => throw new FormatException($"{option} is not an option"),
                var name => Named(name),
            };

            BenchOptions Named(string name)
            {
                names.Add(name);
                return options;
            }

            int Number() =>
                ++i < args.Count && int.TryParse(args[i], CultureInfo.InvariantCulture, out var number) && number > 0
                    ? number
                    : throw new FormatException($"{args[Math.Min(i, args.Count) - 1]} takes a number");
        }

        return (options, names);
    }

    private static BenchOptions Small =>
        new()
        {
            Quick = true,
            Rounds = 1,
            WarmSeconds = 1,
            Webhooks = 5_000,
            Writers = 1_000,
            HalfRateSeconds = 2,
            Pushed = 5_000,
            Multicast = 20_000,
            PaceSeconds = 3,
            FewCustomers = 5_000,
            ManyCustomers = 20_000,
            Items = 20_000,
            Staff = 20,
            Conversations = 10,
            Records = 2,
            Laps = 1,
        };
}

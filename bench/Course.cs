using System.Globalization;
using System.Runtime.InteropServices;
using OmoBroadcast.Bench.Benchmarks;
using OmoBroadcast.Bench.Measuring;
using OmoBroadcast.Bench.Scene;
using Spectre.Console;

namespace OmoBroadcast.Bench;

/// <summary>Runs what is asked for, one after the other, and says at the end what holds.</summary>
internal static class Course
{
    private static readonly IReadOnlyList<IBenchmark> All =
    [
        new Incoming(),
        new Statuses(),
        new Push(postgres: true),
        new Push(postgres: false),
        new Multicast(postgres: true),
        new Multicast(postgres: false),
        new Push(postgres: true, PushedTo.Keyless),
        new Push(postgres: false, PushedTo.Keyless),
        new Push(postgres: true, PushedTo.SevenInTen),
        new Push(postgres: false, PushedTo.SevenInTen),
        new Mixed(),
        new Replies(),
        new Pace(),
        new Skips(),
        new Memory(),
        new Reading(),
        new Invokes(),
    ];

    /// <summary>0: every goal holds. 1: one does not, or is not to be believed. 2: wrongly called. 3: a benchmark broke off.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        if (!AnsiConsole.Profile.Out.IsTerminal)
            AnsiConsole.Profile.Width = 200;
        IReadOnlyList<IBenchmark> chosen;
        BenchOptions options;
        try
        {
            (options, var names) = BenchOptions.Parse(args);
            chosen = names is ["all"]
                ? All
                :
                [
                    .. names.Select(name =>
                        All.SingleOrDefault(one => one.Name == name) ?? throw new FormatException($"No benchmark is called {name}")
                    ),
                ];
            if (chosen.Count == 0)
                throw new FormatException("Which?");
        }
        catch (FormatException wrong)
        {
            Console.Error.WriteLine($"{wrong.Message}\n\n{BenchOptions.Usage}");
            return 2;
        }

        using var interrupted = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var goals = new List<Goal>();
        var broken = false;
        foreach (var benchmark in chosen)
        {
            Paper.Say($"{benchmark.Name} …");
            try
            {
                await using var stage = new Stage(options);
                goals.AddRange(await benchmark.RunAsync(options, stage, interrupted.Token));
            }
            catch (Exception trouble) when (!interrupted.IsCancellationRequested)
            {
                // The others are still worth measuring.
                AnsiConsole.WriteException(trouble);
                goals.Add(new(benchmark.Name, "runs", trouble.GetType().Name, Holds: false));
                broken = true;
            }
            catch (Exception) when (interrupted.IsCancellationRequested)
            {
                break;
            }
        }

        Paper.Verdict(goals, options.Quick);
        return broken || interrupted.IsCancellationRequested ? 3
            : goals.TrueForAll(goal => goal.Holds && !goal.Dirty) ? 0
            : 1;

        // What was started is ended before this process is.
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            interrupted.Cancel();
        }
    }
}

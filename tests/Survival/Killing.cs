using System.Diagnostics;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Survival;

/// <summary>kill -9, at any moment, on what the service brings itself and on servers. How soon it goes on is judged, and at what
/// pace.</summary>
[Collection(nameof(OneAtATime))]
public sealed class Killing
{
    private const int Customers = 1_200;
    private const int Kills = 5;

    /// <summary>Written down as begun and not yet called, on one channel: what leaves within the next moments.</summary>
    private const int MostAhead = 8;

    /// <summary>What one kill may leave in doubt, on the three channels without a retry key together.</summary>
    private const int MostInDoubt = 3 * MostAhead;
    private static readonly TimeSpan GoesOnWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(EnginePair.Embedded)]
    [InlineData(EnginePair.Servers)]
    public async Task Killed_five_times_it_misses_nobody_and_tells_nobody_twice_on_any_channel(EnginePair engines)
    {
        await using var trial = await Trial.OpenAsync(engines, Customers, perSecond: 120, keyless: Customers / 4);
        await trial.RunAsync(async () =>
        {
            var card = await trial.House.Seller.BroadcastAsync(trial.ToEachByName);
            var slowest = TimeSpan.Zero;
            for (var kill = 1; kill <= Kills; kill++)
            {
                // A moment by chance: from the very launch on, and then after so many more have got it.
                await trial.ReachedAsync(
                    Math.Min(await trial.ReachedAsync() + trial.Dice.Next(0, trial.Everybody / Kills), trial.Everybody),
                    EndsWithin
                );
                await KillAsync(trial);
                var before = await trial.ReachedAsync();

                var clock = Stopwatch.StartNew();
                await trial.RestartAsync();
                // Those left in doubt are never sent again, so the last few may not come.
                Assert.True(
                    before > trial.Everybody - (Kills * MostInDoubt) || await trial.ReachedAsync(before + 1, GoesOnWithin - clock.Elapsed),
                    $"After kill {kill}, at {before} of {trial.Everybody}, sending had not gone on {GoesOnWithin.TotalSeconds} s after the restart"
                );
                if (clock.Elapsed > slowest)
                    slowest = clock.Elapsed;
            }
            trial.Say($"{Kills} kills; sending went on at most {slowest.TotalSeconds:0.0} s after the start");
            await Invariants.HoldAsync(trial, await trial.House.Seller.FinalAsync(card, EndsWithin), mostAhead: Kills * MostInDoubt);
        });
    }

    [Theory]
    [InlineData(EnginePair.Embedded, "before")]
    [InlineData(EnginePair.Servers, "after")]
    public async Task Killed_with_calls_under_way_only_those_are_in_doubt_and_what_was_claimed_is_sent(EnginePair engines, string holdWhen)
    {
        const int crowd = 60,
            inFlight = 4;
        await using var trial = await Trial.OpenAsync(
            engines,
            0,
            keyless: crowd,
            settings: new Dictionary<string, string> { ["Omo__MaxInFlight"] = $"{inFlight}" }
        );
        await trial.RunAsync(async () =>
        {
            // Taken, or to be taken when the caller is no more; neither the answer nor a webhook ever tells.
            await trial.MetaWeatherAsync(
                new
                {
                    hold = true,
                    holdWhen,
                    telling = "never",
                }
            );
            var card = await trial.House.Seller.BroadcastAsync(trial.ToEachByName);
            Assert.True(await trial.Sandbox.HeldAsync(3 * inFlight, EndsWithin));
            await KillAsync(trial);
            await trial.RestartAsync();
            // Nobody tells of those that the platforms decide on only now.
            await trial.MetaWeatherAsync(new { telling = holdWhen == "before" ? "never" : "after" });
            await trial.Sandbox.ReleaseAsync();

            var report = await trial.House.Seller.FinalAsync(card, EndsWithin);
            trial.Say($"report: {report}");
            Assert.True(report.AddsUp, report.ToString());
            Assert.Equal((3 * crowd, 0, 0), (report.Chosen, report.Refused, report.Skipped));
            // What the platforms had taken, and the few whose turn was next.
            Assert.InRange(report.Unknown, 3 * inFlight, 3 * (inFlight + MostAhead));
            Assert.Equal(report.Unknown, await trial.UnknownListedAsync());
            var received = await trial.Sandbox.DeliveriesAsync(trial.Marker);
            Assert.All(received, line => Assert.Equal(1, line.Accepted));
            Assert.Equal(report.Accepted + (3 * inFlight), received.Count);
        });
    }

    [Theory]
    [InlineData(EnginePair.Embedded)]
    [InlineData(EnginePair.Servers)]
    public async Task Killed_between_the_platforms_yes_and_our_note_of_it_it_asks_again_and_sends_nothing(EnginePair engines)
    {
        await using var trial = await Trial.OpenAsync(engines, Customers);
        await trial.RunAsync(async () =>
        {
            // Accepted, but nobody hears of it: the answers to the first two multicasts of up to 500 are held back.
            await trial.Sandbox.WeatherAsync(new { line = new { holdNext = 2 } });
            var card = await trial.House.Seller.BroadcastAsync(trial.TheSameToAll);
            Assert.True(await trial.Sandbox.HeldAsync(1, EndsWithin));
            await KillAsync(trial);
            await trial.RestartAsync();
            await trial.Sandbox.ReleaseAsync();

            await Invariants.HoldAsync(trial, await trial.House.Seller.FinalAsync(card, EndsWithin));
            Assert.InRange((await trial.Sandbox.SummaryAsync(trial.Marker)).Replayed, 1, 4);
        });
    }

    [Fact]
    public async Task Stopped_in_order_it_leaves_nothing_in_doubt()
    {
        await using var trial = await Trial.OpenAsync(EnginePair.Embedded, 600, perSecond: 120, keyless: 150);
        await trial.RunAsync(async () =>
        {
            var card = await trial.House.Seller.BroadcastAsync(trial.ToEachByName);
            foreach (var share in (int[])[150, 400, 700])
            {
                await trial.ReachedAsync(share, EndsWithin);
                await trial.Node.TerminateAsync(Installation.Stop);
                Assert.Equal(0, trial.Node.ExitCode);
                trial.Node = await trial.House.StartNodeAsync();
            }
            await Invariants.HoldAsync(trial, await trial.House.Seller.FinalAsync(card, EndsWithin));
            Assert.Equal(0, (await trial.Sandbox.SummaryAsync(trial.Marker)).Replayed);
        });
    }

    /// <summary>At whatever instant: what was counted by then is what is there.</summary>
    private static async Task KillAsync(Trial trial)
    {
        await trial.Node.KillAsync();
        await Invariants.TalliesHoldAsync(trial);
    }
}

using System.Diagnostics;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Survival;

/// <summary>kill -9, at any moment, on what the service brings itself and on servers.</summary>
[Collection(nameof(OneAtATime))]
public sealed class Killing
{
    private const int Customers = 2_000;
    private const int Kills = 10;
    private static readonly TimeSpan GoesOnWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(EnginePair.Embedded)]
    [InlineData(EnginePair.Servers)]
    public async Task Killed_ten_times_it_misses_nobody_and_tells_nobody_twice(EnginePair engines)
    {
        await using var trial = await Trial.OpenAsync(engines, Customers, new Dictionary<string, string> { ["Omo__Accounts__0__SinglePerSecond"] = "150" });
        await trial.RunAsync(async () =>
        {
            var card = await trial.House.Seller.BroadcastAsync(trial.ToEachByName);
            var slowest = TimeSpan.Zero;
            for (var kill = 1; kill <= Kills; kill++)
            {
                // A moment by chance: from the very launch on, and then after so many more have got it.
                await trial.ReachedAsync(Math.Min(await trial.ReachedAsync() + trial.Dice.Next(0, Customers / Kills), trial.Eligible.Count), EndsWithin);
                await trial.Node.KillAsync();
                var before = await trial.ReachedAsync();

                var clock = Stopwatch.StartNew();
                await trial.RestartAsync();
                Assert.True(
                    await trial.ReachedAsync(Math.Min(before + 1, trial.Eligible.Count), GoesOnWithin - clock.Elapsed),
                    $"After kill {kill}, at {before} of {trial.Eligible.Count}, sending had not gone on {GoesOnWithin.TotalSeconds} s after the restart");
                if (clock.Elapsed > slowest) slowest = clock.Elapsed;
            }
            trial.Say($"{Kills} kills; sending went on at most {slowest.TotalSeconds:0.0} s after the start");
            await Invariants.HoldAsync(trial, await trial.House.Seller.FinalAsync(card, EndsWithin));
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
            await trial.Node.KillAsync();
            await trial.RestartAsync();
            await trial.Sandbox.ReleaseAsync();

            await Invariants.HoldAsync(trial, await trial.House.Seller.FinalAsync(card, EndsWithin));
            Assert.InRange((await trial.Sandbox.SummaryAsync(trial.Marker)).Replayed, 1, 4);
        });
    }

    [Fact]
    public async Task Stopped_in_order_it_leaves_nothing_in_doubt()
    {
        await using var trial = await Trial.OpenAsync(EnginePair.Embedded, 600, new Dictionary<string, string> { ["Omo__Accounts__0__SinglePerSecond"] = "150" });
        await trial.RunAsync(async () =>
        {
            var card = await trial.House.Seller.BroadcastAsync(trial.ToEachByName);
            foreach (var share in (int[])[100, 250, 400])
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
}

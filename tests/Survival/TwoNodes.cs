using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Survival;

/// <summary>The same binary twice, on one Redis and one PostgreSQL.</summary>
[Collection(nameof(ThirdLane))]
public sealed class TwoNodes
{
    private const int Customers = 1_200;

    /// <summary>What a node that ends or stands still may leave in doubt, on the three channels without a retry key together.</summary>
    private const int MostInDoubt = 24;
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task One_killed_and_one_frozen_past_its_lease_they_miss_nobody_and_tell_nobody_twice()
    {
        await using var trial = await Trial.OpenAsync(EnginePair.Servers, Customers, perSecond: 120, keyless: Customers / 4);
        await trial.RunAsync(async () =>
        {
            var second = Installation.NewAddress();
            var other = await trial.House.StartNodeAsync("second", second);
            var card = await trial.House.Seller.BroadcastAsync(trial.ToEachByName);

            await Reached(trial, trial.Everybody / 5);
            await other.KillAsync();
            await Reached(trial, trial.Everybody * 2 / 5);
            other = await trial.House.StartNodeAsync("second again", second);
            await Reached(trial, trial.Everybody * 3 / 5);

            // Frozen with requests in its hands; only when their lease is over can the other one finish them all.
            trial.Node.Pause();
            await Reached(trial, trial.Everybody - (2 * MostInDoubt));
            trial.Node.Continue();

            await Invariants.HoldAsync(trial, await trial.House.Seller.FinalAsync(card, EndsWithin), mostAhead: 2 * MostInDoubt);
        });
    }

    private static async Task Reached(Trial trial, int recipients) =>
        Assert.True(await trial.ReachedAsync(recipients, EndsWithin), $"{recipients} recipients were not reached in time");
}

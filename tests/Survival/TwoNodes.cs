using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Survival;

/// <summary>The same binary twice, on one Redis and one PostgreSQL.</summary>
[Collection(nameof(OneAtATime))]
public sealed class TwoNodes
{
    private const int Customers = 2_000;
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task One_killed_and_one_frozen_past_its_lease_they_miss_nobody_and_tell_nobody_twice()
    {
        await using var trial = await Trial.OpenAsync(EnginePair.Servers, Customers, new Dictionary<string, string> { ["Omo__Accounts__0__SinglePerSecond"] = "150" });
        await trial.RunAsync(async () =>
        {
            var second = Installation.NewAddress();
            var other = await trial.House.StartNodeAsync("second", second);
            var card = await trial.House.Seller.BroadcastAsync(trial.ToEachByName);

            await Reached(trial, Customers / 5);
            await other.KillAsync();
            await Reached(trial, Customers * 2 / 5);
            other = await trial.House.StartNodeAsync("second again", second);
            await Reached(trial, Customers * 3 / 5);

            // Frozen with requests in its hands; only when their lease is over can the other one finish them all.
            trial.Node.Pause();
            await Reached(trial, trial.Eligible.Count);
            trial.Node.Continue();

            await Invariants.HoldAsync(trial, await trial.House.Seller.FinalAsync(card, EndsWithin));
        });
    }

    [Fact]
    public async Task They_share_the_work_within_one_pace()
    {
        await using var trial = await Trial.OpenAsync(EnginePair.Servers, 1_000, new Dictionary<string, string> { ["Omo__Accounts__0__SinglePerSecond"] = "200" });
        await trial.RunAsync(async () =>
        {
            var second = Installation.NewAddress();
            await trial.House.StartNodeAsync("second", second);
            await trial.LimitAsync(200);
            var card = await trial.House.Seller.BroadcastAsync(trial.ToEachByName);
            await Invariants.HoldAsync(trial, await trial.House.Seller.FinalAsync(card, EndsWithin));
            await trial.WasWithinLimitAsync();
            using var http = new HttpClient();
            foreach (var node in (Uri[])[trial.House.Front, second])
                Assert.Matches(@"(?m)^omo_sends_total\{[^}]*outcome=""accepted""[^}]*\} [1-9]", await http.GetStringAsync(new Uri(node, "metrics")));
        });
    }

    private static async Task Reached(Trial trial, int recipients) =>
        Assert.True(await trial.ReachedAsync(recipients, EndsWithin), $"{recipients} recipients were not reached in time");
}

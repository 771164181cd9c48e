using System.Diagnostics;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Survival;

/// <summary>Redis holds the present: it may stop, stall or forget.</summary>
[Collection(nameof(OneAtATime))]
public sealed class RedisAway
{
    private const int PerSecond = 150;
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(90);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Webhooks_are_answered_and_none_is_lost_while_it_is_away(bool frozen)
    {
        await using var trial = await Trial.OpenAsync(EnginePair.Servers, customers: 0);
        await trial.RunAsync(async () =>
        {
            var redis = trial.House.Redis!;
            await using var view = await PresentView.OpenAsync(trial.House);
            var reports = new List<WebhookReport> { await WriteInAsync(trial, 50) };

            if (frozen) redis.Freeze();
            else await redis.StopAsync();
            var clock = Stopwatch.StartNew();
            using (var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250)))
                while (clock.Elapsed < Away && await timer.WaitForNextTickAsync())
                    reports.Add(await WriteInAsync(trial, 10));
            if (frozen) redis.Thaw();
            else await redis.RestartAsync();
            reports.Add(await WriteInAsync(trial, 50));

            trial.Say($"{reports.Sum(report => report.Webhooks)} webhooks, the slowest answered after {reports.Max(report => report.MaxMs):0} ms");
            Assert.All(reports, report => Assert.True(report.AllTaken, string.Join(", ", report.Statuses)));
            Assert.InRange(reports.Max(report => report.MaxMs), 0, 2_000);
            await Until.SeenAsync(
                "every conversation", TimeSpan.FromSeconds(20), () => view.Conversations.CountPendingAsync(view.Account, CancellationToken.None),
                pending => pending == reports.Sum(report => report.Customers));
            foreach (var customer in await trial.Sandbox.CustomersAsync())
                Assert.Single(await view.Conversations.TranscriptAsync(new(view.Account, customer.UserId), 10));
            Assert.Equal(["0"], await view.RowsAsync("select count(*) from webhooks"));
        });
    }

    [Fact]
    public Task Killed_and_back_without_its_last_second_it_costs_no_message() => InTheMiddleAsync(async (trial, redis) =>
    {
        var before = redis.AppendOnlyFile().Length;
        var clock = Stopwatch.StartNew();
        var reached = await trial.ReachedAsync();
        // What the last second appended is what a crash of the machine takes with it.
        while (clock.Elapsed < TimeSpan.FromSeconds(1)) reached = await Grow(trial, reached);
        redis.Kill();
        var file = redis.AppendOnlyFile();
        trial.Say($"Redis loses the last {file.Length - before} of {file.Length} bytes");
        Assert.True(file.Length > before, "Nothing was appended: the trial tried nothing");
        await using (var stream = file.Open(FileMode.Open)) stream.SetLength(before);
        await redis.RestartAsync();
    });

    [Fact]
    public Task Emptied_it_costs_no_message() => InTheMiddleAsync(async (_, redis) => Assert.Equal("OK", await redis.AskAsync("FLUSHALL")));

    private static async Task InTheMiddleAsync(Func<Trial, RedisServer, Task> harm)
    {
        await using var trial = await Trial.OpenAsync(EnginePair.Servers, 1_000, new Dictionary<string, string> { ["Omo__Accounts__0__SinglePerSecond"] = $"{PerSecond}" });
        await trial.RunAsync(async () =>
        {
            await trial.LimitAsync(PerSecond);
            var card = await trial.House.Seller.BroadcastAsync(trial.ToEachByName);
            Assert.True(await trial.ReachedAsync(300, EndsWithin));
            await harm(trial, trial.House.Redis!);
            await Invariants.HoldAsync(trial, await trial.House.Seller.FinalAsync(card, EndsWithin));
            // The pace starts empty: no burst, the moment after the loss neither.
            await trial.WasWithinLimitAsync();
        });
    }

    private static async Task<long> Grow(Trial trial, long reached)
    {
        await trial.ReachedAsync(reached + 10, EndsWithin);
        return await trial.ReachedAsync();
    }

    private static Task<WebhookReport> WriteInAsync(Trial trial, int customers) =>
        trial.Sandbox.WriteInAsync(new CustomersWish(customers, trial.House.Account.Destination) { Seed = trial.Dice.Next(), InFlight = 4 });
}

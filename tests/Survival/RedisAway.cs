using System.Diagnostics;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Survival;

/// <summary>Redis holds the present: it may stop, stall or forget.</summary>
[Collection(nameof(OneAtATime))]
public sealed class RedisAway
{
    private const int PerSecond = 140,
        Keyless = 200;
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
            var reports = new List<WebhookReport>(await WriteInAsync(trial, 50));

            if (frozen)
                redis.Freeze();
            else
                await redis.StopAsync();
            var clock = Stopwatch.StartNew();
            using (var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250)))
                while (clock.Elapsed < Away && await timer.WaitForNextTickAsync())
                    reports.AddRange(await WriteInAsync(trial, 4));
            if (frozen)
                redis.Thaw();
            else
                await redis.RestartAsync();
            reports.AddRange(await WriteInAsync(trial, 50));

            trial.Say(
                $"{reports.Sum(report => report.Webhooks)} webhooks, the slowest answered after {reports.Max(report => report.MaxMs):0} ms"
            );
            Assert.All(reports, report => Assert.True(report.AllTaken, string.Join(", ", report.Statuses)));
            Assert.InRange(reports.Max(report => report.MaxMs), 0, 2_000);
            await Until.SeenAsync(
                "every conversation",
                TimeSpan.FromSeconds(20),
                () => view.Conversations.CountPendingAsync(view.Account, CancellationToken.None),
                pending => pending * 4 == reports.Sum(report => report.Customers)
            );
            foreach (var channel in Channels(trial).Keys)
            {
                var account = view.AccountOn(channel);
                var customers = await trial.Sandbox.CustomersAsync(channel);
                Assert.Equal(reports.Sum(report => report.Customers) / 4, customers.Count);
                foreach (var customer in customers)
                    await Until.SeenAsync(
                        $"the message of {customer.UserId} on {channel}",
                        TimeSpan.FromSeconds(20),
                        () => view.Conversations.TranscriptAsync(new(account, customer.UserId), 10),
                        seen => seen.Count == 1
                    );
            }
            Assert.Equal(["0"], await view.RowsAsync("select count(*) from webhooks"));
        });
    }

    [Fact]
    public Task Killed_and_back_without_its_last_second_it_costs_no_message() =>
        InTheMiddleAsync(
            async (trial, redis) =>
            {
                var before = redis.AppendOnlyFile().Length;
                var clock = Stopwatch.StartNew();
                var reached = await trial.ReachedAsync();
                // What the last second appended is what a crash of the machine takes with it.
                while (clock.Elapsed < TimeSpan.FromSeconds(1))
                    reached = await Grow(trial, reached);
                redis.Kill();
                var file = redis.AppendOnlyFile();
                trial.Say($"Redis loses the last {file.Length - before} of {file.Length} bytes");
                Assert.True(file.Length > before, "Nothing was appended: the trial tried nothing");
                await using (var stream = file.Open(FileMode.Open))
                    stream.SetLength(before);
                await redis.RestartAsync();
            }
        );

    [Fact]
    public Task Emptied_it_costs_no_message() =>
        // Where a platform's window must still be open, nobody can say so any more: those are skipped, and none is told twice.
        InTheMiddleAsync(async (_, redis) => Assert.Equal("OK", await redis.AskAsync("FLUSHALL")), mostSkipped: 3 * Keyless);

    private static async Task InTheMiddleAsync(Func<Trial, RedisServer, Task> harm, int mostSkipped = 0)
    {
        await using var trial = await Trial.OpenAsync(EnginePair.Servers, 800, PerSecond, Keyless);
        await trial.RunAsync(async () =>
        {
            await trial.LimitAsync(PerSecond);
            var card = await trial.House.Seller.BroadcastAsync(trial.ToEachByName);
            Assert.True(await trial.ReachedAsync(300, EndsWithin));
            await harm(trial, trial.House.Redis!);
            await Invariants.HoldAsync(trial, await trial.House.Seller.FinalAsync(card, EndsWithin), mostSkipped: mostSkipped);
            // The pace starts empty: no burst, the moment after the loss neither.
            await trial.WasWithinLimitAsync();
        });
    }

    private static async Task<long> Grow(Trial trial, long reached)
    {
        await trial.ReachedAsync(reached + 10, EndsWithin);
        return await trial.ReachedAsync();
    }

    private static Dictionary<string, string> Channels(Trial trial) =>
        trial
            .House.Metas.ToDictionary(account => account.Channel, account => account.Id)
            .Append(new("line", trial.House.Account.Destination))
            .ToDictionary();

    /// <summary>So many on each channel, on all of them at once.</summary>
    private static Task<WebhookReport[]> WriteInAsync(Trial trial, int customers) =>
        Task.WhenAll(
            Channels(trial)
                .Select(channel =>
                    trial.Sandbox.WriteInAsync(
                        new CustomersWish(customers, channel.Value) { Seed = trial.Dice.Next(), InFlight = 2 },
                        channel.Key
                    )
                )
        );
}

using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Survival;

/// <summary>Who says no while a broadcast is under way, and Redis is away, is not written to any more once they have been told that we
/// know.</summary>
[Collection(nameof(ThirdLane))]
public sealed class OptingOut
{
    private const int Customers = 700,
        PerSecond = 90,
        Ordinary = 2_500,
        OptOuts = 300,
        AtOnce = 24;
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Behind_thousands_of_other_bodies_while_Redis_is_down_nobody_is_written_to_after_their_200()
    {
        await using var trial = await Trial.OpenAsync(EnginePair.Servers, Customers, PerSecond);
        await trial.RunAsync(async () =>
        {
            using var line = new LinePost(trial.House);
            await using var view = await PresentView.OpenAsync(trial.House);
            var card = await trial.House.Seller.BroadcastAsync(trial.ToEachByName);
            Assert.True(await trial.ReachedAsync(150, EndsWithin));
            await trial.House.Redis!.StopAsync();
            var now = TimeProvider.System.GetUtcNow();
            await PostAsync(
                line,
                Enumerable
                    .Range(0, Ordinary)
                    .Select(n => line.Body([LinePost.Message(LinePost.User(9_000_000 + n), $"ordinary{n}", now, "hi")]))
            );

            // Nothing is sent any more: no slot is to be had.
            var before = (await trial.Sandbox.DeliveriesAsync(trial.Marker)).Select(delivery => delivery.To).ToHashSet();
            string[] gone = [.. trial.Eligible.Where(user => !before.Contains(user)).Order(StringComparer.Ordinal).Take(OptOuts)];
            Assert.Equal(OptOuts, gone.Length);
            await PostAsync(
                line,
                gone.Select((user, n) => line.Body([LinePost.Message(user, $"no{n}", now, n % 2 == 0 ? "取消訂閱" : "「STOP」")]))
            );
            Assert.Equal(
                [$"{OptOuts + (trial.Gone - (Customers / 100))}"],
                await view.RowsAsync("select count(*) from suppressions where active = 1 and kind = 0")
            );

            await trial.House.Redis.RestartAsync();
            var report = await trial.House.Seller.FinalAsync(card, EndsWithin);
            trial.Say($"report: {report}");
            var received = await trial.Sandbox.DeliveriesAsync(trial.Marker);
            Assert.Empty(received.Select(delivery => delivery.To).Intersect(gone));
            Assert.DoesNotContain(received, delivery => delivery.Accepted > 1);
            Assert.Equal(trial.Eligible.Count - OptOuts, received.Count);
            Assert.True(report.AddsUp, $"{report}");
            await Until.SeenAsync(
                "the inbox to be replayed",
                EndsWithin,
                () => view.RowsAsync("select count(*) from webhooks"),
                rows => rows is ["0"],
                () => trial.House.Output
            );
        });
    }

    private static Task PostAsync(LinePost line, IEnumerable<byte[]> bodies) =>
        Parallel.ForEachAsync(bodies, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (body, _) =>
            Assert.Equal(200, await line.PostAsync(body))
        );
}

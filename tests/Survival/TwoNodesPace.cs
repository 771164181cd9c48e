using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Survival;

/// <summary>Two nodes keep to the pace of one. Beside nothing else, as it is timed.</summary>
[Collection(nameof(OneAtATime))]
public sealed class TwoNodesPace
{
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task They_share_the_work_within_one_pace()
    {
        await using var trial = await Trial.OpenAsync(EnginePair.Servers, 800, perSecond: 200, keyless: 200);
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
                Assert.Matches(
                    @"(?m)^omo_request_calls_total\{[^}]*outcome=""accepted""[^}]*\} [1-9]",
                    await http.GetStringAsync(new Uri(node, "metrics"))
                );
        });
    }
}

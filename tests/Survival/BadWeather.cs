using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Survival;

/// <summary>A platform that takes and does not tell, or does not take and says so.</summary>
[Collection(nameof(OneAtATime))]
public sealed class BadWeather
{
    private const int Keyless = 150;

    [Theory]
    [InlineData(EnginePair.Embedded)]
    [InlineData(EnginePair.Servers)]
    public async Task Lost_answers_and_errors_double_nothing_and_lose_nothing(EnginePair engines)
    {
        await using var trial = await Trial.OpenAsync(engines, 1_000, keyless: Keyless);
        await trial.RunAsync(async () =>
        {
            // Platforms without a key tell by webhook what their lost answers did not; of what they lost before taking it nothing tells.
            await trial.MetaWeatherAsync(
                new { resetAfter = 0.1, status500Before = 0.03, status500After = 0.03, resetBefore = 0.03, junkAfter = 0.03, telling = "after", times = 2, shuffle = true, jitterMs = 200 },
                line: new { resetAfter = 0.05, status500Before = 0.03, status500After = 0.02, status429 = 0.05 });
            var card = await trial.House.Seller.BroadcastAsync(trial.ToEachByName);
            await Invariants.HoldAsync(trial, await trial.House.Seller.FinalAsync(card, TimeSpan.FromMinutes(2)), mostUnknown: 3 * Keyless / 4);
            Assert.True((await trial.Sandbox.SummaryAsync(trial.Marker)).Replayed > 0, "No answer was lost: the trial tried nothing");
        });
    }
}

using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Survival;

/// <summary>A platform that takes and does not tell, or does not take and says so.</summary>
[Collection(nameof(ThirdLane))]
public sealed class BadWeather
{
    private const int Keyless = 150;

    /// <summary>Platforms without a key tell by webhook what their lost answers did not; of what they lost before taking it nothing
    /// tells.</summary>
    private static readonly object WithoutKey = new
    {
        resetAfter = 0.1,
        status500Before = 0.03,
        status500After = 0.03,
        resetBefore = 0.03,
        junkAfter = 0.03,
        gzipAfter = 0.02,
        brokenAfter = 0.02,
        hugeAfter = 0.005,
        chunkedAfter = 0.05,
        trickledAfter = 0.03,
        wrongTypeAfter = 0.05,
        twiceHeadedAfter = 0.05,
        slow = 0.05,
        slowMs = 1_500,
        slowWhen = "either",
        telling = "after",
        times = 2,
        shuffle = true,
        jitterMs = 200,
    };

    private static readonly object WithKey = new
    {
        resetAfter = 0.05,
        status500Before = 0.03,
        status500After = 0.02,
        status429 = 0.05,
        gzipAfter = 0.02,
        brokenAfter = 0.02,
        hugeAfter = 0.002,
        chunkedAfter = 0.05,
        trickledAfter = 0.03,
        wrongTypeAfter = 0.05,
        twiceHeadedAfter = 0.05,
        slow = 0.05,
        slowMs = 1_500,
        slowWhen = "either",
    };

    private static Dictionary<string, object> Around =>
        new()
        {
            ["teams"] = new
            {
                status412 = 0.1,
                status429 = 0.1,
                chunkedAfter = 0.1,
                trickledAfter = 0.1,
                wrongTypeAfter = 0.1,
                twiceHeadedAfter = 0.1,
            },
            ["webhooks"] = new
            {
                doubled = 0.1,
                late = 0.1,
                lateMs = 1_500,
                regroup = true,
            },
        };

    [Theory]
    [InlineData(EnginePair.Embedded)]
    [InlineData(EnginePair.Servers)]
    public async Task Lost_answers_and_errors_double_nothing_and_lose_nothing(EnginePair engines)
    {
        // One of the two over https.
        await using var trial = await Trial.OpenAsync(engines, 1_000, keyless: Keyless, secure: engines == EnginePair.Embedded);
        await trial.RunAsync(async () =>
        {
            await trial.MetaWeatherAsync(WithoutKey, line: WithKey, more: Around);
            var card = await trial.House.Seller.BroadcastAsync(trial.ToEachByName);
            await Invariants.HoldAsync(trial, await trial.House.Seller.FinalAsync(card, TimeSpan.FromMinutes(2)));
            Assert.True((await trial.Sandbox.SummaryAsync(trial.Marker)).Replayed > 0, "No answer was lost: the trial tried nothing");
        });
    }
}

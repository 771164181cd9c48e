using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Survival;

/// <summary>
/// Platforms that know no retry key: an answer that is lost is never asked for again, and what became of the message is learnt from their
/// webhooks, which come before, after or instead of the answer. One broadcast goes to the customers of all of them.
/// </summary>
[Collection(nameof(SecondLane))]
public sealed class Reconciling
{
    private const int OnEach = 24;
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(90);

    [Theory]
    [InlineData(EnginePair.Embedded)]
    [InlineData(EnginePair.Servers)]
    public async Task A_lost_answer_sends_nothing_again_and_the_webhook_proves_it_before_after_or_instead_of_the_answer(EnginePair engines)
    {
        // As long as in production: an echo that is looked at again sooner would be known before the campaign's end is.
        var settings = new Dictionary<string, string> { ["Omo__Leases__Echo"] = "00:00:30" };
        await using var trial = await Trial.OpenAsync(engines, 0, keyless: OnEach, settings: settings);
        await trial.RunAsync(async () =>
        {
            var campaigns = new List<(string Telling, long Id)>();
            foreach (var telling in (string[])["before", "after", "instead"])
            {
                // "Instead" loses every answer by itself; of the others the script loses some for sure.
                var cutting = telling == "instead";
                await trial.MetaWeatherAsync(
                    new
                    {
                        telling,
                        script = cutting
                            ? []
                            : new[] { "none", "resetAfter", "none", "resetAfter", "none", "resetAfter", "none", "resetAfter" },
                        resetAfter = cutting ? 0 : 0.2,
                    }
                );
                var report = await trial.House.Seller.FinalAsync(
                    await trial.House.Seller.BroadcastAsync($"{telling} {trial.ToEachByName}"),
                    EndsWithin
                );
                trial.Say($"{telling}: {report}");
                Assert.True(report.AddsUp && report.Chosen == 3 * OnEach, report.ToString());
                // Instagram's echoes name none of ours: they are looked at again when every answer must have come, and until then the lost
                // ones are shown as what they are.
                Assert.InRange(report.Unknown, cutting ? OnEach : 2, 3 * OnEach);
                campaigns.Add((telling, report.Campaign));
            }

            foreach (var (telling, id) in campaigns)
            {
                var report = await Until.SeenAsync(
                    $"all of '{telling}' to be known as accepted",
                    EndsWithin,
                    () => trial.ReportAsync(id),
                    seen => seen.Accepted == 3 * OnEach,
                    () => trial.House.Output
                );
                Assert.Equal((3 * OnEach, 0, 0), (report.Chosen, report.Unknown, report.Refused));
                var received = await trial.Sandbox.DeliveriesAsync($"{telling} ");
                Assert.All(trial.House.Metas, account => Assert.Equal(OnEach, received.Count(line => line.Channel == account.Channel)));
                Assert.All(received, line => Assert.Equal(1, line.Accepted));
            }
        });
    }

    [Theory]
    [InlineData(EnginePair.Embedded)]
    [InlineData(EnginePair.Servers)]
    public async Task What_nobody_tells_of_stays_unknown_and_is_shown_so(EnginePair engines)
    {
        await using var trial = await Trial.OpenAsync(engines, 0, keyless: OnEach);
        await trial.RunAsync(async () =>
        {
            await trial.MetaWeatherAsync(new { telling = "never", script = new[] { "resetAfter", "none", "resetAfter" } });
            var report = await trial.House.Seller.FinalAsync(await trial.House.Seller.BroadcastAsync(trial.ToEachByName), EndsWithin);
            Assert.Equal((3 * OnEach, 3 * (OnEach - 2), 3 * 2), (report.Chosen, report.Accepted, report.Unknown));
            Assert.Equal(report.Unknown, await trial.UnknownListedAsync());
            var received = await trial.Sandbox.DeliveriesAsync(trial.Marker);
            Assert.Equal(3 * OnEach, received.Count);
            Assert.All(received, line => Assert.Equal(1, line.Accepted));
        });
    }

    [Theory]
    [InlineData(EnginePair.Embedded)]
    [InlineData(EnginePair.Servers)]
    public async Task Killed_in_the_middle_of_several_messages_it_repeats_none(EnginePair engines)
    {
        const int held = 6;
        string[] words = ["一", "二", "三"];
        await using var trial = await Trial.OpenAsync(engines, 0, keyless: OnEach);
        await trial.RunAsync(async () =>
        {
            await trial.MetaWeatherAsync(new { telling = "after", holdNext = held });
            var card = await trial.House.Seller.BroadcastAsync([.. words.Select(word => $"{word} {trial.Marker}")]);
            Assert.True(await trial.Sandbox.HeldAsync(3 * held, EndsWithin));
            await trial.Node.KillAsync();
            await trial.RestartAsync();
            await trial.Sandbox.ReleaseAsync();

            var report = await trial.House.Seller.FinalAsync(card, EndsWithin);
            trial.Say($"report: {report}");
            Assert.True(report.AddsUp, report.ToString());
            Assert.Equal((3 * OnEach, 0), (report.Chosen, report.Refused));
            Assert.InRange(report.Unknown, 3 * held, 3 * OnEach);
            var answer = await trial.Sandbox.DoAsync(
                HttpMethod.Get,
                $"ledger/messages?contains={Uri.EscapeDataString(trial.Marker)}",
                null
            );
            var got = answer["messages"]!
                .AsArray()
                .Select(one =>
                    (Channel: (string)one!["channel"]!, To: (string)one["to"]!, Text: (string)one["text"]!, At: (long)one["at"]!)
                )
                .ToList();
            Assert.True(got.Count >= (3 * report.Accepted) + (3 * held), $"{got.Count} messages arrived for {report}");
            foreach (var customer in got.GroupBy(message => (message.Channel, message.To)))
            {
                // From the first on, in order, none twice.
                var texts = customer.OrderBy(message => message.At).Select(message => message.Text).ToList();
                Assert.Equal(words.Take(texts.Count).Select(word => $"{word} {trial.Marker}"), texts);
            }
        });
    }
}

using System.Globalization;

namespace OmoBroadcast.Tests.Survival;

/// <summary>
/// When the calls of a campaign came, by the platforms' own clock, beside what the ledger says: none without an intent written down before
/// it, none after its request was settled, and where there is no retry key none after one that was taken or left in doubt.
/// </summary>
internal static class CallOrder
{
    /// <summary>Both clocks are this machine's; each is cut to whole milliseconds.</summary>
    private const long Cut = 2;

    public static async Task HoldAsync(Trial trial)
    {
        var calls = (await trial.Sandbox.CallsAsync(trial.Marker)).Where(call => call.Request is not null).ToList();
        Assert.NotEmpty(calls);
        foreach (var message in calls.Where(call => call.RetryKey is null).GroupBy(call => call.Correlation))
        {
            var last = message.OrderBy(call => call.At).TakeWhile(call => call is { Accepted: false, Doubtful: false }).Count() + 1;
            Assert.True(
                message.Count() <= last,
                $"{message.Key} was called again after it was taken or left in doubt: {string.Join(", ", message.OrderBy(call => call.At))}"
            );
        }

        if (trial.House.Database is null)
            return;
        await using var view = await PresentView.OpenAsync(trial.House);
        var rows = (
            await view.RowsAsync(
                """
                select id, coalesce(first_attempt_at, 0), coalesce(settled_at, 0) from records
                union all select id, coalesce(first_attempt_at, 0), 0 from queue
                """
            )
        ).Select(row => row.Split(' ')).ToDictionary(row => Guid.Parse(row[0]), row => (Intent: Number(row[1]), Settled: Number(row[2])));
        foreach (var call in calls)
        {
            var at = call.At / 1_000;
            Assert.True(rows.TryGetValue(call.Request!.Value, out var row), $"No intent was ever written down for {call}");
            // An attempt that the platform turned away, and that left no doubt, is taken out of the row again.
            if (call.Accepted || call.Doubtful)
                Assert.True(
                    row.Intent > 0 && row.Intent <= at + Cut,
                    $"The intent of {call} was written down at {row.Intent}, {row.Intent - at} ms after it"
                );
            Assert.True(row.Settled == 0 || at <= row.Settled + Cut, $"{call} came {at - row.Settled} ms after its request was settled");
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}

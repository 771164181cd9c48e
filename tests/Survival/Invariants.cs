using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Tests.Storage.Sql;

namespace OmoBroadcast.Tests.Survival;

/// <summary>What holds when a campaign is over, whatever happened meanwhile.</summary>
internal static class Invariants
{
    private static readonly TimeSpan TellsWithin = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The report adds up and nobody waits. LINE, which knows retry keys, has exactly one accepted message for each eligible customer and
    /// none for others. Platforms without have none twice: who got it is accepted, when its webhooks have told, and the others are unknown
    /// and listed so, unless a rule of the platform skipped them. None was ever treated badly.
    /// </summary>
    /// <param name="trial">Whose campaign it was.</param>
    /// <param name="report">The card at the end.</param>
    /// <param name="mostAhead">How many more may be left unknown than the platforms left in doubt: what a node had begun and not yet called
    /// when it ended.</param>
    /// <param name="mostSkipped">How many of those platforms' customers may have been skipped at most.</param>
    public static async Task HoldAsync(Trial trial, CampaignNumbers report, int mostAhead = 0, int mostSkipped = 0)
    {
        trial.Say($"report: {report}");
        Assert.Equal("done", report.State);
        Assert.Equal(0, report.Waiting);
        Assert.Equal(trial.Everybody + trial.Gone, report.Chosen);

        var received = await trial.Sandbox.DeliveriesAsync(trial.Marker);
        Assert.Empty(received.Where(line => line.Accepted > 1).Select(line => $"{line.To} got it {line.Accepted} times on {line.Channel}"));
        Assert.Empty(
            received
                .Where(line => !Of(trial, line.Channel).Contains(line.To))
                .Select(line => $"{line.To} was not to get it on {line.Channel}")
        );
        var reached = received.Where(line => line.Channel == "line").Select(line => line.To).ToHashSet();
        Assert.Empty(trial.Eligible.Where(id => !reached.Contains(id)).Take(20));

        if (trial.Keyless.Count > 0)
        {
            await trial.Sandbox.ToldAllAsync(TellsWithin);
            report = await Until.SeenAsync(
                "all that arrived to be known as accepted",
                TellsWithin,
                () => trial.ReportAsync(),
                seen => seen.Accepted == received.Count,
                () => trial.House.Output
            );
            trial.Say($"report when all was told: {report}");
        }

        Assert.True(report.AddsUp, $"The report does not add up: {report}");
        Assert.Equal((received.Count, 0, 0, 0), (report.Accepted, report.Refused, report.Cancelled, report.Expired));
        Assert.InRange(report.Skipped - trial.Gone, 0, mostSkipped);
        if (report.Unknown > 0)
            Assert.Equal(report.Unknown, await trial.UnknownListedAsync());

        var summary = await trial.Sandbox.SummaryAsync(trial.Marker);
        // Each call that a platform without a key did not take and whose answer did not say so, and no other, unless a node ended.
        var doubtful = summary.Channels.Where(channel => channel.Key != "line").Sum(channel => channel.Value.Doubtful);
        trial.Say($"{doubtful} calls were left in doubt by the platforms");
        Assert.InRange(report.Unknown, doubtful, doubtful + mostAhead);
        await CallOrder.HoldAsync(trial);
        await TalliesHoldAsync(trial);
        trial.Say(
            $"platforms: {summary.Calls} calls, {summary.Accepted} accepted, {summary.Recipients} recipients, {summary.Replayed} replayed by their key; {string.Join(", ", summary.Channels)}"
        );
        Assert.Equal(0, summary.Duplicates);
        Assert.Equal(0, summary.WithoutRetryKey);
        Assert.All(summary.Channels, channel => Assert.Equal(0, channel.Value.WithoutCorrelation));
        Assert.Empty(summary.ViolationCounts);
    }

    /// <summary>At any instant.</summary>
    public static async Task TalliesHoldAsync(Trial trial)
    {
        if (trial.House.Database is null)
            return;
        await using var view = await PresentView.OpenAsync(trial.House);
        Assert.Empty(await view.RowsAsync(TallyCheck.Differences));
    }

    private static IReadOnlySet<string> Of(Trial trial, string channel) =>
        channel == "line" ? trial.Eligible : trial.Keyless.GetValueOrDefault(channel) ?? new HashSet<string>();
}

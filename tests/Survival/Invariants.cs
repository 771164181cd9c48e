using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Survival;

/// <summary>What holds when a campaign is over, whatever happened meanwhile.</summary>
internal static class Invariants
{
    /// <summary>
    /// The report adds up, nobody waits, nothing is unknown; and the platform has exactly one accepted message for each eligible customer, none for others, and was never treated badly.
    /// </summary>
    /// <param name="trial">Whose campaign it was.</param>
    /// <param name="report">The card at the end.</param>
    public static async Task HoldAsync(Trial trial, CampaignNumbers report)
    {
        trial.Say($"report: {report}");
        Assert.Equal("done", report.State);
        Assert.True(report.AddsUp, $"The report does not add up: {report}");
        Assert.Equal(0, report.Waiting);
        Assert.Equal((trial.Eligible.Count, trial.Gone), (report.Accepted, report.Skipped));
        Assert.Equal(trial.Eligible.Count + trial.Gone, report.Chosen);

        var received = await trial.Sandbox.DeliveriesAsync(trial.Marker);
        Assert.Empty(received.Where(line => line.Accepted > 1).Select(line => $"{line.To} got it {line.Accepted} times"));
        Assert.Empty(received.Where(line => !trial.Eligible.Contains(line.To)).Select(line => $"{line.To} was not to get it"));
        var reached = received.Select(line => line.To).ToHashSet();
        Assert.Empty(trial.Eligible.Where(id => !reached.Contains(id)).Take(20));

        var summary = await trial.Sandbox.SummaryAsync(trial.Marker);
        trial.Say($"platform: {summary.Calls} calls, {summary.Accepted} accepted, {summary.Recipients} recipients, {summary.Replayed} replayed by their key");
        Assert.Equal(0, summary.Duplicates);
        Assert.Equal(0, summary.WithoutRetryKey);
        Assert.Empty(summary.ViolationCounts);
    }
}

using Microsoft.Extensions.Logging;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Settings;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Storage.Housekeeping;

/// <summary>Deletes what need not be kept any more, in steps so small that nobody else waits for one.</summary>
internal sealed partial class RetentionJob(
    Retention retention,
    LedgerRetention ledger,
    StorageOptions options,
    Database database,
    ILogger<RetentionJob> log
) : CalendarJob("Deleting what is too old", TimeSpan.FromHours(1))
{
    private const int RowsAtOnce = 1_000;

    /// <summary>Of each kind, in one run; the next takes the rest.</summary>
    private const int MostSteps = 500;

    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = database.Now;
        foreach (var rule in Retention.Rules)
            await RepeatAsync(rule.Table, () => retention.ForgetAsync(rule, now, RowsAtOnce, cancellationToken));
        var before = now.AddMonths(-options.LedgerMonths);
        await RepeatAsync("replies", () => ledger.ForgetRepliesAsync(before, RowsAtOnce, cancellationToken));
        await ForgetCampaignsAsync(before, cancellationToken);
    }

    private async Task RepeatAsync(string what, Func<Task<int>> step)
    {
        var (gone, steps, last) = (0, 0, RowsAtOnce);
        for (; last == RowsAtOnce && steps < MostSteps; steps++)
            gone += last = await step();
        if (gone > 0)
            LogForgotten(gone, what);
    }

    private async Task ForgetCampaignsAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var steps = 0;
        foreach (var campaign in await ledger.EndedAsync(before, MostSteps, cancellationToken))
        {
            while (steps++ < MostSteps)
                if (!await ledger.ForgetAsync(campaign, RowsAtOnce, cancellationToken))
                {
                    LogCampaign(campaign);
                    break;
                }
            if (steps >= MostSteps)
                return;
        }
    }

    [LoggerMessage(LogLevel.Information, "{Rows} rows were old enough to go: {What}")]
    private partial void LogForgotten(int rows, string what);

    [LoggerMessage(LogLevel.Information, "The recipients of campaign {Campaign} were old enough to go; what it came to stays")]
    private partial void LogCampaign(long campaign);
}

using Microsoft.Extensions.Logging;
using OmoBroadcast.Broadcast.Dispatching;
using OmoBroadcast.Broadcast.Launching;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Condition;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Clock;

/// <summary>
/// Every second, on every node that sends: finds in the ledger what fell on the floor. Leases that ran out, campaigns that are due and not
/// begun, or begun and abandoned, or all settled. All of it may be done by two nodes at once.
/// </summary>
public sealed class Sweeper(Ledger ledger, Campaigns campaigns, Launcher launcher, Roster roster, Node node, ILogger<Sweeper> log) : Worker
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1),
        CountEvery = TimeSpan.FromSeconds(10);

    private readonly TimeSpan keyLifetime = roster.Accounts.Select(account => roster[account.Key.Channel].Limits.RetryKeyLifetime).Min()
        ?? TimeSpan.FromHours(24);
    private readonly List<Task> launching = [];
    private volatile IReadOnlyList<QueueDepth> depths = [];
    private volatile IReadOnlyList<Hold> holds = [];

    /// <summary>One round. Throws what the database throws when it is away.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        await ledger.SetClockAsync(cancellationToken);
        var swept = await ledger.SweepAsync(node.Now, keyLifetime - SettlementPolicy.KeyMargin, cancellationToken);
        if (swept.Requeued + swept.Unknown + swept.Expired + swept.Cancelled > 0)
        {
            SendingMetrics.Swept.Add(swept.Requeued + swept.Unknown);
            log.LogInformation("Swept: {Swept}", swept);
        }

        launching.RemoveAll(task => task.IsCompleted);
        // Beside the sweeping, not before it: a launch of a million customers takes a while. One already at it keeps a second out.
        foreach (var due in await campaigns.DueAsync(node.Now, cancellationToken))
            launching.Add(LaunchAsync(due.Id, cancellationToken));
        foreach (var done in await campaigns.FinishAsync(node.Now, cancellationToken))
            await node.Nudges.SendAsync(Topics.Moved(done));
    }

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        SendingMetrics.Watch(() => depths, () => holds);
        using var timer = new PeriodicTimer(Every, node.Clock);
        long? counted = null;
        var outage = new OutageLog(log, "Sweeping the ledger", node.Clock);
        while (await TickAsync(timer, stoppingToken))
        {
            try
            {
                await SweepAsync(stoppingToken);
                if (counted is null || node.Clock.GetElapsedTime(counted.Value) >= CountEvery)
                {
                    depths = await ledger.DepthAsync(stoppingToken);
                    holds = await ledger.HoldsAsync(stoppingToken);
                    counted = node.Clock.GetTimestamp();
                }

                outage.Worked();
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                outage.Failed(e);
            }
        }

        await Task.WhenAll(launching);
    }

    private static async Task<bool> TickAsync(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task LaunchAsync(long campaign, CancellationToken cancellationToken)
    {
        try
        {
            await launcher.LaunchAsync(campaign, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Its lease runs out, and the next to look goes on behind the last page.
        }
        catch (Exception e)
        {
            // One campaign that cannot be launched now does not keep the others waiting.
            log.LogWarning(e, "Campaign {Campaign} cannot be launched yet", campaign);
        }
    }
}

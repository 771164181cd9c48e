using Microsoft.Extensions.Logging;
using OmoBroadcast.Broadcast.Dispatching;
using OmoBroadcast.Broadcast.Launching;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Clock;

/// <summary>
/// Every second, on every node that sends: finds in the ledger what fell on the floor. Leases that ran out, campaigns that are due and not
/// begun, or begun and abandoned, or all settled. All of it may be done by two nodes at once.
/// </summary>
public sealed class Sweeper(LedgerSweep ledger, Campaigns campaigns, Launcher launcher, Roster roster, Node node, ILogger<Sweeper> log)
    : Round("Sweeping the ledger", TimeSpan.FromSeconds(1))
{
    private readonly TimeSpan keyLifetime = roster.Accounts.Select(account => roster[account.Key.Channel].Limits.RetryKeyLifetime).Min()
        ?? TimeSpan.FromHours(24);
    private readonly List<Task> launching = [];

    public override Task LookAsync(CancellationToken cancellationToken) => SweepAsync(cancellationToken);

    public override Task EndAsync() => Task.WhenAll(launching);

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

using Microsoft.Extensions.Logging;
using OmoBroadcast.Broadcast.Dispatching;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Clock;

/// <summary>
/// Every second, on every node that sends: finds in the ledger what fell on the floor. Leases that ran out, campaigns that are due and not
/// begun, or begun and abandoned, or all settled. All of it may be done by two nodes at once.
/// </summary>
public sealed partial class Sweeper(LedgerSweep ledger, DueCampaigns campaigns, Roster roster, Node node, ILogger<Sweeper> log)
    : Round("Sweeping the ledger", TimeSpan.FromSeconds(1))
{
    private readonly TimeSpan keyLifetime = roster.Accounts.Select(account => roster[account.Key.Channel].Limits.RetryKeyLifetime).Min()
        ?? TimeSpan.FromHours(24);

    public override Task LookAsync(CancellationToken cancellationToken) => SweepAsync(cancellationToken);

    public override Task EndAsync() => campaigns.EndAsync();

    /// <summary>One round. Throws what the database throws when it is away.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        await ledger.SetClockAsync(cancellationToken);
        var swept = await ledger.SweepAsync(node.Now, keyLifetime - SettlementPolicy.KeyMargin, cancellationToken);
        if (swept.Requeued + swept.Unknown + swept.Expired + swept.Cancelled > 0)
        {
            SendingMetrics.Swept.Add(swept.Requeued + swept.Unknown);
            LogSwept(swept);
        }

        await campaigns.BeginAsync(cancellationToken);
        await campaigns.FinishAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "Swept: {Swept}")]
    private partial void LogSwept(SweepResult swept);
}

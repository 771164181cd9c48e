using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Clock;

/// <summary>Counts what waits to be sent and which accounts are held, for <see cref="SendingMetrics"/>.</summary>
internal sealed class QueueDepthRound(LedgerSweep ledger) : Round("Counting what waits to be sent", TimeSpan.FromSeconds(10))
{
    private volatile IReadOnlyList<QueueDepth> depths = [];
    private volatile IReadOnlyList<Hold> holds = [];

    public override Task BeginAsync(CancellationToken cancellationToken)
    {
        SendingMetrics.Watch(() => depths, () => holds);
        return Task.CompletedTask;
    }

    public override async Task LookAsync(CancellationToken cancellationToken) =>
        (depths, holds) = await ledger.WaitingAsync(cancellationToken);
}

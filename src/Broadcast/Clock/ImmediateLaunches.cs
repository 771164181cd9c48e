using System.Threading.Channels;
using OmoBroadcast.Storage.Rounds;

namespace OmoBroadcast.Broadcast.Clock;

/// <summary>
/// Launches what was promised for at once, as soon as it is told of (<see cref="Topics.Due"/>): Quartz is for what comes later. Every node
/// that sends is told, and the ledger lets one do it. Whoever misses it, or waits for a place, is found by the <see cref="Sweeper"/> within
/// a second.
/// </summary>
public sealed class ImmediateLaunches(DueCampaigns campaigns, Node node) : Worker
{
    private const int AtOnce = 8;

    private readonly Channel<long> due = Channel.CreateUnbounded<long>();

    private IDisposable? listening;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the first button can be pressed.
        listening = node.Nudges.Listen(topic =>
        {
            if (Topics.DueOf(topic) is { } campaign)
                due.Writer.TryWrite(campaign);
        });
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        listening?.Dispose();
        base.Dispose();
    }

    protected override Task WorkAsync(CancellationToken stoppingToken) =>
        Parallel.ForEachAsync(
            due.Reader.ReadAllAsync(stoppingToken),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken },
            async (campaign, cancellationToken) => await campaigns.LaunchAsync(campaign, cancellationToken)
        );
}

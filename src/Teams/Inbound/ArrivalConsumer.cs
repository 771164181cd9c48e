using OmoBroadcast.Storage.Rounds;

namespace OmoBroadcast.Teams.Inbound;

/// <summary>Works at once on what this node wrote down.</summary>
internal sealed class ArrivalConsumer(Arrivals arrivals, ArrivalQueue queue) : Worker
{
    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        await foreach (var arrival in arrivals.Fresh.ReadAllAsync(stoppingToken))
            queue.Begin(arrival, stoppingToken);
    }
}

using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Storage.Condition;
using OmoBroadcast.Storage.Outages;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>
/// Writes what became of calls, all that is ready every 20 ms in one transaction. While the database is away results wait here, in bounded
/// number; when that is reached no more calls are made.
/// </summary>
public sealed partial class Settler(Settlements settlements, TimeProvider clock, ILogger<Settler> log) : Worker
{
    private const int Block = 1_000;
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(20);

    private readonly OutageLog outage = new(log, "Writing what became of calls", clock);

    private readonly Channel<Settlement> ready = Channel.CreateBounded<Settlement>(
        new BoundedChannelOptions(4 * Block) { SingleReader = true }
    );

    /// <summary>Hands over a result. Waits when too many wait to be written.</summary>
    public ValueTask AddAsync(Settlement settlement) => ready.Writer.WriteAsync(settlement);

    /// <summary>Nobody got the whole: its recipients are asked for in halves, at once. Throws what the database throws when it is
    /// away.</summary>
    public Task SplitAsync(ClaimedRequest request, DateTimeOffset now) =>
        settlements.SplitAsync(request, request.Halves(now), CancellationToken.None);

    /// <summary>Writes what is left and stops. Called when no more calls are under way.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        ready.Writer.TryComplete();
        if (ExecuteTask is { } writing)
            await writing.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        var block = new List<Settlement>(Block);
        // Ends with the channel, not with the token: what was sent must be written down.
        while (await ready.Reader.WaitToReadAsync(CancellationToken.None))
        {
            if (!ready.Reader.Completion.IsCompleted && ready.Reader.Count < Block)
                await Task.Delay(Gather, clock, CancellationToken.None);
            while (block.Count < Block && ready.Reader.TryRead(out var settlement))
                block.Add(settlement);
            await WriteAsync(block, stoppingToken);
            block.Clear();
        }
    }

    private async Task WriteAsync(IReadOnlyList<Settlement> block, CancellationToken stopping)
    {
        for (var failures = 0; ; failures++)
        {
            try
            {
                var late = await settlements.SettleAsync(block, CancellationToken.None);
                outage.Worked();
                foreach (var settlement in block)
                    SendingMetrics.Settled(settlement.As);
                if (late.Count > 0)
                    SendingMetrics.Late.Add(late.Count);
                return;
            }
            catch (Exception e) when (failures < 5 || !stopping.IsCancellationRequested)
            {
                outage.Failed(e);
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(2_000, 50 << Math.Min(failures, 6))), clock, CancellationToken.None);
            }
            catch (Exception e)
            {
                LogNotWritten(Outage.Is(e) ? null : e, block.Count, Faults.Of(e));
                throw;
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "{Count} results are not written before the end; their leases run out: {Reason}")]
    private partial void LogNotWritten(Exception? e, int count, FaultReason reason);
}

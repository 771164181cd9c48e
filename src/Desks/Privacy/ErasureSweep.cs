using Microsoft.Extensions.Logging;
using OmoBroadcast.Broadcast;
using OmoBroadcast.Storage.Condition;

namespace OmoBroadcast.Desks.Privacy;

/// <summary>Goes on forgetting whoever asked for it, until nothing is on its way to them any more. By two nodes at once it comes to the
/// same.</summary>
internal sealed class ErasureSweep(PersonalDataDesk desk, TimeProvider time, ILogger<ErasureSweep> log) : Worker
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(30);

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        var outage = new OutageLog(log, "Erasing", time);
        while (true)
        {
            await Task.Delay(Round, time, stoppingToken);
            try
            {
                var left = await desk.GoOnAsync(stoppingToken);
                outage.Worked();
                if (left > 0)
                    log.LogInformation("{Left} persons are being erased: something is still on its way to them", left);
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                outage.Failed(trouble);
            }
        }
    }
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Broadcast.Desk;

namespace OmoBroadcast.Broadcast.Clock;

/// <summary>Goes on forgetting whoever asked for it, until nothing is on its way to them any more. By two nodes at once it comes to the same.</summary>
internal sealed class ErasureSweep(PersonalDataDesk desk, TimeProvider time, ILogger<ErasureSweep> log) : BackgroundService
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(Round, time, stoppingToken);
            try
            {
                var left = await desk.GoOnAsync(stoppingToken);
                if (left > 0) log.LogInformation("{Left} persons are being erased: something is still on its way to them", left);
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                log.LogWarning(trouble, "Nobody can be erased at the moment");
            }
        }
    }
}

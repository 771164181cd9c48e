using Microsoft.Extensions.Hosting;

namespace OmoBroadcast.Storage.Rounds;

/// <summary>
/// What works in the background as long as the process runs. Whatever it fails with once the process is to end is the end and no fault, be
/// it cancelled or still waiting for an engine that is away: the host would call it a crash.
/// </summary>
public abstract class Worker : BackgroundService
{
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await WorkAsync(stoppingToken);
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends.
        }
    }

    /// <summary>Until <paramref name="stoppingToken"/> is cancelled.</summary>
    protected abstract Task WorkAsync(CancellationToken stoppingToken);
}

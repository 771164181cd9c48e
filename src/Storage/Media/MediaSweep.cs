using System.Data.Common;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Storage.Condition;

namespace OmoBroadcast.Storage.Media;

/// <summary>Takes away, hour by hour, what nobody needs any more.</summary>
internal sealed class MediaSweep(MediaShelf shelf, MediaOptions options, TimeProvider time, ILogger<MediaSweep> log) : Worker
{
    private const int MostAtOnce = 500;
    private static readonly TimeSpan Round = TimeSpan.FromHours(1);

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Round, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var taken = await shelf.SweepAsync(TimeSpan.FromDays(options.RetentionDays), MostAtOnce, stoppingToken);
                if (taken > 0)
                    log.LogInformation("{Count} media files that nothing needs were deleted", taken);
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                log.LogWarning(
                    trouble is DbException ? null : trouble,
                    "Unused media could not be looked for: {Reason}",
                    Faults.Of(trouble)
                );
            }
        }
    }
}

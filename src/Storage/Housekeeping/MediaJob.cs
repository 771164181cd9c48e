using Microsoft.Extensions.Logging;
using OmoBroadcast.Storage.Media;
using OmoBroadcast.Storage.Rounds;

namespace OmoBroadcast.Storage.Housekeeping;

/// <summary>Takes away what nobody needs any more.</summary>
internal sealed partial class MediaJob(MediaShelf shelf, MediaOptions options, ILogger<MediaJob> log)
    : CalendarJob("Deleting unused media", TimeSpan.FromHours(1))
{
    private const int MostAtOnce = 500;

    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        var taken = await shelf.SweepAsync(TimeSpan.FromDays(options.RetentionDays), MostAtOnce, cancellationToken);
        if (taken > 0)
            LogDeleted(taken);
    }

    [LoggerMessage(LogLevel.Information, "{Count} media files that nothing needs were deleted")]
    private partial void LogDeleted(int count);
}

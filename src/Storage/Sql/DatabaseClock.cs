using Microsoft.Extensions.Logging;

namespace OmoBroadcast.Storage.Sql;

/// <summary>The time by the database's clock: what it last said, counted on by the stamps of this process. Before it was asked, the
/// machine's.</summary>
internal sealed partial class DatabaseClock(TimeProvider time, ILogger logger)
{
    /// <summary>A difference of less is none: asking takes time too.</summary>
    private static readonly TimeSpan Asking = TimeSpan.FromMilliseconds(250);

    private volatile Reckoning? reckoned;

    public DateTimeOffset Now => reckoned is { } from ? from.There + time.GetElapsedTime(from.Stamp) : time.GetUtcNow();

    /// <param name="there">What the database said.</param>
    /// <param name="asked">The stamp of when it was asked.</param>
    public void Set(DateTimeOffset there, long asked)
    {
        // Somewhere between the question and the answer: the difference is only what cannot be explained by that.
        var (now, took) = (Now, time.GetElapsedTime(asked));
        var fits = now >= there - Asking && now <= there + took + Asking;
        if (fits && reckoned is not null)
            return;
        // Counted on from here: a machine's clock that is set meanwhile changes nothing. One that agrees knows better than an answer that
        // took its time.
        reckoned = fits ? new(time.GetTimestamp(), time.GetUtcNow()) : new(asked, there - (took / 2));
        if (!fits && logger.IsEnabled(LogLevel.Warning))
            LogDiffers(there + (took / 2) - now);
    }

    /// <param name="Stamp">Of this process, when it was <paramref name="There"/> by the database's clock.</param>
    private sealed record Reckoning(long Stamp, DateTimeOffset There);

    [LoggerMessage(LogLevel.Warning, "The database's clock differs from this machine's by {Difference}; the database's counts")]
    private partial void LogDiffers(TimeSpan difference);
}

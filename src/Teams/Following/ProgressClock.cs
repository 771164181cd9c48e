using Microsoft.Extensions.Logging;

namespace OmoBroadcast.Teams.Following;

/// <summary>What drawing progress cards takes: the time, where troubles are written, and a few places, so that many cards do not crowd the
/// ledger.</summary>
internal sealed class ProgressClock(TimeProvider time, ILogger<ProgressRound> log) : IDisposable
{
    private readonly SemaphoreSlim places = new(4);

    public TimeProvider Time => time;

    public ILogger Log => log;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>One of the places; disposing gives it back.</summary>
    public async Task<IDisposable> PlaceAsync(CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken);
        return new Place(places);
    }

    public void Dispose() => places.Dispose();

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        public void Dispose() => places.Release();
    }
}

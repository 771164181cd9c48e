namespace OmoBroadcast.Webhooks.Reception;

/// <summary>Wakes the replay when this process has put something into the inbox.</summary>
internal sealed class ReplaySignal : IDisposable
{
    private readonly SemaphoreSlim signal = new(0, 1);

    public void Nudge()
    {
        if (signal.CurrentCount > 0)
            return;
        try
        {
            signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another just did.
        }
    }

    /// <summary>Returns when nudged, at the latest after <paramref name="most"/>.</summary>
    public async Task WaitAsync(TimeSpan most, TimeProvider time, CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = time.CreateTimer(
            static state => ((CancellationTokenSource)state!).Cancel(),
            bound,
            most,
            Timeout.InfiniteTimeSpan
        );
        try
        {
            await signal.WaitAsync(bound.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is up.
        }
    }

    public void Dispose() => signal.Dispose();
}

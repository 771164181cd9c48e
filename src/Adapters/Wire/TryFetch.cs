namespace OmoBroadcast.Adapters.Wire;

/// <summary>Asks a platform for something that can be done without: a name, a quota, a picture.</summary>
internal static class TryFetch
{
    /// <summary>What <paramref name="ask"/> finds within <see cref="SendOnce.Deadline"/>; null when the platform does not tell now, for
    /// whatever reason. Never throws but for cancellation.</summary>
    public static async Task<T?> AskAsync<T>(TimeProvider time, Func<CancellationToken, Task<T?>> ask, CancellationToken cancellationToken)
        where T : class
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var deadline = new CancellationTokenSource(SendOnce.Deadline, time);
        using var stop = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), deadline);
        try
        {
            return await ask(deadline.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever went wrong, the platform does not tell now.
        catch (Exception)
#pragma warning restore CA1031
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }
}

namespace OmoBroadcast.Webhooks.Files;

/// <summary>
/// Looking up what links lead to, for whoever asks and without a signature: so many at once, the others wait. However many ask, the stores
/// keep room for what is signed.
/// </summary>
internal sealed class Lookups : IDisposable
{
    private const int MostAtOnce = 8;

    private readonly SemaphoreSlim places = new(MostAtOnce);

    public async Task<T> RunAsync<T>(Func<Task<T>> lookup, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken);
        try
        {
            return await lookup();
        }
        finally
        {
            places.Release();
        }
    }

    public void Dispose() => places.Dispose();
}

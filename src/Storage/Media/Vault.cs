namespace OmoBroadcast.Storage.Media;

/// <summary>Where the bytes lie, by id.</summary>
internal abstract class Vault : IDisposable
{
    /// <summary>Puts a finished file of this machine there, which is gone afterwards. The same id is put only once.</summary>
    public abstract Task PutAsync(string id, string file, string contentType, CancellationToken cancellationToken);

    /// <summary>A stream that can be sought in; null when it is not there.</summary>
    public abstract Task<Stream?> OpenAsync(string id, long size, CancellationToken cancellationToken);

    /// <summary>What is not there is deleted already.</summary>
    public abstract Task DeleteAsync(string id, CancellationToken cancellationToken);

    public abstract void Dispose();
}

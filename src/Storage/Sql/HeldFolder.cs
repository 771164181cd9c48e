using OmoBroadcast.Storage.Settings;

namespace OmoBroadcast.Storage.Sql;

/// <summary>
/// The data folder while it is ours. Both engines are made with it, so that it is let go of after them: they still write when they close.
/// </summary>
internal sealed class HeldFolder(StorageOptions options, FolderPermit permit) : IDisposable
{
    private DataFolder? folder;

    /// <summary>Throws <see cref="DataFolderInUseException"/> when another has it. Where both engines are servers there is nothing to
    /// take.</summary>
    public void Take()
    {
        if (options.Redis.Length == 0 || options.Database.Length == 0)
            folder = DataFolder.Take(options.DataDir, permit);
    }

    public void Dispose() => folder?.Dispose();
}

namespace OmoBroadcast.Storage.Sql;

/// <summary>
/// Holds the data folder for this process as long as it lives. The lock is the operating system's, so a killed process leaves none behind.
/// </summary>
public sealed class DataFolder : IDisposable
{
    private readonly FileStream held;

    private DataFolder(FileStream held) => this.held = held;

    /// <summary>Creates the folder if need be. Throws <see cref="DataFolderInUseException"/> when another process, or another part of this
    /// one, has it.</summary>
    public static DataFolder Take(string folder)
    {
        var path = Path.GetFullPath(folder);
        Directory.CreateDirectory(path);
        try
        {
            return new(new FileStream(Path.Combine(path, "in-use.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException taken) when (taken is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            throw new DataFolderInUseException(path, taken);
        }
    }

    public void Dispose() => held.Dispose();
}

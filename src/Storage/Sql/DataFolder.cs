namespace OmoBroadcast.Storage.Sql;

/// <summary>
/// Holds the data folder for this process as long as it lives. The lock is the operating system's, so a killed process leaves none behind.
/// </summary>
public sealed class DataFolder : IDisposable
{
    /// <summary>What was in the folder is elsewhere, and is sent from there.</summary>
    private const string MovedMark = "moved.txt";

    private readonly FileStream held;

    private DataFolder(FileStream held) => this.held = held;

    /// <summary>Creates the folder if need be. Throws <see cref="DataFolderInUseException"/> when another process, or another part of this
    /// one, has it, and <see cref="InvalidOperationException"/> when what was in it has moved.</summary>
    public static DataFolder Take(string folder, FolderPermit? permit = null)
    {
        var path = Path.GetFullPath(folder);
        Directory.CreateDirectory(path);
        if (permit is not { AlsoMoved: true } && File.Exists(Path.Combine(path, MovedMark)))
            throw new InvalidOperationException(
                $"Omo:DataDir: what was in {path} has moved to servers. Started here as well, customers would get messages twice. If it is to be used here after all, and nowhere else, delete {MovedMark} in it"
            );
        try
        {
            return new(new FileStream(Path.Combine(path, "in-use.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException taken) when (taken is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            throw new DataFolderInUseException(path, taken);
        }
    }

    /// <summary>From now on nobody starts with it any more. It is on the disk when this returns.</summary>
    public static void MarkMoved(string folder)
    {
        using var mark = new FileStream(Path.Combine(folder, MovedMark), FileMode.Create, FileAccess.Write, FileShare.None);
        mark.Write("What was here has moved to servers, and is sent from there."u8);
        mark.Flush(flushToDisk: true);
    }

    public void Dispose() => held.Dispose();
}

/// <param name="AlsoMoved">Also a folder may be opened that was moved: to be moved on.</param>
public sealed record FolderPermit(bool AlsoMoved);

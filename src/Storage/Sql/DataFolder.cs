using System.Text;

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
        var taken = new DataFolder(Lock(path));
        // Once it is ours: until then it may be moving.
        if (permit is { AlsoMoved: true } || !IsMoved(path))
            return taken;
        taken.Dispose();
        throw new InvalidOperationException(
            $"Omo:DataDir: what was in {path} has moved to servers. Started here as well, customers would get messages twice. If it is to be used here after all, and nowhere else, delete {MovedMark} in it"
        );
    }

    private static FileStream Lock(string path)
    {
        try
        {
            return new(Path.Combine(path, "in-use.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken) when (taken is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            throw new DataFolderInUseException(path, taken);
        }
    }

    /// <summary>Whether what both embedded engines hold is in it.</summary>
    public static bool IsWhole(string folder) =>
        File.Exists(Database.File(new() { DataDir = folder })) && Directory.Exists(Path.Combine(folder, "present"));

    /// <summary>Whether it was moved, or begun to be.</summary>
    public static bool IsMoved(string folder) => File.Exists(Path.Combine(folder, MovedMark));

    /// <summary>Where to it was moved, or begun to be; null: nowhere.</summary>
    public static string? MovedTo(string folder) => IsMoved(folder) ? File.ReadAllText(Path.Combine(folder, MovedMark)) : null;

    /// <summary>From now on nobody starts with it any more. It is on the disk when this returns.</summary>
    /// <param name="to">Where to; nothing that is secret.</param>
    public static void MarkMoved(string folder, string to)
    {
        using var mark = new FileStream(Path.Combine(folder, MovedMark), FileMode.Create, FileAccess.Write, FileShare.None);
        mark.Write(Encoding.UTF8.GetBytes(to));
        mark.Flush(flushToDisk: true);
    }

    public void Dispose() => held.Dispose();
}

/// <param name="AlsoMoved">Also a folder may be opened that was moved: to be moved on.</param>
public sealed record FolderPermit(bool AlsoMoved);

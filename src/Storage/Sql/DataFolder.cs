using System.Text;

namespace OmoBroadcast.Storage.Sql;

/// <summary>
/// Holds the data folder for this process as long as it lives. The lock is the operating system's, so a killed process leaves none behind.
/// </summary>
public sealed class DataFolder : IDisposable
{
    /// <summary>What was in the folder is elsewhere, and is sent from there.</summary>
    private const string MovedMark = "moved.txt";

    /// <summary>What is to be in the folder is not all there yet.</summary>
    private const string MovingMark = "moving.txt";

    private readonly FileStream held;

    private DataFolder(FileStream held) => this.held = held;

    /// <summary>Creates the folder if need be. Throws <see cref="DataFolderInUseException"/> when another process, or another part of this
    /// one, has it, and <see cref="InvalidOperationException"/> when what was in it has moved, or
    /// what is to be in it has not come whole.</summary>
    public static DataFolder Take(string folder, FolderPermit? permit = null)
    {
        var path = Path.GetFullPath(folder);
        Directory.CreateDirectory(path);
        var taken = new DataFolder(Lock(path));
        // Once it is ours: until then it may be moving.
        if (Objection(path, permit ?? new(AlsoMoved: false)) is not { } objection)
            return taken;
        taken.Dispose();
        throw new InvalidOperationException($"Omo:DataDir: {objection}");
    }

    private static string? Objection(string path, FolderPermit permit) =>
        IsMoved(path) && !permit.AlsoMoved
            ? $"what was in {path} has moved to servers. Started here as well, customers would get messages twice. If it is to be used here after all, and nowhere else, delete {MovedMark} in it"
        : IsMoving(path) && !permit.AlsoMoving
            ? $"what is to move to {path} is not all there yet. Run the move once more, or begin with another folder"
        : null;

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

    /// <summary>Whether it holds anything of an embedded engine.</summary>
    public static bool IsUsed(string folder) =>
        File.Exists(Database.File(new() { DataDir = folder })) || Directory.Exists(Path.Combine(folder, "present"));

    /// <summary>Whether something is on its way to it.</summary>
    public static bool IsMoving(string folder) => File.Exists(Path.Combine(folder, MovingMark));

    /// <summary>Until <see cref="EndMove"/> nobody starts with it. It is on the disk when this returns.</summary>
    public static void BeginMove(string folder)
    {
        Directory.CreateDirectory(folder);
        Mark(folder, MovingMark, "");
    }

    /// <summary>All of it is there.</summary>
    public static void EndMove(string folder) => File.Delete(Path.Combine(folder, MovingMark));

    /// <summary>Whether it was moved, or begun to be.</summary>
    public static bool IsMoved(string folder) => File.Exists(Path.Combine(folder, MovedMark));

    /// <summary>Where to it was moved, or begun to be; null: nowhere.</summary>
    public static string? MovedTo(string folder) => IsMoved(folder) ? File.ReadAllText(Path.Combine(folder, MovedMark)) : null;

    /// <summary>From now on nobody starts with it any more. It is on the disk when this returns.</summary>
    /// <param name="to">Where to; nothing that is secret.</param>
    public static void MarkMoved(string folder, string to) => Mark(folder, MovedMark, to);

    private static void Mark(string folder, string name, string words)
    {
        using var mark = new FileStream(Path.Combine(folder, name), FileMode.Create, FileAccess.Write, FileShare.None);
        mark.Write(Encoding.UTF8.GetBytes(words));
        mark.Flush(flushToDisk: true);
    }

    public void Dispose() => held.Dispose();
}

/// <param name="AlsoMoved">Also a folder or a database may be opened that was moved: to be moved on.</param>
/// <param name="AlsoMoving">Also a folder may be opened to which something is on its way.</param>
public sealed record FolderPermit(bool AlsoMoved, bool AlsoMoving = false);

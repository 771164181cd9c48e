using System.Diagnostics;
using System.Globalization;

namespace OmoBroadcast.Tests.Servers;

/// <summary>A file system of a few megabytes, of its own, to be filled up. Where the machine lets nobody mount one, the test is skipped and
/// says so.</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly string filler;

    private SmallDisk(string path) => (Path, filler) = (path, System.IO.Path.Combine(path, "filler"));

    public string Path { get; }

    public double FreePercent
    {
        get
        {
            var disk = new DriveInfo(Path);
            return 100.0 * disk.AvailableFreeSpace / disk.TotalSize;
        }
    }

    public static SmallDisk Mount(int megabytes)
    {
        var path = Directory.CreateTempSubdirectory("omo-disk-").FullName;
        var said = Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m"), "tmpfs", path);
        if (said is null)
            return new SmallDisk(path);
        Directory.Delete(path);
        throw new MissingPrerequisiteException($"This machine mounts no file system for a test: {said}");
    }

    /// <summary>Leaves so many percent free; with 0 not a byte can be written.</summary>
    public void Fill(double leave = 0)
    {
        var disk = new DriveInfo(Path);
        var most = disk.AvailableFreeSpace - (long)(disk.TotalSize * leave / 100);
        using var file = new FileStream(filler, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, 1);
        var block = new byte[4096];
        try
        {
            for (var written = 0L; leave == 0 || written < most; written += block.Length)
                file.Write(block);
        }
        catch (IOException) when (leave == 0)
        {
            // Full.
        }
    }

    /// <summary>Takes away what filled it.</summary>
    public void Free() => File.Delete(filler);

    /// <summary>Gives it to another user of this machine.</summary>
    public string FolderOf(string user)
    {
        var folder = Directory.CreateDirectory(System.IO.Path.Combine(Path, user)).FullName;
        return Run("chown", user, folder) is { } said ? throw new InvalidOperationException(said) : folder;
    }

    public void Dispose()
    {
        Run("umount", "-l", Path);
        Directory.Delete(Path);
    }

    private static string? Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments)
                {
                    UseShellExecute = false,
                    RedirectStandardError = true,
                    RedirectStandardOutput = true,
                }
            );
            var said = process!.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : said.Trim();
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return missing.Message;
        }
    }
}

using Microsoft.Extensions.Logging;
using OmoBroadcast.Storage.Settings;

namespace OmoBroadcast.Storage.Space;

/// <summary>
/// How much room is left where this process writes: the data folder and the media in it. While it is low no new broadcast is promised,
/// while it is critical none is sent; what customers send is taken as long as anything can be written. Looked at in the background; ends by
/// itself when there is room again.
/// </summary>
public sealed partial class FreeSpace(StorageOptions options, TimeProvider time, ILogger<FreeSpace> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>What is gained beyond the threshold before it is taken back, so that nothing flutters at it.</summary>
    private const double Beyond = 1.1;

    private volatile IReadOnlyList<FolderSpace> folders = [];
    private volatile SpaceLevel level;

    public SpaceLevel Level => level;

    /// <summary>Whether a new broadcast may be promised.</summary>
    public bool MayPromise => level == SpaceLevel.Ample;

    /// <summary>Whether what was promised may be launched and sent.</summary>
    public bool MaySend => level != SpaceLevel.Critical;

    /// <summary>As last seen.</summary>
    public IReadOnlyList<FolderSpace> Folders => folders;

    private void Look()
    {
        string[] paths = [Path.GetFullPath(options.DataDir), Path.Combine(Path.GetFullPath(options.DataDir), "media")];
        folders = [.. paths.Select(Measure).OfType<FolderSpace>()];
        if (folders.Count == 0)
            return;
        var free = folders.Min(folder => folder.FreePercent);
        var next = Judge(free, level);
        if (next == level)
            return;
        LogLevelChanged(next, free);
        level = next;
    }

    internal SpaceLevel Judge(double freePercent, SpaceLevel before)
    {
        if (freePercent < options.DiskCriticalPercent * (before == SpaceLevel.Critical ? Beyond : 1))
            return SpaceLevel.Critical;
        return freePercent < options.DiskLowPercent * (before == SpaceLevel.Ample ? 1 : Beyond) ? SpaceLevel.Low : SpaceLevel.Ample;
    }

    /// <summary>A share on the network may hang: then what was seen last stands.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Run(Look, cancellationToken).WaitAsync(Patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            LogDeaf();
        }
    }

    /// <summary>Of the folder, or of the nearest above it that is there; null where the file system does not say.</summary>
    private static FolderSpace? Measure(string path)
    {
        try
        {
            var there = path;
            while (!Directory.Exists(there) && Path.GetDirectoryName(there) is { } above)
                there = above;
            var disk = new DriveInfo(there);
            return disk.TotalSize > 0 ? new(Path.GetFileName(path), 100.0 * disk.AvailableFreeSpace / disk.TotalSize) : null;
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The room of Omo:DataDir is {Level}: {Free:0.0} % are free")]
    private partial void LogLevelChanged(SpaceLevel level, double free);

    [LoggerMessage(LogLevel.Debug, "The data folder's file system does not answer")]
    private partial void LogDeaf();
}

/// <summary>Low: no new broadcasts. Critical: nothing is sent.</summary>
public enum SpaceLevel
{
    Ample,
    Low,
    Critical,
}

/// <param name="Folder">Its own name, not where it lies.</param>
public sealed record FolderSpace(string Folder, double FreePercent);

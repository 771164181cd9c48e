using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace OmoBroadcast.Storage.Redis;

/// <summary>
/// Keeps the embedded engine's append-only file short, by checkpoints. Garnet 2.2.8 can neither checkpoint nor spill a set or hash that
/// changes at that moment (its issue 2101: the checkpoint fails and no later one succeeds), so nothing is written meanwhile; for the sizes
/// this engine is for, that takes milliseconds.
/// </summary>
internal sealed partial class Checkpoints(string configuration, string folder, ILogger logger) : IAsyncDisposable
{
    private const long LongestFile = 96L << 20;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(10);

    private readonly CheckpointGate quiet = new();
    private readonly SemaphoreSlim one = new(1);
    private readonly CancellationTokenSource stopping = new();
    private Task watching = Task.CompletedTask;

    public void Start() => watching = WatchAsync();

    /// <summary>Writes through here, so that a checkpoint can wait for it.</summary>
    public async Task<T> WriteAsync<T>(Func<Task<T>> command)
    {
        await quiet.EnterAsync();
        try
        {
            return await command();
        }
        finally
        {
            quiet.Leave();
        }
    }

    /// <summary>Throws <see cref="RedisException"/> or <see cref="TimeoutException"/> when it could not be taken; all that is in the
    /// append-only file stays there then.</summary>
    public async Task TakeAsync()
    {
        await one.WaitAsync();
        try
        {
            await using var redis = await ConnectionMultiplexer.ConnectAsync(configuration + ",allowAdmin=true,asyncTimeout=60000");
            await quiet.DuringAsync(() => redis.GetDatabase().ExecuteAsync("SAVE"));
        }
        finally
        {
            one.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await watching;
        stopping.Dispose();
        one.Dispose();
    }

    private async Task WatchAsync()
    {
        // The disk's time, not the application's.
        using var timer = new PeriodicTimer(Between, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token))
            {
                try
                {
                    // It is written beside the last one.
                    if (FileLength() > LongestFile && HasRoom())
                        await TakeAsync();
                }
                catch (Exception exception) when (exception is RedisException or TimeoutException or IOException)
                {
                    LogFailed(exception);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private bool HasRoom() =>
        new DriveInfo(folder).AvailableFreeSpace
        > new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    private long FileLength() => new DirectoryInfo(Path.Combine(folder, "AOF")).EnumerateFiles().Sum(file => file.Length);

    [LoggerMessage(LogLevel.Warning, "The embedded Redis engine could not take a checkpoint; its append-only file goes on growing")]
    private partial void LogFailed(Exception exception);
}

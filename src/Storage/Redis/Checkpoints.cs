using StackExchange.Redis;

namespace OmoBroadcast.Storage.Redis;

/// <summary>
/// Keeps the embedded engine's append-only file short, by checkpoints. Garnet 2.2.8 can neither checkpoint nor spill a set or hash that
/// changes at that moment (its issue 2101: the checkpoint fails and no later one succeeds), so nothing is written meanwhile; for the sizes
/// this engine is for, that takes milliseconds.
/// </summary>
internal sealed class Checkpoints(string configuration, string folder) : IDisposable
{
    private const long LongestFile = 96L << 20;

    private readonly CheckpointGate quiet = new();
    private readonly SemaphoreSlim one = new(1);

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

    /// <summary>As <see cref="TakeAsync"/>, when the file has become long and there is room: it is written beside the last one.</summary>
    public Task TakeIfLongAsync() => FileLength() > LongestFile && HasRoom() ? TakeAsync() : Task.CompletedTask;

    public void Dispose() => one.Dispose();

    private bool HasRoom() =>
        new DriveInfo(folder).AvailableFreeSpace
        > new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    private long FileLength() => new DirectoryInfo(Path.Combine(folder, "AOF")).EnumerateFiles().Sum(file => file.Length);
}

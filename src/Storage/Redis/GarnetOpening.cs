using Garnet;
using StackExchange.Redis;

namespace OmoBroadcast.Storage.Redis;

/// <summary>
/// One opening of the embedded engine. When a single commit of its log has failed (a full disk), every later one fails with it, while
/// memory serves on: then what this opening says is worth nothing any more, and only another opening of the same files is.
/// </summary>
internal sealed class GarnetOpening(GarnetServer server, Action<GarnetOpening, Exception> onFailed)
{
    /// <summary>A commit takes milliseconds. When the write of its metadata fails, Garnet swallows the error and never ends it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private Task writing = Task.CompletedTask;
    private Task? next;
    private Exception? fault;

    public bool IsWell => Volatile.Read(ref fault) is null;

    /// <summary>
    /// Ends when all that was done before the call is in the file. Without it the last few milliseconds are lost with the process.
    /// One write serves all who wait for it. Throws <see cref="RedisConnectionException"/> when it is not in the file and, by this opening,
    /// never will be.
    /// </summary>
    public Task WrittenAsync()
    {
        lock (gate)
            return next ??= WriteAsync(writing);

        async Task WriteAsync(Task before)
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
            Task own;
            lock (gate)
            {
                next = null;
                own = writing = CommitAsync();
            }

            await own;
        }
    }

    /// <summary>Ends when nothing of it touches the files any more.</summary>
    public Task CloseAsync() => Task.Run(server.Dispose);

    private async Task CommitAsync()
    {
        if (Volatile.Read(ref fault) is { } earlier)
            throw Lost(earlier);
        try
        {
            var committed = Task.Run(() => server.Store.CommitAOFAsync(CancellationToken.None).AsTask());
            if (!await committed.WaitAsync(Patience, TimeProvider.System))
                throw new IOException("Garnet did not write its log.");
        }
#pragma warning disable CA1031 // However it fails, nobody can say any more what is in the file.
        catch (Exception wrong)
#pragma warning restore CA1031
        {
            if (Interlocked.CompareExchange(ref fault, wrong, null) is null)
                onFailed(this, wrong);
            throw Lost(wrong);
        }
    }

    private static RedisConnectionException Lost(Exception wrong) =>
        new(ConnectionFailureType.UnableToConnect, CommandFlags.None, "The embedded engine's log has failed", wrong);
}

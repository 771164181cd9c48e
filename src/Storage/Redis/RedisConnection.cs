using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Storage.Settings;
using StackExchange.Redis;

namespace OmoBroadcast.Storage.Redis;

/// <summary>
/// The connection to Redis (or to the engine inside this process). Commands fail within about a second when Redis is away or does not
/// answer, are never queued meanwhile, and find it again by themselves. What fails throws <see cref="RedisException"/> or
/// <see cref="TimeoutException"/>.
/// </summary>
public sealed partial class RedisConnection(StorageOptions options, ILogger<RedisConnection> logger) : IAsyncDisposable
{
    private static readonly TimeSpan BetweenKnocks = TimeSpan.FromMilliseconds(200);

    /// <summary>The embedded engine does not hang, but on a busy machine it is slow.</summary>
    private readonly TimeSpan patience = TimeSpan.FromMilliseconds(string.IsNullOrWhiteSpace(options.Redis) ? 3000 : 800);
    private readonly CancellationTokenSource stopping = new();
    private EmbeddedGarnet? garnet;
    private ConnectionMultiplexer? redis;
    private int connections;
    private int deaf;
    private volatile bool held;

    /// <summary>So many entries may wait in one list for the journal.</summary>
    internal int MostListed { get; } = Math.Max(options.JournalWaiting / Conversations.Buckets, 1);

    /// <summary>Raised after each connection made anew, on any thread.</summary>
    internal event Action? Connected;

    public bool IsConnected => IsReachable && !held;

    private bool IsReachable => redis is { IsConnected: true } && Volatile.Read(ref deaf) == 0 && garnet is not { IsWell: false };

    /// <summary>
    /// What is there is not whole: until <see cref="Release"/> it counts as away, so that nobody sees half of it. What comes from customers
    /// waits in SQL, and nothing is sent.
    /// </summary>
    internal void Hold() => held = true;

    internal void Release() => held = false;

    internal bool IsHeld => held;

    /// <summary>What it connects to, as it was written (<see cref="RedisAddress"/> reads it); known once started.</summary>
    internal string Configuration { get; private set; } = options.Redis;

    /// <summary>Counts the connections made; whoever remembers something about the server's state compares it.</summary>
    internal int Connections => Volatile.Read(ref connections);

    /// <summary>Starts the embedded engine if no server is configured, and connects. Returns also when the server is away; it is then
    /// looked for in the background.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (redis is not null)
            return;
        if (string.IsNullOrWhiteSpace(options.Redis))
        {
            garnet = EmbeddedGarnet.Start(Path.Combine(options.DataDir, "present"), logger);
            Configuration = garnet.Configuration;
        }

        var settings = RedisAddress.Read(Configuration);
        settings.AbortOnConnectFail = false;
        settings.BacklogPolicy = BacklogPolicy.FailFast;
        settings.ConnectRetry = 1;
        settings.ConnectTimeout = 1000;
        // What the operator has not chosen.
        if (settings.AsyncTimeout == new ConfigurationOptions().AsyncTimeout)
            settings.AsyncTimeout = (int)patience.TotalMilliseconds;
        settings.SyncTimeout = (int)patience.TotalMilliseconds;
        settings.HeartbeatInterval = TimeSpan.FromMilliseconds(100);
        settings.ReconnectRetryPolicy = new LinearRetry(250);
        settings.ConfigCheckSeconds = 10;
        settings.ClientName ??= "omobroadcast";
        redis = await ConnectionMultiplexer.ConnectAsync(settings).WaitAsync(cancellationToken);
        redis.ConnectionRestored += (_, restored) =>
        {
            if (restored.ConnectionType != ConnectionType.Interactive)
                return;
            LogConnected();
            Reconnected();
        };
        redis.ConnectionFailed += (_, failed) => LogLost(failed.FailureType);
        Reconnected();
    }

    /// <summary>Whether Redis answers now; takes less than a second to say so and never throws but for cancellation.</summary>
    public async Task<bool> IsAwakeAsync(CancellationToken cancellationToken)
    {
        if (!IsConnected)
            return false;
        try
        {
            await redis!.GetDatabase().PingAsync().WaitAsync(patience, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        if (redis is not null)
            await redis.DisposeAsync();
        if (garnet is not null)
            await garnet.DisposeAsync();
        stopping.Dispose();
    }

    /// <summary>Shortens the embedded engine's append-only file now.</summary>
    internal Task CheckpointAsync() => garnet?.Checkpoints.TakeAsync() ?? Task.CompletedTask;

    /// <summary>The same, when it has become long.</summary>
    internal Task CheckpointIfLongAsync() => garnet?.Checkpoints.TakeIfLongAsync() ?? Task.CompletedTask;

    internal ISubscriber Subscriber() => (redis ?? throw Away()).GetSubscriber();

    /// <summary>Commands that read or write without a script.</summary>
    internal Task<T> AskAsync<T>(Func<IDatabase, Task<T>> commands, CancellationToken cancellationToken = default) =>
        IsConnected ? AskBeneathAsync(commands, cancellationToken) : throw Away();

    /// <summary>As <see cref="AskAsync"/>, also while it is held.</summary>
    internal async Task<T> AskBeneathAsync<T>(Func<IDatabase, Task<T>> commands, CancellationToken cancellationToken)
    {
        if (!IsReachable)
            throw Away();
        try
        {
            return await commands(redis!.GetDatabase()).WaitAsync(cancellationToken);
        }
        catch (RedisTimeoutException)
        {
            NoAnswer();
            throw;
        }
    }

    /// <summary>As <see cref="RunAsync(Call, CancellationToken)"/>, ending when the embedded engine has it on disk; a server sees to that
    /// itself.</summary>
    internal async Task<RedisResult> WriteAsync(Call call, CancellationToken cancellationToken = default)
    {
        var opening = garnet?.Opening;
        var result = await RunAsync(call, cancellationToken);
        if (opening is not null)
            await opening.WrittenAsync();
        return result;
    }

    /// <summary>All calls in one pipelined round trip, in their order. Throws the first failure after all have ended.</summary>
    internal Task<RedisResult[]> WriteAsync(IReadOnlyList<Call> calls, CancellationToken cancellationToken = default) =>
        IsConnected ? WriteBeneathAsync(calls, cancellationToken) : throw Away();

    /// <summary>As <see cref="WriteAsync(IReadOnlyList{Call}, CancellationToken)"/>, also while it is held.</summary>
    internal async Task<RedisResult[]> WriteBeneathAsync(IReadOnlyList<Call> calls, CancellationToken cancellationToken)
    {
        var opening = garnet?.Opening;
        var results = await TryAsync(() => SendAsync(calls, cancellationToken), cancellationToken);
        if (opening is not null)
            await opening.WrittenAsync();
        return results;
    }

    internal Task<RedisResult> RunAsync(Call call, CancellationToken cancellationToken = default) =>
        IsConnected
            ? TryAsync(
                async () =>
                {
                    try
                    {
                        return await SendAsync(call).WaitAsync(cancellationToken);
                    }
                    catch (RedisServerException exception) when (IsUnknownScript(exception))
                    {
                        await LoadAsync(cancellationToken);
                        return await SendAsync(call).WaitAsync(cancellationToken);
                    }
                },
                cancellationToken
            )
            : throw Away();

    private async Task<T> TryAsync<T>(Func<Task<T>> commands, CancellationToken cancellationToken)
    {
        if (!IsReachable)
            throw Away();
        try
        {
            // All that belongs together waits together for the end of a checkpoint, so that its order stays.
            return await (garnet is null ? commands() : garnet.Checkpoints.WriteAsync(commands)).WaitAsync(cancellationToken);
        }
        catch (RedisTimeoutException)
        {
            NoAnswer();
            throw;
        }
    }

    private async Task<RedisResult[]> SendAsync(IReadOnlyList<Call> calls, CancellationToken cancellationToken)
    {
        var running = calls.Select(SendAsync).ToArray();
        try
        {
            return await Task.WhenAll(running).WaitAsync(cancellationToken);
        }
        catch (RedisServerException exception) when (IsUnknownScript(exception))
        {
            await LoadAsync(cancellationToken);
            for (var at = 0; at < running.Length; at++)
                if (running[at].Exception?.InnerException is RedisServerException unknown && IsUnknownScript(unknown))
                    running[at] = SendAsync(calls[at]);
            return await Task.WhenAll(running).WaitAsync(cancellationToken);
        }
    }

    private static bool IsUnknownScript(RedisServerException exception) =>
        exception.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal);

    private static RedisConnectionException Away() => new(ConnectionFailureType.UnableToConnect, CommandFlags.None, "Redis is away");

    private Task<RedisResult> SendAsync(Call call) => redis!.GetDatabase().ScriptEvaluateAsync(call.Script.Hash, call.Keys, call.Values);

    /// <summary>A restarted or flushed server knows no scripts; in a cluster any of its servers may be the one that does not.</summary>
    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var server in redis!.GetServers().Where(server => server is { IsConnected: true, IsReplica: false }))
            await Task.WhenAll(Script.All.Select(script => server.ScriptLoadAsync(script.Text))).WaitAsync(cancellationToken);
    }

    private void Reconnected()
    {
        Interlocked.Increment(ref connections);
        Connected?.Invoke();
        _ = PreloadAsync();
    }

    private async Task PreloadAsync()
    {
        try
        {
            await LoadAsync(stopping.Token);
        }
        catch (Exception exception)
            when (exception is RedisException or TimeoutException or OperationCanceledException or ObjectDisposedException)
        {
            // Whoever calls a script next loads it.
        }
    }

    /// <summary>
    /// A server that holds the connection but does not answer would collect commands without end. From the first unanswered one on, all
    /// fail at once, and one small question at a time is asked until it is answered.
    /// </summary>
    private void NoAnswer()
    {
        if (Interlocked.Exchange(ref deaf, 1) == 0)
            _ = KnockAsync();
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever stops a knock, the next one must follow.")]
    private async Task KnockAsync()
    {
        LogDeaf();
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await redis!.GetDatabase().PingAsync().WaitAsync(patience, stopping.Token);
                break;
            }
            catch (Exception) when (!stopping.IsCancellationRequested)
            {
                // The network's time, not the application's: a test that stops the clock must not stop this.
                await Task.Delay(BetweenKnocks, TimeProvider.System, CancellationToken.None);
            }
            catch (Exception)
            {
                return;
            }
        }

        Volatile.Write(ref deaf, 0);
        LogConnected();
    }

    // What the operator is to know of it is told once, by whoever tries a write (see LookAsync).
    [LoggerMessage(LogLevel.Debug, "Redis answers")]
    private partial void LogConnected();

    [LoggerMessage(LogLevel.Debug, "Redis is lost: {Failure}")]
    private partial void LogLost(ConnectionFailureType failure);

    [LoggerMessage(LogLevel.Debug, "Redis does not answer")]
    private partial void LogDeaf();
}

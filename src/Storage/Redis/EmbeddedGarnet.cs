using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Garnet;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace OmoBroadcast.Storage.Redis;

/// <summary>
/// Microsoft Garnet inside this process, on a loopback port that only this process has the password of; its files survive the process. When
/// its log has failed it is away until there is room again and it has been opened anew, which it does by itself.
/// </summary>
internal sealed partial class EmbeddedGarnet : IAsyncDisposable
{
    private const int Room = 256 * 1024;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(500);

    private readonly string folder;
    private readonly ILogger logger;
    private readonly int port;
    private readonly string password;
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private GarnetOpening? opening;
    private Task mending = Task.CompletedTask;

    private EmbeddedGarnet(string folder, int port, ILogger logger)
    {
        (this.folder, this.port, this.logger) = (folder, port, logger);
        password = Convert.ToHexString(RandomNumberGenerator.GetBytes(24));
        Configuration = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port},password={password}");
        Checkpoints = new(Configuration, folder);
    }

    /// <summary>For StackExchange.Redis; the same for all openings.</summary>
    public string Configuration { get; }

    public Checkpoints Checkpoints { get; }

    public bool IsWell => Volatile.Read(ref opening) is { IsWell: true };

    /// <summary>The one that commands go to now. To be asked for before a command whose effect is to be on the disk: that of another
    /// opening is not in this one's file.</summary>
    /// <exception cref="RedisConnectionException">The log has failed.</exception>
    public GarnetOpening Opening =>
        Volatile.Read(ref opening) is { IsWell: true } well
            ? well
            : throw new RedisConnectionException(
                ConnectionFailureType.UnableToConnect,
                CommandFlags.None,
                "The embedded engine's log has failed"
            );

    /// <summary>Starts on what the folder holds: the last checkpoint and the append-only file since.</summary>
    /// <exception cref="IOException">The engine does not start: the folder cannot be written to, or its files cannot be read.</exception>
    public static EmbeddedGarnet Start(string folder, ILogger logger)
    {
        Directory.CreateDirectory(folder);
        for (var attempt = 1; ; attempt++)
        {
            var garnet = new EmbeddedGarnet(folder, FreePort(), logger);
            try
            {
                garnet.opening = garnet.Open();
                return garnet;
            }
            // Someone may have taken the port in between.
            catch (IOException wrong) when (wrong.GetBaseException() is SocketException && attempt < 5)
            {
                garnet.stopping.Dispose();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        Checkpoints.Dispose();
        await mending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Volatile.Read(ref opening) is { } last)
        {
            // What is not in the file by now was not acknowledged either.
            await last.WrittenAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await mending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (last.IsWell)
                await last.CloseAsync();
        }

        stopping.Dispose();
    }

    private GarnetOpening Open()
    {
        GarnetServer? server = null;
        try
        {
            server = new GarnetServer(Arguments());
            server.Start();
            return new(server, Failed);
        }
        catch (Exception exception)
        {
            server?.Dispose();
            throw new IOException($"The embedded Redis engine did not start on {folder}: {exception.Message}", exception);
        }
    }

    private void Failed(GarnetOpening broken, Exception wrong)
    {
        lock (gate)
        {
            // One that is still being tried is seen to by whoever tries it.
            if (broken != opening)
                return;
            LogFailed(wrong.Message);
            mending = MendAsync(broken);
        }
    }

    private async Task MendAsync(GarnetOpening broken)
    {
        await broken.CloseAsync();
        var reason = "";
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                MakeSureOfRoom();
                Volatile.Write(ref opening, await OpenAnewAsync());
                LogOpened();
                return;
            }
            catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or RedisException or TimeoutException)
            {
                if (reason != wrong.Message)
                    LogStillClosed(reason = wrong.Message);
            }

            await Task.Delay(BetweenTries, TimeProvider.System, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>An opening that has shown that it can write.</summary>
    private async Task<GarnetOpening> OpenAnewAsync()
    {
        var anew = await Task.Run(Open);
        try
        {
            await using var redis = await ConnectionMultiplexer.ConnectAsync(Configuration + ",connectTimeout=2000,connectRetry=1");
            await redis.GetDatabase().StringSetAsync(Keys.Probe(0), "opened");
            await anew.WrittenAsync();
            return anew;
        }
        catch
        {
            await anew.CloseAsync();
            throw;
        }
    }

    /// <summary>Throws <see cref="IOException"/> while a little cannot be written.</summary>
    private void MakeSureOfRoom()
    {
        using var trial = new FileStream(
            Path.Combine(folder, "room.tmp"),
            FileMode.Create,
            FileAccess.Write,
            FileShare.None,
            1,
            FileOptions.DeleteOnClose
        );
        trial.Write(new byte[Room]);
        trial.Flush(flushToDisk: true);
    }

    private string[] Arguments() =>
        [
            "--port",
            port.ToString(CultureInfo.InvariantCulture),
            "--password",
            password,
            "--logdir",
            folder,
            "--checkpointdir",
            folder,
            .. Always,
        ];

    private static readonly string[] Always =
    [
        "--bind",
        "127.0.0.1",
        "--auth",
        "Password",
        // Without it a script is no transaction: two at once on one key lose writes.
        "--lua",
        "true",
        "--lua-transaction-mode",
        "true",
        // All in memory, as Redis has it: what is spilled while it changes brings the engine down (see Checkpoints). Taken only as it is
        // filled.
        "--storage-tier",
        "true",
        "--device-type",
        "RandomAccess",
        "--page",
        "1m",
        "--memory",
        "16g",
        "--index",
        "8m",
        "--segment",
        "64m",
        "--aof",
        "true",
        "--aof-commit-freq",
        "100",
        "--aof-page-size",
        "4m",
        "--aof-memory",
        "32m",
        "--aof-segment-size",
        "16m",
        "--recover",
        "true",
        "--fail-on-recovery-error",
        "true",
        "-q",
        "true",
        "--disable-console-logger",
        "true",
    ];

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [LoggerMessage(
        LogLevel.Error,
        "The log of the embedded Redis engine has failed; nothing is written to it until it has been opened anew: {Reason}"
    )]
    private partial void LogFailed(string reason);

    [LoggerMessage(LogLevel.Warning, "The embedded Redis engine cannot be opened anew yet: {Reason}")]
    private partial void LogStillClosed(string reason);

    [LoggerMessage(LogLevel.Warning, "The embedded Redis engine has been opened anew")]
    private partial void LogOpened();
}

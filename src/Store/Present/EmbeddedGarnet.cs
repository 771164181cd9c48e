using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Garnet;
using Microsoft.Extensions.Logging;

namespace OmoBroadcast.Store.Present;

/// <summary>Microsoft Garnet inside this process, on a loopback port that only this process has the password of; its files survive the process.</summary>
internal sealed class EmbeddedGarnet : IAsyncDisposable
{
    private readonly GarnetServer server;
    private readonly Lock gate = new();
    private Task writing = Task.CompletedTask;
    private Task? next;

    private EmbeddedGarnet(GarnetServer server, string configuration, Checkpoints checkpoints)
    {
        this.server = server;
        Configuration = configuration;
        Checkpoints = checkpoints;
    }

    /// <summary>For StackExchange.Redis.</summary>
    public string Configuration { get; }

    public Checkpoints Checkpoints { get; }

    /// <summary>Starts on what the folder holds: the last checkpoint and the append-only file since.</summary>
    /// <exception cref="IOException">The engine does not start: the folder cannot be written to, or its files cannot be read.</exception>
    public static EmbeddedGarnet Start(string folder, ILogger logger)
    {
        Directory.CreateDirectory(folder);
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(24));
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            GarnetServer? server = null;
            try
            {
                server = new GarnetServer(Arguments(folder, port, password));
                server.Start();
                var configuration = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port},password={password}");
                var checkpoints = new Checkpoints(configuration, folder, logger);
                checkpoints.Start();
                return new(server, configuration, checkpoints);
            }
            catch (Exception exception)
            {
                server?.Dispose();
                // Someone may have taken the port in between.
                if (exception is SocketException && attempt < 5) continue;
                throw new IOException($"The embedded Redis engine did not start on {folder}: {exception.Message}", exception);
            }
        }
    }

    /// <summary>
    /// Ends when all that was done before the call is in the file. Without it the last few milliseconds are lost with the process.
    /// One write serves all who wait for it.
    /// </summary>
    public Task WrittenAsync()
    {
        lock (gate) return next ??= WriteAsync(writing);

        async Task WriteAsync(Task before)
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
            Task own;
            lock (gate)
            {
                next = null;
                own = writing = Task.Run(() => server.Store.CommitAOFAsync(CancellationToken.None).AsTask());
            }

            await own;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Checkpoints.DisposeAsync();
        await WrittenAsync();
        server.Dispose();
    }

    private static string[] Arguments(string folder, int port, string password) =>
    [
        "--bind", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture),
        "--auth", "Password", "--password", password,
        // Without it a script is no transaction: two at once on one key lose writes.
        "--lua", "true", "--lua-transaction-mode", "true",
        // All in memory, as Redis has it: what is spilled while it changes brings the engine down (see Checkpoints). Taken only as it is filled.
        "--logdir", folder, "--checkpointdir", folder, "--storage-tier", "true", "--device-type", "RandomAccess",
        "--page", "1m", "--memory", "16g", "--index", "8m", "--segment", "64m",
        "--aof", "true", "--aof-commit-freq", "100", "--aof-page-size", "4m", "--aof-memory", "32m", "--aof-segment-size", "16m",
        "--recover", "true", "--fail-on-recovery-error", "true",
        "-q", "true", "--disable-console-logger", "true",
    ];

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using StackExchange.Redis;

namespace OmoBroadcast.Tests.Servers;

/// <summary>A real redis-server on a free loopback port, its files in a temporary folder. Each is its own; dispose ends it and deletes the
/// folder.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private static readonly string[] Places = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin", "/usr/sbin"];

    private readonly string folder = Directory.CreateTempSubdirectory("omo-redis-").FullName;
    private readonly string[] settings;
    private Process? process;
    private TimeSpan ahead;

    private RedisServer(string[] settings)
    {
        this.settings = settings;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Kill();
    }

    public int Port { get; private set; }

    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    public string Folder => folder;

    public int ProcessId => process?.Id ?? 0;

    /// <summary>It has loaded its data and answers.</summary>
    public bool IsReady { get; private set; }

    public bool IsRunning => process is { HasExited: false };

    /// <summary>Null where there is no redis-server.</summary>
    public static string? Binary { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Concat(Places)
            .Select(place => Path.Combine(place, "redis-server"))
            .FirstOrDefault(File.Exists);

    /// <summary>Starts a server that writes its append-only file every second, as a production one would, or none.</summary>
    /// <param name="settings">More of redis.conf, as on the command line: <c>"--maxmemory", "10mb"</c>.</param>
    public static Task<RedisServer> StartAsync(bool appendOnly = true, params string[] settings) =>
        StartAsync(new RedisServer(["--appendonly", appendOnly ? "yes" : "no", .. settings]));

    /// <summary>One whose clock is ahead of this machine's.</summary>
    public static Task<RedisServer> StartAsync(TimeSpan ahead) => StartAsync(new RedisServer(["--appendonly", "yes"]) { ahead = ahead });

    private static async Task<RedisServer> StartAsync(RedisServer server)
    {
        for (var attempt = 1; ; attempt++)
        {
            server.Port = FreePort();
            try
            {
                await server.LaunchAsync();
                return server;
            }
            catch (IOException) when (attempt < 5)
            {
                // Someone took the port in between.
            }
        }
    }

    /// <summary>SIGTERM, and waits for the end: everything is on disk.</summary>
    public async Task StopAsync()
    {
        if (process is not { HasExited: false })
            return;
        Signal(15);
        await process.WaitForExitAsync();
    }

    /// <summary>SIGKILL, and waits for the end.</summary>
    public void Kill()
    {
        if (!IsRunning)
            return;
        process!.Kill();
        process.WaitForExit();
    }

    /// <summary>SIGSTOP: holds its connections and answers nothing.</summary>
    public void Freeze() => Signal(19);

    /// <summary>SIGCONT.</summary>
    public void Thaw() => Signal(18);

    /// <summary>Starts it again on the same port with what is in its folder; kills it first if it runs.</summary>
    public async Task RestartAsync()
    {
        Kill();
        await LaunchAsync();
    }

    /// <summary>One command of an operator, such as CONFIG, FLUSHALL or REPLICAOF.</summary>
    public async Task<RedisResult> CommandAsync(string command, params object[] arguments)
    {
        await using var operatorsOwn = await ConnectionMultiplexer.ConnectAsync(ConnectionString + ",allowAdmin=true");
        return await operatorsOwn.GetDatabase().ExecuteAsync(command, arguments);
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        process?.Dispose();
        process = null;
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task LaunchAsync()
    {
        process?.Dispose();
        IsReady = false;
        var start = new ProcessStartInfo(Binary ?? throw new MissingPrerequisiteException("There is no redis-server on this machine"))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        };
        foreach (
            var setting in (string[])
                ["--bind", "127.0.0.1", "--port", Port.ToString(CultureInfo.InvariantCulture), "--dir", folder, "--save", "", .. settings]
        )
            start.ArgumentList.Add(setting);
        FakeTime.Shift(start, start.FileName, ahead);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process = new() { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.Contains("Ready to accept connections", StringComparison.Ordinal) != true)
                return;
            IsReady = true;
            ready.TrySetResult();
        };
        process.Exited += (_, _) => ready.TrySetException(new IOException("redis-server ended before it was ready"));
        process.Start();
        process.BeginOutputReadLine();
        await ready.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    private void Signal(int signal)
    {
        if (process is { HasExited: false } running && kill(running.Id, signal) != 0)
            throw new InvalidOperationException($"Signal {signal} did not arrive");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

#pragma warning disable SYSLIB1054, CA5392, IDE1006
    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int pid, int signal);
#pragma warning restore SYSLIB1054, CA5392, IDE1006
}

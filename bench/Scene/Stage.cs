using System.Globalization;
using OmoBroadcast.Bench.Measuring;
using OmoBroadcast.Bench.Roles;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Bench.Scene;

/// <summary>Everything one benchmark starts: servers, processes, folders. All of it ends with the stage, newest first.</summary>
internal sealed class Stage(BenchOptions options) : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> started = new();

    public BenchOptions Options => options;

    /// <summary>A real redis-server that writes its append-only file every second.</summary>
    public async Task<RedisServer> RedisAsync() => Keep(await RedisServer.StartAsync(appendOnly: true, "--appendfsync", "everysec"));

    /// <summary>A real PostgreSQL that waits for the disk on every commit, with an empty database.</summary>
    public async Task<(string ConnectionString, int Process)> PostgresAsync()
    {
        var server = Keep(await PostgresServer.StartAsync());
        return (await server.CreateDatabaseAsync(), Processes.Find("-p", server.Port.ToString(CultureInfo.InvariantCulture)));
    }

    public async Task<SandboxProcess> SandboxAsync() => Keep(await SandboxProcess.StartAsync(app: false));

    /// <summary>The platform that takes everything.</summary>
    public async Task<StubServer> StubAsync(CancellationToken cancellationToken)
    {
        var port = Ports.Free();
        return new(
            await HireAsync(
                options.KestrelStub ? "kestrel-stub" : "socket-stub",
                [port.ToString(CultureInfo.InvariantCulture)],
                new Dictionary<string, string>(),
                cancellationToken
            ),
            port
        );
    }

    /// <summary>A process of this program in a role.</summary>
    public async Task<Hired> HireAsync(
        string role,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> settings,
        CancellationToken cancellationToken
    ) => Keep(await Hired.StartAsync(role, arguments, settings, cancellationToken));

    /// <summary>The service itself, as an operator starts it.</summary>
    public async Task<Service> ServiceAsync(string name, IReadOnlyDictionary<string, string> settings, string environment = "Production") =>
        Keep(await Service.StartAsync(name, settings, environment));

    /// <summary>An empty folder.</summary>
    public string Folder()
    {
        var folder = new TempFolder();
        started.Push(new Folding(folder));
        return folder.Path;
    }

    public async ValueTask DisposeAsync()
    {
        while (started.TryPop(out var last))
        {
            try
            {
                await last.DisposeAsync();
            }
            catch (Exception trouble) when (trouble is InvalidOperationException or TimeoutException or IOException)
            {
                // The rest must end all the same.
                Paper.Say($"{last.GetType().Name} did not end well: {trouble.Message}");
            }
        }
    }

    private T Keep<T>(T one)
        where T : IAsyncDisposable
    {
        started.Push(one);
        return one;
    }

    private sealed class Folding(TempFolder folder) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

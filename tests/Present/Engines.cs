using Microsoft.Extensions.Logging.Abstractions;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Store;
using OmoBroadcast.Store.Present;
using OmoBroadcast.Tests.Servers;
using Connection = OmoBroadcast.Store.Present.Present;

[assembly: AssemblyFixture(typeof(OmoBroadcast.Tests.Present.Engines))]

namespace OmoBroadcast.Tests.Present;

public enum Engine { Redis, Embedded }

/// <summary>One real Redis and one embedded engine for all tests that do not hurt them; each test has an account of its own.</summary>
public sealed class Engines : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("omo-present-").FullName;
    private readonly Dictionary<Engine, Connection> connections = [];
    private RedisServer? server;

    public static TheoryData<Engine> Both => [Engine.Redis, Engine.Embedded];

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable(EmbeddedChild.Folder) is not null) return;
        server = await RedisServer.StartAsync();
        connections[Engine.Redis] = await ConnectAsync(server.ConnectionString);
        connections[Engine.Embedded] = await ConnectAsync("", folder);
    }

    public Connection this[Engine engine] => connections[engine];

    public Conversations Conversations(Engine engine, TimeProvider? time = null) => new(this[engine], time ?? TimeProvider.System, SuppressionWords.Default);

    public static async Task<Connection> ConnectAsync(string redis, string folder = "")
    {
        var present = new Connection(new StoreOptions { Redis = redis, DataDir = folder }, NullLogger<Connection>.Instance);
        await present.StartAsync(CancellationToken.None);
        return present;
    }

    public static AccountKey Account() => new(ChannelId.Line, "U" + Guid.NewGuid().ToString("N"));

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in connections.Values) await connection.DisposeAsync();
        if (server is not null) await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

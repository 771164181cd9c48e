using Microsoft.Extensions.Logging.Abstractions;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Settings;
using OmoBroadcast.Tests.Servers;

[assembly: AssemblyFixture(typeof(OmoBroadcast.Tests.Storage.Redis.Engines))]

namespace OmoBroadcast.Tests.Storage.Redis;

public enum Engine
{
    Redis,
    Embedded,
}

/// <summary>One real Redis and one embedded engine for all tests that do not hurt them; each test has an account of its own.</summary>
public sealed class Engines : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("omo-present-").FullName;
    private readonly Dictionary<Engine, RedisConnection> connections = [];
    private RedisServer? server;

    public static TheoryData<Engine> Both => [Engine.Redis, Engine.Embedded];

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable(EmbeddedChild.Folder) is not null)
            return;
        server = await RedisServer.StartAsync();
        // No test here is about a server that answers late, and the machine may stand still for a moment.
        connections[Engine.Redis] = await ConnectAsync(server.ConnectionString + ",asyncTimeout=20000");
        connections[Engine.Embedded] = await ConnectAsync("", folder);
    }

    public RedisConnection this[Engine engine] => connections[engine];

    public Conversations Conversations(Engine engine, TimeProvider? time = null) =>
        new(this[engine], time ?? TimeProvider.System, SuppressionWords.Default);

    public static async Task<RedisConnection> ConnectAsync(string address, string folder = "", int journalWaiting = 320_000)
    {
        var options = new StorageOptions
        {
            Redis = address,
            DataDir = folder,
            JournalWaiting = journalWaiting,
        };
        var redis = new RedisConnection(options, NullLogger<RedisConnection>.Instance);
        await redis.StartAsync(CancellationToken.None);
        return redis;
    }

    public static AccountKey Account() => new(ChannelId.Line, "U" + Guid.NewGuid().ToString("N"));

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in connections.Values)
            await connection.DisposeAsync();
        if (server is not null)
            await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Tests.Storage.Sql;

namespace OmoBroadcast.Tests.Broadcast;

/// <summary>What a sending house stands on: nothing beside it, or a Redis and a PostgreSQL, each with a clock of its own if need
/// be.</summary>
internal sealed class Engines : IAsyncDisposable
{
    private readonly PostgresServer? own;

    private Engines(RedisServer? redis, PostgresServer? own, string database) => (Redis, this.own, Database) = (redis, own, database);

    public RedisServer? Redis { get; }

    public string Database { get; }

    public static async Task<Engines> OpenAsync(EnginePair pair, TimeSpan redisAhead = default, TimeSpan databaseAhead = default)
    {
        if (pair == EnginePair.Embedded)
            return new(null, null, "");
        if (redisAhead != default || databaseAhead != default)
            Assert.SkipUnless(FakeTime.IsThere, "There is no libfaketime on this machine");
        var redis = await RedisServer.StartAsync(redisAhead);
        var own = databaseAhead == default ? null : await PostgresServer.StartAsync(databaseAhead);
        return new(redis, own, own is null ? await MigratedDatabase.OnPostgresAsync() : await own.CreateDatabaseAsync());
    }

    public HouseSetup Setup(params (IChannel Channel, Account Account)[] accounts) =>
        HouseSetup.Sending(accounts) with
        {
            Redis = Redis?.ConnectionString ?? "",
            Database = Database,
        };

    public async ValueTask DisposeAsync()
    {
        if (Redis is not null)
            await Redis.DisposeAsync();
        if (own is not null)
            await own.DisposeAsync();
    }
}

using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Webhooks.Commands;

/// <summary>The stores of a service that runs nothing else: for a command.</summary>
internal sealed class StoresAlone : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30),
        Look = TimeSpan.FromMilliseconds(200);

    private readonly WebApplication app;
    private readonly List<IHostedService> started = [];

    private StoresAlone(WebApplication app) => this.app = app;

    public static async Task<StoresAlone> StartAsync(WebApplication app)
    {
        var stores = new StoresAlone(app);
        try
        {
            var all = app.Services.GetServices<IHostedService>();
            foreach (var one in all.Where(one => one.GetType().Assembly == typeof(Database).Assembly && one is not RoundRunner))
            {
                stores.started.Add(one);
                await one.StartAsync(CancellationToken.None);
            }

            return stores;
        }
        catch
        {
            await stores.DisposeAsync();
            throw;
        }
    }

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>Throws <see cref="InvalidDataException"/> when one of them does not answer for long.</summary>
    public async Task AnswerAsync(CancellationToken cancellationToken)
    {
        var (database, redis, since) = (Get<Database>(), Get<RedisConnection>(), TimeProvider.System.GetTimestamp());
        for (; ; await Task.Delay(Look, TimeProvider.System, cancellationToken))
        {
            var (ledger, present) = (await database.IsAwakeAsync(cancellationToken), await redis.IsAwakeAsync(cancellationToken));
            if (ledger && present)
                return;
            if (TimeProvider.System.GetElapsedTime(since) > Patience)
                throw new InvalidDataException($"{(ledger ? "Redis" : "The database")} does not answer");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in started.AsEnumerable().Reverse())
            await one.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }
}

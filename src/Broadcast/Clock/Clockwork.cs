using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OmoBroadcast.Broadcast.Launching;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Settings;
using OmoBroadcast.Storage.Sql;
using Quartz;

namespace OmoBroadcast.Broadcast.Clock;

/// <summary>
/// Builds a scheduler of Quartz's. One whose start failed has been shut down and is of no use any more, and Quartz has one for each
/// container: so each attempt has a container of its own.
/// </summary>
public sealed class Clockwork(IServiceProvider house, StorageOptions store, BroadcastOptions options) : IAsyncDisposable
{
    private ServiceProvider? parts;

    /// <summary>Running, on a node that sends; else only written to. Throws what the database throws, and what Quartz makes of
    /// it.</summary>
    public async Task<IScheduler> StartAsync(CancellationToken cancellationToken)
    {
        await DisposeAsync();
        parts = Gather().BuildServiceProvider();
        var scheduler = await parts.GetRequiredService<ISchedulerFactory>().GetScheduler(cancellationToken);
        if (!options.Sends)
            return scheduler;
        var jobs = house.GetServices<CalendarJob>();
        await ClockworkJob.NoteAsync(scheduler, jobs, house.GetRequiredService<TimeProvider>().GetUtcNow(), cancellationToken);
        await scheduler.Start(cancellationToken);
        return scheduler;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref parts, null) is { } former)
            await former.DisposeAsync();
    }

    private ServiceCollection Gather()
    {
        var services = new ServiceCollection();
        services
            .AddSingleton(house.GetRequiredService<ILoggerFactory>())
            .AddSingleton(house.GetRequiredService<TimeProvider>())
            .AddTransient(_ => new LaunchJob(house.GetRequiredService<Launcher>()))
            .AddTransient(_ => new ClockworkJob(
                house.GetServices<CalendarJob>(),
                house.GetRequiredService<RoundRecords>(),
                house.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping
            ));
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = "OmoBroadcast";
                scheduler.GenerateInstanceId = true;
                // One at a time, inside the lock: what measuring taught about triggers fired twice (docs/decisions).
                scheduler.MaxBatchSize = 1;
            });
            quartz.UsePersistentStore(persistent =>
            {
                var (kind, connection) = Database.Locate(store);
                if (kind == DatabaseKind.Postgres)
                {
                    persistent.UsePostgres(NpgsqlFactory.Instance, connection);
                    persistent.UseClustering();
                }
                else
                {
                    persistent.UseSqlite(SqliteFactory.Instance, connection);
                }

                persistent.ProvisionSchema();
                persistent.ConfigureStore(ado => ado.AcquireTriggersWithinLock = true);
            });
        });
        return services;
    }
}

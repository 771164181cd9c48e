using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OmoBroadcast.Store.Promises;

/// <summary>
/// Makes the database ready. A PostgreSQL that is away does not keep the process from starting: it is asked again in the background, and
/// until then the process reports itself not ready. A file that cannot be used is a mistake to be told at once.
/// </summary>
internal sealed class DatabaseStartup(Database database, TimeProvider time, ILogger<DatabaseStartup> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource stopping = new();
    private Task retrying = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await database.MigrateAsync(cancellationToken);
        }
        catch (Exception away) when (database.Kind == DatabaseKind.Postgres && database.IsTransient(away))
        {
            logger.LogWarning("The database is away; it is asked again until it is there. {Reason}", away.Message);
            retrying = RetryAsync(stopping.Token);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await retrying.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => stopping.Dispose();

    private async Task RetryAsync(CancellationToken cancellation)
    {
        for (var wait = FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            await Task.Delay(wait, time, cancellation);
            try
            {
                await database.MigrateAsync(cancellation);
                logger.LogInformation("The database is there");
                return;
            }
            catch (Exception away) when (away is not OperationCanceledException)
            {
                logger.LogDebug(away, "The database is still away");
            }
        }
    }
}

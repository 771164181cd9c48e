using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Storage.Condition;

namespace OmoBroadcast.Storage.Sql;

/// <summary>
/// Makes the database ready. One that is away, does not let us in or has no room does not keep the process from starting: it is asked again
/// in the background, and until then the process reports itself not ready and why. A file that cannot be used, or a schema that cannot be
/// made, is a mistake to be told at once.
/// </summary>
internal sealed partial class DatabaseStartup(
    Database database,
    TimeProvider time,
    ILogger<DatabaseStartup> logger,
    FolderPermit? permit = null
) : IHostedService, IDisposable
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource stopping = new();
    private Task retrying = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var first = MigrateAsync(stopping.Token);
        try
        {
            // A large table takes its time, and so may another node that was first: the rest starts meanwhile.
            await first.WaitAsync(LongestStart, time, cancellationToken);
        }
        catch (TimeoutException) when (!first.IsCompleted)
        {
            LogMigrating();
            retrying = FinishAsync(first, stopping.Token);
        }
        catch (Exception away)
            when (database.IsTransient(away) || (database.Kind == DatabaseKind.Postgres && DatabaseFault.Of(away) != FaultReason.Other))
        {
            // Why, the watch tells, which looks at it from now on.
            LogAway(away);
            retrying = RetryAsync(stopping.Token);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await retrying.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => stopping.Dispose();

    // Only the embedded database lies in a folder that is ours alone. What is on its way there stays as it came.
    private async Task MigrateAsync(CancellationToken cancellationToken)
    {
        if (database.Engine is PostgresEngine servers && permit is not { AlsoMoved: true })
            await new ClosedServers(servers.ConnectionString).RefuseAsync(cancellationToken);
        await database.MigrateAsync(cancellationToken, alone: database.Kind == DatabaseKind.Sqlite && permit is not { AlsoMoving: true });
    }

    private async Task FinishAsync(Task first, CancellationToken cancellationToken)
    {
        try
        {
            await first;
        }
        catch (Exception wrong) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotMigrated(wrong);
            await RetryAsync(cancellationToken);
        }
    }

    private async Task RetryAsync(CancellationToken cancellationToken)
    {
        for (var wait = FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            await Task.Delay(wait, time, cancellationToken);
            try
            {
                await MigrateAsync(cancellationToken);
                return;
            }
            catch (Exception away) when (away is not OperationCanceledException)
            {
                LogStillAway(away);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "The schema is being brought up to date; until it is, the process is not ready")]
    private partial void LogMigrating();

    [LoggerMessage(LogLevel.Debug, "The database is away; it is asked again until it is there")]
    private partial void LogAway(Exception away);

    [LoggerMessage(LogLevel.Error, "The schema could not be brought up to date; it is tried again")]
    private partial void LogNotMigrated(Exception wrong);

    [LoggerMessage(LogLevel.Debug, "The database is still away")]
    private partial void LogStillAway(Exception away);
}

using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Settings;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Bench.Roles;

/// <summary>Reads in the service's own database what became of what staff pressed.</summary>
internal sealed class Clerk : IRole
{
    private const int LinesAtOnce = 5_000;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly Database database;

    private Clerk(Database database) => this.database = database;

    /// <param name="args">Connection string of the database.</param>
    public static async Task<IRole> StartAsync(string[] args)
    {
        var database = new Database(new StorageOptions { Database = args[0] }, TimeProvider.System, NullLogger<Database>.Instance);
        // The service has done so already; this only looks.
        await database.MigrateAsync(CancellationToken.None);
        return new Clerk(database);
    }

    public async Task<object?> DoAsync(string what, JsonElement how, CancellationToken cancellationToken)
    {
        switch (what)
        {
            case "sent":
                var queue = new RequestQueue(database, new(database));
                while ((await queue.DepthAsync(cancellationToken)).Sum(depth => depth.Queued + depth.Claimed) > 0)
                    await Task.Delay(Look, TimeProvider.System, cancellationToken);
                return null;
            case "acts":
                return await ActsAsync(cancellationToken);
            default:
                throw new ArgumentException(what);
        }
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    /// <summary>Lines of the audit log by verb; what is not done has its outcome behind the verb.</summary>
    private async Task<SortedDictionary<string, int>> ActsAsync(CancellationToken cancellationToken)
    {
        var log = new AuditLog(database);
        var acts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (long? before = null; ; )
        {
            var lines = await log.PageAsync(new(DateTimeOffset.UnixEpoch), before, LinesAtOnce, cancellationToken);
            if (lines.Count == 0)
                return acts;
            foreach (var line in lines)
            {
                var act = line.Outcome == AuditOutcome.Done ? line.Act : $"{line.Act} {line.Outcome}";
                acts[act] = acts.GetValueOrDefault(act) + 1;
            }

            before = lines[^1].Id;
        }
    }
}

using Microsoft.Extensions.Logging;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Clock;

/// <summary>Forgets what staff did so long ago that it need not be kept.</summary>
public sealed partial class AuditJob(AuditLog audit, BroadcastOptions options, Node node, ILogger<AuditJob> log)
    : CalendarJob("Tidying the audit log", TimeSpan.FromDays(1))
{
    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        var gone = await audit.ForgetAsync(node.Now.AddDays(-options.AuditDays), cancellationToken);
        if (gone > 0)
            LogForgotten(gone);
    }

    [LoggerMessage(LogLevel.Information, "{Lines} lines of the audit log were old enough to go")]
    private partial void LogForgotten(int lines);
}

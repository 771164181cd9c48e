using Microsoft.Extensions.Logging;
using OmoBroadcast.Broadcast;
using OmoBroadcast.Storage.Condition;

namespace OmoBroadcast.Desks.Acts;

/// <summary>Once a day: forgets what staff did so long ago that it need not be kept.</summary>
internal sealed class AuditSweep(AuditDesk desk, TimeProvider time, ILogger<AuditSweep> log) : Worker
{
    private static readonly TimeSpan Round = TimeSpan.FromDays(1),
        First = TimeSpan.FromMinutes(7);

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        var outage = new OutageLog(log, "Tidying the audit log", time);
        for (var wait = First; ; wait = Round)
        {
            await Task.Delay(wait, time, stoppingToken);
            try
            {
                var gone = await desk.ForgetAsync(stoppingToken);
                outage.Worked();
                if (gone > 0)
                    log.LogInformation("{Lines} lines of the audit log were old enough to go", gone);
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                outage.Failed(trouble);
            }
        }
    }
}

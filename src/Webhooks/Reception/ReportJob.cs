using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>Forgets the reports that nothing can come for any more.</summary>
internal sealed class ReportJob(Reports reports, TimeProvider time) : CalendarJob("Forgetting old reports", TimeSpan.FromMinutes(10))
{
    public override Task RunAsync(CancellationToken cancellationToken) => reports.ForgetAsync(time.GetUtcNow(), cancellationToken);
}

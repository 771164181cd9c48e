using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Teams;

namespace OmoBroadcast.Teams.Inbound;

/// <summary>Forgets which activities have come, once none of them can come again.</summary>
internal sealed class ActivityJob(ActivityInbox inbox, TimeProvider time) : CalendarJob("Forgetting old activities", TimeSpan.FromHours(1))
{
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(8);

    public override Task RunAsync(CancellationToken cancellationToken) =>
        inbox.ForgetAsync(time.GetUtcNow() - Remembered, cancellationToken);
}

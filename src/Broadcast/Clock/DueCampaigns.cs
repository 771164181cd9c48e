using Microsoft.Extensions.Logging;
using OmoBroadcast.Broadcast.Launching;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Clock;

/// <summary>Begins what campaigns are due, and ends those of which all is settled.</summary>
public sealed partial class DueCampaigns(Campaigns campaigns, Launcher launcher, Node node, ILogger<DueCampaigns> log)
{
    private readonly List<Task> launching = [];

    /// <summary>Throws what the database throws when it is away.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        launching.RemoveAll(task => task.IsCompleted);
        // Not waited for: a launch of a million customers takes a while. One already at it keeps a second out.
        foreach (var due in await campaigns.DueAsync(node.Now, cancellationToken))
            launching.Add(LaunchAsync(due.Id, cancellationToken));
    }

    /// <summary>Throws what the database throws when it is away.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        foreach (var done in await campaigns.FinishAsync(node.Now, cancellationToken))
            await node.Nudges.SendAsync(Topics.Moved(done));
    }

    /// <summary>Completes when no launch that was begun here is under way.</summary>
    public Task EndAsync() => Task.WhenAll(launching);

    /// <summary>Launches one; what keeps it from that is in the log, and it is due still. Throws nothing.</summary>
    public async Task LaunchAsync(long campaign, CancellationToken cancellationToken)
    {
        try
        {
            await launcher.LaunchAsync(campaign, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Its lease runs out, and the next to look goes on behind the last page.
        }
        catch (Exception e)
        {
            // One campaign that cannot be launched now does not keep the others waiting.
            LogNotYet(e, campaign);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Campaign {Campaign} cannot be launched yet")]
    private partial void LogNotYet(Exception e, long campaign);
}

using OmoBroadcast.Broadcast.Launching;
using OmoBroadcast.Storage.Outages;
using Quartz;

namespace OmoBroadcast.Broadcast.Clock;

/// <summary>Wakes the launcher when a campaign is due. Fired twice, late or on two nodes it changes nothing: the ledger decides.</summary>
public sealed class LaunchJob(Launcher launcher) : IJob
{
    public const string CampaignKey = "campaign";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await launcher.LaunchAsync(context.MergedJobDataMap.GetLong(CampaignKey), cancellationToken);
        }
        catch (Exception e) when (Outage.Is(e))
        {
            // The sweeper finds the campaign due, and goes on with it when the stores are back.
            throw new JobExecutionException(e);
        }
    }
}

using OmoBroadcast.Broadcast.Planning;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Store.Promises;

namespace OmoBroadcast.Broadcast.Launching;

/// <summary>
/// Looks once more, when a campaign is due, at what it would reach: whom the rule chooses may have become more since the button was pressed than may be sent to
/// without a manager's approval. Then it awaits that, instead of being launched.
/// </summary>
public sealed class LaunchGate(Campaigns campaigns, Approvals approvals, Previewer previewer, BroadcastOptions options, Node node)
{
    /// <summary>The campaign, if it may be launched. Throws what the stores throw when they are away.</summary>
    public async Task<Campaign?> OpenAsync(long id, CancellationToken ct)
    {
        // From here on what it says is settled; before, an approval may still sign it.
        if (await campaigns.FindAsync(id, ct) is not { State: CampaignState.Scheduled or CampaignState.Launching } campaign) return null;
        if (options.ApproveAbove is null || campaign is not { State: CampaignState.Scheduled, ApprovedBy: null }) return campaign;
        var preview = await previewer.PreviewAsync(campaign, ct);
        if (!preview.NeedsApproval) return campaign;
        await approvals.HoldAsync(campaign, (int)preview.WillReceive, node.Now, ct);
        return null;
    }
}

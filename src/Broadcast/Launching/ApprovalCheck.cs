using OmoBroadcast.Broadcast.Planning;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Launching;

/// <summary>
/// Looks once more, when a campaign is due, at what it would reach: whom the rule chooses may have become more since the button was pressed
/// than may be sent to without a manager's approval. Then it awaits that, instead of being launched.
/// </summary>
public sealed class ApprovalCheck(Campaigns campaigns, Approvals approvals, Previewer previewer, BroadcastOptions options, Node node)
{
    /// <summary>The campaign whose launch has just begun: what it says is settled from here on, since nobody can take it back.</summary>
    public Task<Campaign?> BegunAsync(long id, CancellationToken cancellationToken) => campaigns.FindAsync(id, cancellationToken);

    /// <summary>The campaign, if it may be launched. Throws what the stores throw when they are away.</summary>
    /// <param name="keep">Says that this node is at it, from time to time, since reading an audience takes a while. False: another node is,
    /// or it is not due.</param>
    public async Task<Campaign?> OpenAsync(long id, Func<Task<bool>> keep, CancellationToken cancellationToken)
    {
        if (await campaigns.FindAsync(id, cancellationToken) is not { State: CampaignState.Scheduled or CampaignState.Launching } campaign)
            return null;
        if (options.ApproveAbove is null || campaign is not { State: CampaignState.Scheduled, ApprovedBy: null })
            return campaign;
        if (!await keep())
            return null;
        var looking = previewer.PreviewAsync(campaign, cancellationToken);
        while (await Task.WhenAny(looking, Task.Delay(Launcher.Lease / 3, node.Clock, cancellationToken)) != looking)
            if (!await keep())
                return null;
        var preview = await looking;
        if (!preview.NeedsApproval)
            return campaign;
        await approvals.HoldAsync(campaign, (int)preview.WillReceive, node.Now, cancellationToken);
        return null;
    }
}

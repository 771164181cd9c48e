using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Store.Promises;

namespace OmoBroadcast.Broadcast.Desk;

/// <summary>What somebody is to be told without having asked. Taking it is telling it. Throws what the database throws when it is away.</summary>
public sealed class NoticeDesk(Notices accounts, CampaignNotices notices, Campaigns campaigns, Ledger ledger)
{
    public Task<IReadOnlyList<Notice>> AccountsAsync(CancellationToken ct) => accounts.TakeAsync(ct);

    /// <summary>Of campaigns, each with how many of its recipients wait.</summary>
    public async Task<IReadOnlyList<(CampaignNotice Notice, Campaign Campaign, long Waiting)>> CampaignsAsync(CancellationToken ct)
    {
        var told = new List<(CampaignNotice, Campaign, long)>();
        foreach (var notice in await notices.TakeAsync(ct))
            if (await campaigns.FindAsync(notice.Campaign, ct) is { } campaign) told.Add((notice, campaign, (await ledger.TallyAsync(campaign.Id, ct)).Waiting));
        return told;
    }
}

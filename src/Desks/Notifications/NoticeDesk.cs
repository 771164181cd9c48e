using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.Notifications;

/// <summary>What somebody is to be told without having asked. Taking news is telling it; a question is asked until somebody has got it.
/// Throws what the database throws when it is away.</summary>
public sealed class NoticeDesk(
    Notices accounts,
    CampaignNotices notices,
    Campaigns campaigns,
    DeliveryReports deliveries,
    StaffDirectory directory
)
{
    public Task<IReadOnlyList<Notice>> AccountsAsync(CancellationToken cancellationToken) => accounts.TakeAsync(cancellationToken);

    /// <summary>Of campaigns.</summary>
    public async Task<IReadOnlyList<CampaignNews>> CampaignsAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var told = new List<CampaignNews>();
        foreach (var notice in await notices.TakeAsync(now, cancellationToken))
        {
            if (await campaigns.FindAsync(notice.Campaign, cancellationToken) is { } campaign)
                told.Add(
                    new(
                        notice,
                        campaign,
                        (await deliveries.TallyAsync(campaign.Id, cancellationToken)).Waiting,
                        (await directory.FindAsync(campaign.Sender, cancellationToken))?.Name
                    )
                );
        }

        return told;
    }

    /// <summary>The managers have been asked, or there is nothing to ask any more; until then they are asked again.</summary>
    public Task AskedAsync(CampaignNotice notice, CancellationToken cancellationToken) => notices.AskedAsync(notice, cancellationToken);
}

/// <summary>What somebody is to be told of a campaign.</summary>
/// <param name="Waiting">How many of its recipients wait.</param>
/// <param name="SenderName">Null when they have left the staff.</param>
public sealed record CampaignNews(CampaignNotice Notice, Campaign Campaign, long Waiting, string? SenderName)
{
    /// <summary>Whether it is a question, which is asked until somebody has got it.</summary>
    public bool Asks => Notice.Reason == CampaignNoticeReason.ApprovalAsked;

    /// <summary>Whether nobody has to be asked any more.</summary>
    public bool IsAnswered => Campaign.State != CampaignState.Awaiting;

    /// <summary>Who is to be told: who is asked to approve, who has asked, or all who have to do with it.</summary>
    public NoticeReaders Readers =>
        Asks
            ? IsAnswered
                ? NoticeReaders.Nobody
                : NoticeReaders.Approvers
            : Notice.Reason is CampaignNoticeReason.Approved or CampaignNoticeReason.Returned
                ? NoticeReaders.Sender
                : NoticeReaders.SenderAndManagers;
}

/// <summary>Who is to be told of a campaign.</summary>
public enum NoticeReaders
{
    Nobody,

    /// <summary>The managers of its store but for its sender.</summary>
    Approvers,
    Sender,

    /// <summary>Its sender, and the managers of its store.</summary>
    SenderAndManagers,
}

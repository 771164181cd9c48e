namespace OmoBroadcast.Domain.Campaigns;

/// <summary>Why somebody is told of a campaign. Each has a sentence in both languages.</summary>
public enum CampaignNoticeReason
{
    TemplateHeld = 1,
    TemplateBack = 2,
    TemplateGone = 3,
    ApprovalAsked = 4,
    Approved = 5,
    Returned = 6,
    AudienceLost = 7,
}

public sealed record CampaignNotice(long Campaign, CampaignNoticeReason Reason, DateTimeOffset At, string Detail);

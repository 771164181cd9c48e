namespace OmoBroadcast.Store.Promises;

/// <summary>What the sender of a campaign and the managers are to be told of it. Told at most once: taking a notice is telling it.</summary>
public sealed class CampaignNotices(Database database)
{
    /// <summary>Those not told yet, which from now on are.</summary>
    public async Task<IReadOnlyList<CampaignNotice>> TakeAsync(CancellationToken cancellation)
    {
        var taken = await database.WriteAsync(writing => writing.QueryAsync("update campaign_notices set told = 1 where told = 0 returning campaign, reason, at, detail",
            row => new CampaignNotice(row.GetInt64(0), (CampaignNoticeReason)row.GetInt32(1), row.Time(2), row.GetString(3))), cancellation);
        return [.. taken.OrderBy(notice => notice.At)];
    }

    internal static Task<int> RaiseAsync(Writing writing, long campaign, CampaignNoticeReason reason, DateTimeOffset at, string detail) => writing.ExecuteAsync("""
        insert into campaign_notices (campaign, reason, at, detail) values (@campaign, @reason, @at, @detail)
        on conflict (campaign, reason) do update set at = excluded.at, detail = excluded.detail, told = 0
        """, ("campaign", campaign), ("reason", reason), ("at", at), ("detail", StoredText.Clean(detail, StoredText.LongestWords)));
}

/// <summary>Why somebody is told of a campaign. Each has a sentence in both languages.</summary>
public enum CampaignNoticeReason { TemplateHeld = 1, TemplateBack = 2, TemplateGone = 3, ApprovalAsked = 4, Approved = 5, Returned = 6 }

public sealed record CampaignNotice(long Campaign, CampaignNoticeReason Reason, DateTimeOffset At, string Detail);

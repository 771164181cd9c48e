using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Storage.Sql;

/// <summary>What the sender of a campaign and the managers are to be told of it. News is told at most once: taking it is telling it. A
/// question is asked until somebody has got it.</summary>
public sealed class CampaignNotices(Database database)
{
    /// <summary>For how long a question that is being asked is given to nobody else.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Those not told yet, which from now on are; but for a question, which waits for its answer: it is given again after
    /// <see cref="Lease"/> until <see cref="AskedAsync"/> says that somebody has been asked.
    /// </summary>
    public async Task<IReadOnlyList<CampaignNotice>> TakeAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var taken = await database.WriteAsync(
            writing =>
                writing.QueryAsync(
                    $"""
                    update campaign_notices set told = case when reason = @asked then {Telling.Asking:d} else {Telling.Told:d} end,
                        at = case when reason = @asked then @now else at end
                    where told = {Telling.New:d} or (told = {Telling.Asking:d} and at < @before) returning campaign, reason, at, detail
                    """,
                    row => new CampaignNotice(
                        row.Long("campaign"),
                        (CampaignNoticeReason)row.Number("reason"),
                        row.Time("at"),
                        row.Text("detail")
                    ),
                    ("asked", CampaignNoticeReason.ApprovalAsked),
                    ("now", now),
                    ("before", now - Lease)
                ),
            cancellationToken
        );
        return [.. taken.OrderBy(notice => notice.At)];
    }

    /// <summary>Somebody has been asked, or there is nothing to ask any more.</summary>
    public Task AskedAsync(CampaignNotice notice, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            $"""
            update campaign_notices set told = {Telling.Told:d}
            where campaign = @campaign and reason = @reason and told = {Telling.Asking:d}
            """,
            cancellationToken,
            ("campaign", notice.Campaign),
            ("reason", notice.Reason)
        );

    internal static Task<int> RaiseAsync(
        SqlTransaction writing,
        long campaign,
        CampaignNoticeReason reason,
        DateTimeOffset at,
        string detail
    ) =>
        writing.ExecuteAsync(
            $"""
            insert into campaign_notices (campaign, reason, at, detail) values (@campaign, @reason, @at, @detail)
            on conflict (campaign, reason) do update set at = excluded.at, detail = excluded.detail, told = {Telling.New:d}
            """,
            ("campaign", campaign),
            ("reason", reason),
            ("at", at),
            ("detail", StoredText.Clean(detail, StoredText.LongestWords))
        );
}

/// <summary>Whether somebody has got it.</summary>
internal enum Telling
{
    New = 0,
    Told = 1,

    /// <summary>Somebody is being asked: a question only.</summary>
    Asking = 2,
}

using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Storage.Sql;

/// <summary>Campaigns whose rest waits because the platform has taken back its approval of their template for now. Nothing of them is
/// claimed meanwhile; they expire as others do.</summary>
public sealed class TemplateWaits(Database database)
{
    /// <summary>From now on it waits. False: it does already, or has ended.</summary>
    /// <param name="status">The template's, in the platform's word.</param>
    public async Task<bool> BeginAsync(long campaign, string status, DateTimeOffset now, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            async writing =>
            {
                var begun = await writing.ExecuteAsync(
                    $"""
                    update campaigns set waits = @status, waits_since = @now where id = @campaign and waits is null and settled = 0
                        and {CampaignStates.Started.In()}
                    """,
                    ("campaign", campaign),
                    ("status", StoredText.Clean(status, StoredText.LongestId)),
                    ("now", now)
                );
                if (begun > 0)
                    await CampaignNotices.RaiseAsync(writing, campaign, CampaignNoticeReason.TemplateHeld, now, status);
                return begun > 0;
            },
            cancellationToken
        );

    /// <summary>It goes on, or ends: with a template that is gone for good the rest is skipped.</summary>
    public async Task<bool> EndAsync(long campaign, TemplateStanding standing, DateTimeOffset now, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            async writing =>
            {
                var ended = await writing.ExecuteAsync(
                    "update campaigns set waits = null, waits_since = null where id = @campaign and waits is not null",
                    ("campaign", campaign)
                );
                if (ended > 0)
                    await CampaignNotices.RaiseAsync(
                        writing,
                        campaign,
                        standing == TemplateStanding.Approved ? CampaignNoticeReason.TemplateBack : CampaignNoticeReason.TemplateGone,
                        now,
                        ""
                    );
                return ended > 0;
            },
            cancellationToken
        );

    /// <summary>Those that wait. Of what has ended meanwhile nobody is told anything more.</summary>
    public async Task<IReadOnlyList<Campaign>> AllAsync(CancellationToken cancellationToken) =>
        await database.QueryAsync(
            $"""
            select {Campaigns.Columns} from campaigns
            where settled = 0 and waits is not null and {CampaignStates.Started.In()} order by id
            """,
            Campaigns.Read,
            cancellationToken
        );
}

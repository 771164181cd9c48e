using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Storage.Sql;

/// <summary>What is written down for a time, and deleted when it is over, table by table. What has rules of its own is not among it: media,
/// the audit log, activities, links, and the recipients in the ledger (<see cref="LedgerRetention"/>).</summary>
public sealed class Retention(Database database)
{
    /// <summary>All that there is.</summary>
    public static readonly IReadOnlyList<RetentionRule> Rules =
    [
        new(
            "campaigns",
            "id",
            $"{CampaignStates.Table.Where(CampaignChange.Discard)} and created_at < @before and coalesce(changed_at, 0) < @before "
                // Shown to its sender, it may be being written on.
                + "and not exists (select 1 from open_drafts where open_drafts.campaign = campaigns.id and open_drafts.at >= @before)",
            Campaigns.DraftsKept
        ),
        // Of one without its campaign nothing is drawn any more.
        new(
            "campaign_cards",
            "campaign",
            "touched_at < @before and (final = 1 or not exists (select 1 from campaigns where campaigns.id = campaign_cards.campaign))",
            TimeSpan.FromDays(30)
        ),
        new("campaign_notices", "campaign, reason", $"told = {Telling.Told:d} and at < @before", TimeSpan.FromDays(90)),
        // A customer who writes later is told of by a new card.
        new("notice_cards", "account, user_id, staff", "at < @before and shown_at < @before", TimeSpan.FromDays(30)),
        new("uploads", "account, media_id", "until_at < @before", TimeSpan.Zero),
        // Of messages sent before them all is known, or nothing comes any more.
        new("watermarks", "account, user_id", "delivered_until < @before and read_until < @before", TimeSpan.FromDays(30)),
        new("webhooks", "id", "quarantined = 1 and unheard = 0 and at < @before", TimeSpan.FromDays(90)),
    ];

    /// <summary>Deletes some of what a rule no longer keeps. Returns how many rows. What is changed at that moment stays.</summary>
    public async Task<int> ForgetAsync(RetentionRule rule, DateTimeOffset now, int most, CancellationToken cancellationToken)
    {
        (string, object?)[] asked = [("before", now - rule.Kept), ("most", most)];
        // Looked for first: on SQLite nobody else writes while something is deleted.
        var old = await database.QueryAsync(
            $"select 1 from {rule.Table} where {rule.Over} limit 1",
            _ => true,
            cancellationToken,
            ("before", now - rule.Kept)
        );
        return old.Count == 0
            ? 0
            : await database.ExecuteAsync(
                $"""
                delete from {rule.Table} where ({rule.Key}) in (select {rule.Key} from {rule.Table} where {rule.Over} limit @most)
                    and {rule.Over}
                """,
                cancellationToken,
                asked
            );
    }
}

/// <summary>What of a table is kept for how long.</summary>
/// <param name="Key">The columns of its primary key.</param>
/// <param name="Over">The condition under which a row has outlived <paramref name="Kept"/>; <c>@before</c> is that long ago.</param>
public sealed record RetentionRule(string Table, string Key, string Over, TimeSpan Kept);

using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Storage.Sql;

/// <summary>The one broadcast that each member of staff is writing at the moment.</summary>
public sealed class OpenDrafts(Database database)
{
    private const string Shown = """
        insert into open_drafts (staff, campaign, since, at) values (@staff, @campaign, @since, @now)
        on conflict (staff) do update set campaign = excluded.campaign, since = excluded.since, at = excluded.at
        """;

    /// <summary>A card that shows this version has been drawn.</summary>
    public Task ShownAsync(string staff, long campaign, int version, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ExecuteAsync(Shown, cancellationToken, Values(staff, campaign, version, now));

    /// <summary>The same, in one transaction with the change that the card shows.</summary>
    internal static Task<int> ShownAsync(SqlTransaction writing, string staff, long campaign, int version, DateTimeOffset now) =>
        writing.ExecuteAsync(Shown, Values(staff, campaign, version, now));

    /// <summary>Still a draft, and shown since <paramref name="after"/>; else null.</summary>
    public async Task<OpenDraft?> FindAsync(string staff, DateTimeOffset after, CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync(
            $"""
            select {Campaigns.Columns}, open_drafts.since from open_drafts join campaigns on campaigns.id = open_drafts.campaign
            where open_drafts.staff = @staff and open_drafts.at >= @after
                and {CampaignStates.Table.Where(CampaignChange.Edit, "campaigns.state")}
            """,
            row => new OpenDraft(Campaigns.Read(row), row.Number("since")),
            cancellationToken,
            ("staff", Key(staff)),
            ("after", after)
        );
        return found.SingleOrDefault();
    }

    private static (string, object?)[] Values(string staff, long campaign, int version, DateTimeOffset now) =>
        [("staff", Key(staff)), ("campaign", campaign), ("since", version), ("now", now)];

    private static string Key(string staff) => StoredText.Clean(staff.ToLowerInvariant(), StoredText.LongestId);
}

/// <param name="Since">A card of this version or a later one lacks only what has been attached since.</param>
public sealed record OpenDraft(Campaign Campaign, int Since);

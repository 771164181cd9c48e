using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Storage.Sql;

public sealed partial class Campaigns
{
    /// <summary>
    /// A draft that goes again to those whom a finished campaign did not reach, with its content. One that is not finished yet is given
    /// back as it is: of a campaign one retry is under way at a time, however often and by how many it is asked for.
    /// </summary>
    public async Task<Campaign> RetryAsync(
        Campaign origin,
        bool alsoDoubtful,
        string locale,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var retry = new Retry(origin.Id, alsoDoubtful);
        var audience = origin.Audience.Unfiltered() with { Picked = null, Retry = retry };
        return await database.WriteAsync(
            async writing =>
            {
                // One that is there is held until the end: looked for by a statement of its own, it could have ended in between.
                var drafts = await writing.QueryAsync(
                    $"""
                    insert into campaigns (state, version, sender, store, locale, audience, content, surface, created_at, origin)
                    values ({CampaignState.Draft:d}, 1, @sender, @store, @locale, @audience, @content, @surface, @now, @origin)
                    on conflict (origin) where origin is not null and settled = 0 do update set origin = excluded.origin
                    returning {Columns}
                    """,
                    Read,
                    ("sender", origin.Sender),
                    ("store", origin.Store),
                    ("locale", locale),
                    ("audience", LedgerJson.Write(audience)),
                    ("content", LedgerJson.Write(origin.Content)),
                    ("surface", origin.Surface),
                    ("now", now),
                    ("origin", origin.Id)
                );
                return await ChooseAsync(writing, drafts.Single(), retry);
            },
            cancellationToken
        );
    }

    private async Task<Campaign> ChooseAsync(SqlTransaction writing, Campaign open, Retry retry)
    {
        if (open.State != CampaignState.Draft || open.Audience.Retry?.AlsoDoubtful == retry.AlsoDoubtful)
            return open;
        // The other choice, on the same draft.
        var changed = await writing.QueryAsync(
            $"""
            update campaigns set version = version + 1, changed_at = {database.Engine.Clock}, audience = @audience
            where id = @id and {CampaignStates.Table.Where(CampaignChange.Edit)} returning {Columns}
            """,
            Read,
            ("audience", LedgerJson.Write(open.Audience with { Retry = retry })),
            ("id", open.Id)
        );
        return changed.SingleOrDefault() ?? open;
    }

    /// <summary>The retries of a campaign, without drafts, the latest first.</summary>
    public async Task<IReadOnlyList<long>> RetriesAsync(long campaign, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            $"select id from campaigns where origin = @campaign and state <> {CampaignState.Draft:d} order by id desc limit 20",
            row => row.Long("id"),
            cancellationToken,
            ("campaign", campaign)
        );
}

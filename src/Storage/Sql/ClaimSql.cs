using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Storage.Sql;

/// <summary>The statements by which requests are claimed.</summary>
internal static class ClaimSql
{
    private const string Columns = """
        id, campaign, account, kind, class, recipients, content, attempts, uncertain, first_attempt_at,
        expires_at, epoch, retry_safe, parts, not_before, lease_until
        """;

    // What an earlier try has taken, whose answer to the COMMIT was lost.
    public static readonly string Claimed = $"""
        select {Columns} from queue
        where campaign = @campaign and account = @account and kind = @kind and class = @class
            and state = {RequestState.Claimed:d} and lease_owner = @mark
        """;

    public const string Marked = "select campaign from claims where mark = @mark";

    // 0 stands for what belongs to no campaign. The held account gives no campaign, so nothing further is asked. Of those that had more a
    // moment ago it is not asked whether they have any.
    public static string Running(Engine engine) =>
        $"""
            select running.id from (select 0 as id union all select id from campaigns where settled = 0 and {CampaignStates.Claimable.In()}
                and waits is null and {OpenStores.Condition(engine)}) running
            where not exists (select 1 from holds where holds.account = @account and holds.until_at > @now
                and (holds.reason <> {HoldReason.Busy:d} or @class <> {RequestClass.Reply:d}))
                and ({engine.Among("running.id", "@known")} or exists (select 1 from queue where queue.campaign = running.id
                    and {RequestStates.Table.Where(RequestChange.Claim, "queue.state")}
                    and queue.account = @account and queue.kind = @kind and queue.class = @class and queue.not_before <= @now))
            order by running.id limit 20
            """;

    // Of these a claim says that a call has not begun until it says otherwise.
    private static readonly string MayHaveBegun = $"(retry_safe = 0 or kind = {RequestKind.Batch:d})";

    public static string Claim(Engine engine)
    {
        var next = $"""
            campaign = @campaign and account = @account and kind = @kind and class = @class
                and (not_before, id) > (@behind_at, @behind_id) and not_before <= @now
                and {RequestStates.Table.Where(RequestChange.Claim)} and expires_at > @now
            and (uncertain = 0 or first_attempt_at > @keyed)
            and (@campaign = 0 or exists (select 1 from campaigns where campaigns.id = @campaign
                and {CampaignStates.Claimable.In("campaigns.state")} and campaigns.waits is null))
            and not exists (select 1 from holds where holds.account = @account and holds.until_at > @now
                and (holds.reason <> {HoldReason.Busy:d} or @class <> {RequestClass.Reply:d}))
            order by not_before, id limit @most {engine.SkipLocked}
            """;
        return $"""
            update queue
            set {RequestStates.Table.Set(RequestChange.Claim)},
                epoch = epoch + 1, attempts = attempts + 1, lease_owner = @mark, lease_until = {engine.Clock} + @lease,
                first_attempt_at = coalesce(first_attempt_at, @now), unbegun = case when {MayHaveBegun} then epoch + 1 else unbegun end
            where {engine.Rows(next)}
            returning {Columns}
            """;
    }

    // Nothing that an index names is changed.
    public static string Begin(Engine engine) =>
        $"""
            update queue set unbegun = 0, lease_until = {engine.Clock} + @lease
            where {engine.AmongIds("id", "@ids")} and epoch = @epoch and state = {RequestState.Claimed:d}
            returning id, lease_owner, lease_until
            """;
}

using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Storage.Sql;

/// <summary>Whom a campaign did not reach.</summary>
public sealed partial class DeliveryReports
{
    private static readonly string OrDoubtful =
        $"or r.state = {RequestState.Unknown:d} or ({RequestStates.Missed.In("r.state")} and r.parts > 0)";

    /// <summary>
    /// A page of those whom a campaign did not reach, behind <paramref name="after"/>: refused, expired or cancelled with nothing sent;
    /// and, if asked, those of whom nobody knows or to whom a part went. Without those that another, finished retry of it has taken on.
    /// </summary>
    public async Task<IReadOnlyList<MissedCustomer>> MissedAsync(
        Retry retry,
        MissedCustomer? after,
        int take,
        CancellationToken cancellationToken
    )
    {
        var rows = await database.QueryAsync(
            $"""
            select d.account, d.user_id, r.state, r.code {Missed(retry)} and (d.account, d.user_id) > (@account, @user)
            order by d.account, d.user_id limit @take
            """,
            row =>
                (
                    Account: row.Number("account"),
                    UserId: row.Text("user_id"),
                    Refused: row.Number("state") == (int)RequestState.Refused,
                    Code: row.TextOrNull("code")
                ),
            cancellationToken,
            ("campaign", retry.Campaign),
            ("account", after is null ? 0 : await accounts.NumberAsync(after.Customer.Account, cancellationToken)),
            ("user", after?.Customer.UserId ?? ""),
            ("take", take)
        );
        var missed = new List<MissedCustomer>(rows.Count);
        foreach (var row in rows)
            missed.Add(new(new(await accounts.KeyAsync(row.Account, cancellationToken), row.UserId), row.Refused ? row.Code : null));
        return missed;
    }

    /// <summary>How many a retry would go to, by the code with which they were refused (null: they were not).</summary>
    public async Task<IReadOnlyList<MissedCount>> MissedCountsAsync(Retry retry, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(
            $"""
            select d.account, case when r.state = {RequestState.Refused:d} then r.code end as code, count(*) as customers
            {Missed(retry)} group by 1, 2
            """,
            row => (Account: row.Number("account"), Code: row.TextOrNull("code"), Count: row.Long("customers")),
            cancellationToken,
            ("campaign", retry.Campaign)
        );
        var counts = new List<MissedCount>(rows.Count);
        foreach (var (account, code, count) in rows)
            counts.Add(new(await accounts.KeyAsync(account, cancellationToken), code, count));
        return counts;
    }

    private static string Missed(Retry retry) =>
        $"""
            from deliveries d join records r on r.id = d.request
            where d.campaign = @campaign and d.skip is null
                and (({RequestStates.Missed.In("r.state")} and r.parts = 0) {(retry.AlsoDoubtful ? OrDoubtful : "")})
                and not exists (select 1 from campaigns c join deliveries o on o.campaign = c.id
                    where c.origin = @campaign and c.settled = 1 and o.account = d.account and o.user_id = d.user_id and o.skip is null)
            """;
}

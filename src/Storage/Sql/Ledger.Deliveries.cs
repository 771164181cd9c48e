using System.Data.Common;
using System.Runtime.CompilerServices;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;

namespace OmoBroadcast.Storage.Sql;

public sealed partial class Ledger
{
    private const int Page = 2_000;

    private const string DeliveryColumns = "d.account, d.user_id, d.name, d.skip, r.state, r.code, r.reason, r.settled_at, r.parts, r.rank";

    private const string FromDeliveries = "from deliveries d left join requests r on r.id = d.request where d.campaign = @campaign";

    /// <summary>A campaign's deliveries that pass the filter, in a stable order.</summary>
    public async Task<IReadOnlyList<Delivery>> DeliveriesAsync(
        long campaign,
        DeliveryFilter filter,
        int skip,
        int take,
        CancellationToken cancellationToken
    ) =>
        await SeenAsync(
            await QueryAsync(
                $"select {DeliveryColumns} {FromDeliveries} {Condition(filter)} order by d.account, d.user_id limit @take offset @skip",
                Row,
                cancellationToken,
                [("campaign", campaign), ("take", take), ("skip", skip), .. Parameters(filter)]
            ),
            cancellationToken
        );

    /// <summary>Only those in <paramref name="state"/> when given, or accepted and reported at least so far.</summary>
    public Task<IReadOnlyList<Delivery>> DeliveriesAsync(
        long campaign,
        DeliveryState? state,
        int skip,
        int take,
        CancellationToken cancellationToken,
        ReceiptKind? reached = null
    ) => DeliveriesAsync(campaign, new DeliveryFilter { State = state, Reached = reached }, skip, take, cancellationToken);

    /// <summary>How many pass the filter.</summary>
    public async Task<long> CountAsync(long campaign, DeliveryFilter filter, CancellationToken cancellationToken) =>
        (
            await QueryAsync(
                $"select count(*) {FromDeliveries} {Condition(filter)}",
                row => row.GetInt64(0),
                cancellationToken,
                [("campaign", campaign), .. Parameters(filter)]
            )
        ).Single();

    /// <summary>All that pass the filter, a page at a time, however many they are. What changes meanwhile is seen as it is when its page is
    /// read.</summary>
    public async IAsyncEnumerable<Delivery> AllDeliveriesAsync(
        long campaign,
        DeliveryFilter filter,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        (int Account, string UserId)? after = null;
        while (true)
        {
            var behind = after is null ? "" : "and (d.account, d.user_id) > (@account, @user)";
            var rows = await QueryAsync(
                $"select {DeliveryColumns} {FromDeliveries} {behind} {Condition(filter)} order by d.account, d.user_id limit {Page}",
                Row,
                cancellationToken,
                [("campaign", campaign), ("account", after?.Account ?? 0), ("user", after?.UserId ?? ""), .. Parameters(filter)]
            );
            foreach (var delivery in await SeenAsync(rows, cancellationToken))
                yield return delivery;
            if (rows.Count < Page)
                yield break;
            after = (rows[^1].Account, rows[^1].UserId);
        }
    }

    /// <summary>The codes with which messages of a campaign were refused, or are unknown, the most frequent first.</summary>
    public async Task<IReadOnlyList<(string Code, long Count)>> CodesAsync(long campaign, int most, CancellationToken cancellationToken) =>
        await QueryAsync(
            """
            select code, sum(size) from requests where campaign = @campaign and state in (3, 4) and code is not null group by code
                order by 2 desc, 1 limit @most
            """,
            row => (row.GetString(0), row.GetInt64(1)),
            cancellationToken,
            ("campaign", campaign),
            ("most", most)
        );

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
        var rows = await QueryAsync(
            $"""
            select d.account, d.user_id, r.state, r.code from deliveries d join requests r on r.id = d.request
            where d.campaign = @campaign and (d.account, d.user_id) > (@account, @user) and d.skip is null
                and ((r.state in (3, 5, 6) and r.parts = 0) {(
                retry.AlsoDoubtful ? "or r.state = 4 or (r.state in (3, 5, 6) and r.parts > 0)" : ""
            )})
                and not exists (select 1 from campaigns c join deliveries o on o.campaign = c.id
                    where c.origin = @campaign and c.settled = 1 and o.account = d.account and o.user_id = d.user_id and o.skip is null)
            order by d.account, d.user_id limit @take
            """,
            row => (Account: row.GetInt32(0), UserId: row.GetString(1), Refused: row.GetInt32(2) == 3, Code: row.Text(3)),
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

    private string Condition(DeliveryFilter filter) =>
        string.Join(
            ' ',
            new[]
            {
                filter switch
                {
                    { State: null, Reached: not null } => "and d.skip is null and r.state = 2 and r.rank >= @rank",
                    { State: null } => "",
                    { State: DeliveryState.Skipped } => "and (d.skip is not null or r.state = 7)",
                    _ => $"and d.skip is null and {engine.Among("r.state", "@states")}",
                },
                filter switch
                {
                    { Skip: not null } => "and (d.skip = @reason or (r.state = 7 and r.code = @code))",
                    { Code: not null } => "and d.skip is null and r.state in (3, 4) and r.code = @code",
                    _ => "",
                },
                filter.Name is null ? "" : "and lower(d.name) like @name escape '!'",
            }
        );

    private (string, object?)[] Parameters(DeliveryFilter filter) =>
        [
            ("states", engine.List(filter.State?.Stored() ?? [])),
            ("rank", (int)(filter.Reached?.Rank() ?? MessageRank.Sent)),
            ("reason", (int)(filter.Skip ?? 0)),
            ("code", filter.Skip?.ToString() ?? filter.Code ?? ""),
            ("name", $"%{Literally(filter.Name ?? "")}%"),
        ];

    private static string Literally(string name) =>
        name.ToLowerInvariant()
            .Replace("!", "!!", StringComparison.Ordinal)
            .Replace("%", "!%", StringComparison.Ordinal)
            .Replace("_", "!_", StringComparison.Ordinal);

    private static DeliveryRead Row(DbDataReader row) =>
        new(
            row.GetInt32(0),
            row.GetString(1),
            row.Text(2),
            (SkipReason?)row.Number(3),
            (RequestState?)row.Number(4),
            row.Text(5),
            row.Text(6),
            row.TimeOrNull(7),
            row.Number(8) ?? 0,
            (MessageRank)(row.Number(9) ?? 0)
        );

    private async Task<IReadOnlyList<Delivery>> SeenAsync(List<DeliveryRead> rows, CancellationToken cancellationToken)
    {
        var deliveries = new List<Delivery>(rows.Count);
        foreach (var row in rows)
        {
            var customer = new CustomerKey(await accounts.KeyAsync(row.Account, cancellationToken), row.UserId);
            var seen = row.Skip is not null ? DeliveryState.Skipped : (row.State ?? RequestState.Queued).Seen();
            var reason = row.Skip ?? (seen == DeliveryState.Skipped ? Named(row.Code) : null);
            deliveries.Add(
                new(customer, row.Name, seen, reason, row.Code, row.Reason, row.SettledAt)
                {
                    Went = row.Went,
                    Reached = row.Rank switch
                    {
                        MessageRank.Read => ReceiptKind.Read,
                        MessageRank.Delivered => ReceiptKind.Delivered,
                        _ => null,
                    },
                }
            );
        }
        return deliveries;
    }

    private static SkipReason? Named(string? code) => Enum.TryParse<SkipReason>(code, out var reason) ? reason : null;

    private sealed record DeliveryRead(
        int Account,
        string UserId,
        string? Name,
        SkipReason? Skip,
        RequestState? State,
        string? Code,
        string? Reason,
        DateTimeOffset? SettledAt,
        int Went,
        MessageRank Rank
    );
}

/// <summary>Somebody whom a campaign did not reach.</summary>
/// <param name="Code">The platform's, of one who was refused.</param>
public sealed record MissedCustomer(CustomerKey Customer, string? Code);

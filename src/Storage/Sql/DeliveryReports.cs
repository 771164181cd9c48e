using System.Runtime.CompilerServices;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;

namespace OmoBroadcast.Storage.Sql;

/// <summary>What became of a campaign: its deliveries, listed and counted.</summary>
public sealed partial class DeliveryReports(Database database)
{
    private const int Page = 2_000;

    private readonly Engine engine = database.Engine;
    private readonly Accounts accounts = new(database);

    private const string DeliveryColumns = """
        d.account, d.user_id, d.name, d.skip, r.state, coalesce(r.code, q.code) as code, coalesce(r.reason, q.reason) as reason,
            r.settled_at, coalesce(r.parts, q.parts) as parts, r.rank
        """;

    private const string FromDeliveries = """
        from deliveries d left join records r on r.id = d.request left join queue q on q.id = d.request and r.id is null
        where d.campaign = @campaign
        """;

    /// <summary>A campaign's deliveries that pass the filter, in a stable order.</summary>
    public async Task<IReadOnlyList<Delivery>> DeliveriesAsync(
        long campaign,
        DeliveryFilter filter,
        int skip,
        int take,
        CancellationToken cancellationToken
    ) =>
        await SeenAsync(
            await database.QueryAsync(
                $"""
                select {DeliveryColumns} {FromDeliveries} {filter.Condition(engine)}
                order by d.account, d.user_id limit @take offset @skip
                """,
                Read,
                cancellationToken,
                [("campaign", campaign), ("take", take), ("skip", skip), .. filter.Parameters(engine)]
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

    /// <summary>How many pass the filter. Counted only where no tally says it: by name, and while recipients are being
    /// forgotten.</summary>
    public async Task<long> CountAsync(long campaign, DeliveryFilter filter, CancellationToken cancellationToken) =>
        (
            await database.QueryAsync(
                filter.Name is null && await IsWholeAsync(campaign, cancellationToken)
                    ? $"select coalesce(sum(messages), 0) as passing from tallies where campaign = @campaign {filter.OfTally(engine)}"
                    : $"select count(*) as passing {FromDeliveries} {filter.Condition(engine)}",
                row => row.Long("passing"),
                cancellationToken,
                [("campaign", campaign), .. filter.Parameters(engine)]
            )
        ).Single();

    private async Task<bool> IsWholeAsync(long campaign, CancellationToken cancellationToken) =>
        (
            await database.QueryAsync(
                "select forgotten from campaigns where id = @campaign",
                row => row.Number("forgotten"),
                cancellationToken,
                ("campaign", campaign)
            )
        )
            is [0];

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
            var rows = await database.QueryAsync(
                $"select {DeliveryColumns} {FromDeliveries} {behind} {filter.Condition(engine)} order by d.account, d.user_id limit {Page}",
                Read,
                cancellationToken,
                [("campaign", campaign), ("account", after?.Account ?? 0), ("user", after?.UserId ?? ""), .. filter.Parameters(engine)]
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
        await database.QueryAsync(
            $"""
            select code, sum(messages) as messages from tallies
            where campaign = @campaign and {RequestStates.Troubled.In()} and code <> '' group by code having sum(messages) > 0
            order by 2 desc, 1 limit @most
            """,
            row => (row.Text("code"), row.Long("messages")),
            cancellationToken,
            ("campaign", campaign),
            ("most", most)
        );

    /// <summary>How each chosen recipient ended or that they wait, all seen at one instant.</summary>
    public async Task<Tally> TallyAsync(long campaign, CancellationToken cancellationToken) =>
        (await TalliesAsync([campaign], cancellationToken))[campaign].Tally;

    /// <summary>The same of several campaigns, with the accounts on which anybody was chosen.</summary>
    public async Task<IReadOnlyDictionary<long, CampaignTally>> TalliesAsync(
        IReadOnlyList<long> campaigns,
        CancellationToken cancellationToken
    )
    {
        if (campaigns.Count == 0)
            return new Dictionary<long, CampaignTally>();
        var counts = (
            await database.QueryAsync(
                $"""
                select campaign, account, state, sum(messages) as messages from tallies
                where {engine.Among("campaign", "@campaigns")} group by campaign, account, state having sum(messages) <> 0
                """,
                row =>
                    (
                        Campaign: row.Long("campaign"),
                        Account: row.Number("account"),
                        State: (RequestState)row.Number("state"),
                        Count: row.Long("messages")
                    ),
                cancellationToken,
                ("campaigns", engine.List(campaigns))
            )
        ).ToLookup(row => row.Campaign);
        var tallies = new Dictionary<long, CampaignTally>(campaigns.Count);
        foreach (var campaign in campaigns)
        {
            var chosen = new List<AccountKey>();
            foreach (var account in counts[campaign].Select(row => row.Account).Distinct().Order())
                chosen.Add(await accounts.KeyAsync(account, cancellationToken));
            tallies[campaign] = new(Sum([.. counts[campaign].Select(row => (row.State, row.Count))]), chosen);
        }

        return tallies;
    }

    private static Tally Sum(List<(RequestState State, long Count)> counts)
    {
        // Reported further: subsets of the accepted, beside the states.
        long At(MessageRank rank) => counts.Where(count => (int)count.State <= -1 - (int)rank).Sum(count => count.Count);
        var (delivered, read) = (At(MessageRank.Delivered), At(MessageRank.Read));
        counts.RemoveAll(count => (int)count.State < 0);
        long Of(DeliveryState state) => counts.Where(count => count.State.Seen() == state).Sum(count => count.Count);
        return new()
        {
            Waiting = Of(DeliveryState.Waiting),
            Accepted = Of(DeliveryState.Accepted),
            Skipped = Of(DeliveryState.Skipped),
            Refused = Of(DeliveryState.Refused),
            Unknown = Of(DeliveryState.Unknown),
            Cancelled = Of(DeliveryState.Cancelled),
            Expired = Of(DeliveryState.Expired),
            Delivered = delivered,
            Read = read,
        };
    }

    /// <summary>The skipped by their reasons; the sum is <see cref="Tally.Skipped"/>.</summary>
    public async Task<IReadOnlyDictionary<SkipReason, long>> SkippedAsync(long campaign, CancellationToken cancellationToken)
    {
        var counts = await database.QueryAsync(
            $"""
            select code, sum(messages) as messages from tallies
            where campaign = @campaign and state = {RequestState.Skipped:d} group by code having sum(messages) > 0
            """,
            row => (Reason: Named(row.Text("code")), Count: row.Long("messages")),
            cancellationToken,
            ("campaign", campaign)
        );
        return counts
            .Where(count => count.Reason is not null)
            .GroupBy(count => count.Reason!.Value)
            .ToDictionary(reason => reason.Key, reason => reason.Sum(count => count.Count));
    }

    /// <summary>As <see cref="Changes.MarkAsync"/>.</summary>
    public Task<long> MarkAsync(CancellationToken cancellationToken) => new Changes(database).MarkAsync(cancellationToken);

    private static DeliveryRead Read(Row row) =>
        new(
            row.Number("account"),
            row.Text("user_id"),
            row.TextOrNull("name"),
            (SkipReason?)row.NumberOrNull("skip"),
            (RequestState?)row.NumberOrNull("state"),
            row.TextOrNull("code"),
            row.TextOrNull("reason"),
            row.TimeOrNull("settled_at"),
            row.NumberOrNull("parts") ?? 0,
            (MessageRank)(row.NumberOrNull("rank") ?? 0)
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

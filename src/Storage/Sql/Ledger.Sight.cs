using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Storage.Sql;

public sealed partial class Ledger
{
    /// <summary>How each chosen recipient ended or that they wait, all seen at one instant.</summary>
    public async Task<Tally> TallyAsync(long campaign, CancellationToken cancellationToken) =>
        (await TalliesAsync([campaign], cancellationToken))[campaign];

    /// <summary>The same of several campaigns, on one connection. One after the other: asked for a list of campaigns, PostgreSQL reads the
    /// whole table while it has no statistics.</summary>
    public Task<IReadOnlyDictionary<long, Tally>> TalliesAsync(IReadOnlyCollection<long> campaigns, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyDictionary<long, Tally>>(
            async connection =>
            {
                var tallies = new Dictionary<long, Tally>(campaigns.Count);
                foreach (var campaign in campaigns)
                {
                    await using var command = connection.Command(
                        """
                        select state, sum(size) from requests where campaign = @campaign group by state
                        union all
                        select 7, count(*) from deliveries where campaign = @campaign and skip is not null
                        union all
                        select -1 - rank, count(*) from requests where campaign = @campaign and state = 2 and rank > 2 group by rank
                        """,
                        ("campaign", campaign)
                    );
                    tallies[campaign] = Sum(
                        await command.ListAsync(row => (State: (RequestState)row.GetInt32(0), Count: row.GetInt64(1)), cancellationToken)
                    );
                }

                return tallies;
            },
            cancellationToken
        );

    private static Tally Sum(List<(RequestState State, long Count)> counts)
    {
        // Reported further: subsets of the accepted, beside the states.
        long At(MessageRank rank) => counts.Where(count => (int)count.State <= -1 - (int)rank).Sum(count => count.Count);
        var (delivered, read) = (At(MessageRank.Delivered), At(MessageRank.Read));
        counts.RemoveAll(count => count.State < 0);
        long Of(DeliveryState state) =>
            counts.Where(count => count.State != RequestState.Split && count.State.Seen() == state).Sum(count => count.Count);
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
        var counts = await QueryAsync(
            """
            select cast(skip as integer), null, count(*) from deliveries where campaign = @campaign and skip is not null group by skip
            union all
            select null, code, sum(size) from requests where campaign = @campaign and state = 7 group by code
            """,
            row => (Reason: (SkipReason?)row.Number(0) ?? Named(row.Text(1)), Count: row.GetInt64(2)),
            cancellationToken,
            ("campaign", campaign)
        );
        return counts
            .Where(count => count.Reason is not null)
            .GroupBy(count => count.Reason!.Value)
            .ToDictionary(reason => reason.Key, reason => reason.Sum(count => count.Count));
    }

    /// <summary>What waits and what is on its way, of everything that is not done.</summary>
    public async Task<IReadOnlyList<QueueDepth>> DepthAsync(CancellationToken cancellationToken)
    {
        var open = await QueryAsync(
            "select id from campaigns where settled = 0 and state in (2, 3, 4, 6)",
            row => row.GetInt64(0),
            cancellationToken
        );
        var rows = await QueryAsync(
            $"""
            select account, class, kind, state, count(*) from requests
            where {engine.Among("campaign", "@campaigns")} and state in (0, 1) group by account, class, kind, state
            """,
            row =>
                (
                    Account: row.GetInt32(0),
                    Class: (RequestClass)row.GetInt32(1),
                    Kind: (RequestKind)row.GetInt32(2),
                    State: (RequestState)row.GetInt32(3),
                    Count: row.GetInt64(4)
                ),
            cancellationToken,
            ("campaigns", engine.List(open.Prepend(0)))
        );
        var depths = new List<QueueDepth>();
        foreach (var queue in rows.GroupBy(row => (row.Account, row.Class, row.Kind)))
        {
            long Of(RequestState state) => queue.Where(row => row.State == state).Sum(row => row.Count);
            depths.Add(
                new(
                    await accounts.KeyAsync(queue.Key.Account, cancellationToken),
                    queue.Key.Class,
                    queue.Key.Kind,
                    Of(RequestState.Queued),
                    Of(RequestState.Claimed)
                )
            );
        }
        return depths;
    }
}

using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Storage.Sql;

public sealed partial class Campaigns
{
    /// <summary>A draft that nobody touches for so long is listed no more, and deleted.</summary>
    public static readonly TimeSpan DraftsKept = TimeSpan.FromDays(30);

    /// <summary>The drafts of this member of staff in which something is written, or that were sent back, the newest first.</summary>
    public async Task<IReadOnlyList<Campaign>> DraftsAsync(
        string sender,
        DateTimeOffset since,
        int skip,
        int take,
        CancellationToken cancellationToken
    ) =>
        await database.QueryAsync(
            $"""
            select {Columns} from campaigns where state = {CampaignState.Draft:d} and lower(sender) = lower(@sender)
                and (created_at >= @since or changed_at >= @since) and (content <> @nothing or returned is not null)
            order by id desc limit @take offset @skip
            """,
            Read,
            cancellationToken,
            ("sender", sender),
            ("since", since),
            ("nothing", Nothing),
            ("take", take),
            ("skip", skip)
        );

    /// <summary>What managers of a store are asked to approve, the oldest first.</summary>
    /// <param name="but">Whose own are not among them.</param>
    public async Task<IReadOnlyList<Campaign>> AwaitingAsync(string store, string but, int most, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            $"""
            select {Columns} from campaigns where settled = 0 and state = {CampaignState.Awaiting:d} and store = @store
                and lower(sender) <> lower(@but)
            order by id limit @most
            """,
            Read,
            cancellationToken,
            ("store", store),
            ("but", but),
            ("most", most)
        );

    /// <summary>Newest first, without drafts; retries behind what they are of.</summary>
    /// <param name="sender">Only those of this member of staff; null for all.</param>
    /// <param name="stores">Only those of these stores; null for all.</param>
    public async Task<IReadOnlyList<Campaign>> ListAsync(
        string? sender,
        IReadOnlyList<string>? stores,
        int skip,
        int take,
        CancellationToken cancellationToken
    )
    {
        var ofSender = sender is null ? "" : "and lower(sender) = lower(@sender)";
        var ofStores = stores switch
        {
            null => "",
            // Only one store's lie in the index in the order that is wanted.
            [_] => "and store = @store",
            _ => $"and {database.Engine.Among("store", "@stores")}",
        };
        return await database.QueryAsync(
            $"""
            select {Columns} from campaigns where state <> {CampaignState.Draft:d} {ofSender} {ofStores}
            order by coalesce(origin, id) desc, id limit @take offset @skip
            """,
            Read,
            cancellationToken,
            ("sender", sender ?? ""),
            ("store", stores is [var only] ? only : ""),
            ("stores", database.Engine.List(stores ?? [])),
            ("take", take),
            ("skip", skip)
        );
    }
}

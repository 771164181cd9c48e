using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Storage.Sql;

/// <summary>What messages cost, by what the platform's reports say of each.</summary>
public sealed class PricedMessages(Database database)
{
    private const int Day = 24 * 60 * 60 * 1_000;
    private readonly Accounts accounts = new(database);

    /// <summary>How many free service messages an account has used up from one moment to another; each counts once, however often it is
    /// reported.</summary>
    public async Task<long> FreeAsync(AccountKey account, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        (
            await database.QueryAsync(
                $"""
                select count(*) as free from messages
                where account = @account and sent_at >= @from and sent_at < @to and category is not null and category = @service
                    and price_type = @free and rank <> {MessageRank.Failed:d}
                """,
                row => row.Long("free"),
                cancellationToken,
                ("account", await accounts.NumberAsync(account, cancellationToken)),
                ("from", from.ToUnixTimeMilliseconds()),
                ("to", to.ToUnixTimeMilliseconds()),
                ("service", Rates.Service),
                ("free", MessagePricing.FreeService)
            )
        ).Single();

    /// <summary>The delivered messages of a campaign that are charged, by category, beginning of the number and day.</summary>
    public async Task<IReadOnlyList<ChargedMessages>> ChargedAsync(long campaign, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            $"""
            select m.category, substr(m.user_id, 1, 4) as begins, m.sent_at / {Day} as day, count(*) as messages
            from (select id from records where campaign = @campaign union all select id from queue where campaign = @campaign) r
                join messages m on m.request = r.id
            where m.category is not null and m.price_type = @regular and m.rank >= {MessageRank.Delivered:d}
            group by 1, 2, 3
            """,
            row => new ChargedMessages(
                row.Text("category"),
                row.Text("begins"),
                DateTimeOffset.FromUnixTimeMilliseconds(row.Long("day") * Day),
                row.Long("messages")
            ),
            cancellationToken,
            ("campaign", campaign),
            ("regular", MessagePricing.Regular)
        );
}

/// <param name="Begins">The first letters of the recipients' ids.</param>
public sealed record ChargedMessages(string Category, string Begins, DateTimeOffset Day, long Count);

using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Storage.Sql;

public sealed partial class DeliveryReports
{
    /// <summary>In so many of the latest broadcasts is looked: by customer deliveries have no index, which each of millions would have to
    /// be entered in.</summary>
    private const int MostLooked = 500;

    /// <summary>The latest broadcasts that a platform has taken for this customer, the oldest first.</summary>
    /// <param name="since">None before.</param>
    public async Task<IReadOnlyList<ReceivedBroadcast>> ReceivedAsync(
        CustomerKey customer,
        DateTimeOffset since,
        int most,
        CancellationToken cancellationToken
    )
    {
        var found = await database.QueryAsync(
            $"""
            select r.settled_at, c.sender, s.name, c.content
            from (select id from campaigns where started_at is not null order by id desc limit {MostLooked}) latest
                join deliveries d on d.campaign = latest.id and d.account = @account and d.user_id = @user
                join requests r on r.id = d.request
                join campaigns c on c.id = latest.id
                left join staff s on s.key = lower(c.sender)
            where r.state = {RequestState.Accepted:d} and r.settled_at >= @since
            order by r.settled_at desc, c.id desc limit @most
            """,
            row => new ReceivedBroadcast(
                row.Time("settled_at"),
                row.Text("sender"),
                row.TextOrNull("name"),
                LedgerJson.Read<Content>(row.Text("content"))
            ),
            cancellationToken,
            ("account", await accounts.NumberAsync(customer.Account, cancellationToken)),
            ("user", customer.UserId),
            ("since", since),
            ("most", most)
        );
        found.Reverse();
        return found;
    }
}

using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Storage.Sql;

public sealed partial class DeliveryReports
{
    private readonly RecentRecipients recipients = new(database);

    /// <summary>The latest broadcasts that a platform has taken for this customer, the oldest first.</summary>
    /// <param name="since">None before.</param>
    public async Task<IReadOnlyList<ReceivedBroadcast>> ReceivedAsync(
        CustomerKey customer,
        DateTimeOffset since,
        int most,
        CancellationToken cancellationToken
    )
    {
        var account = await accounts.NumberAsync(customer.Account, cancellationToken);
        var possible = await recipients.PossibleAsync(account, customer.UserId, cancellationToken);
        if (possible.Count == 0)
            return [];
        var found = await database.QueryAsync(
            $"""
            select r.settled_at, c.sender, s.name, c.content
            from deliveries d
                join records r on r.id = d.request
                join campaigns c on c.id = d.campaign
                left join staff s on s.key = lower(c.sender)
            where {engine.Among("d.campaign", "@possible")} and d.account = @account and d.user_id = @user
                and r.state = {RequestState.Accepted:d} and r.settled_at >= @since
            order by r.settled_at desc, c.id desc limit @most
            """,
            row => new ReceivedBroadcast(
                row.Time("settled_at"),
                row.Text("sender"),
                row.TextOrNull("name"),
                LedgerJson.Read<Content>(row.Text("content"))
            ),
            cancellationToken,
            ("possible", engine.List(possible)),
            ("account", account),
            ("user", customer.UserId),
            ("since", since),
            ("most", most)
        );
        found.Reverse();
        return found;
    }
}

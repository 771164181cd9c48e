using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Storage.Teams;

/// <summary>The cards by which staff are told of customers' messages.</summary>
public sealed class NoticeCards(Database database)
{
    private readonly Accounts accounts = new(database);

    /// <summary>The last one that this member of staff got of this customer.</summary>
    public async Task<NoticeShown?> FindAsync(CustomerKey customer, string staffId, CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync(
            "select service_url, conversation_id, activity_id, at, shown_at from notice_cards where account = @account and user_id = @user and staff = @staff",
            row => new NoticeShown(
                new(row.Text("service_url"), row.Text("conversation_id"), row.Text("activity_id")),
                row.Time("at"),
                row.Time("shown_at")
            ),
            cancellationToken,
            await WhoseAsync(customer, staffId, cancellationToken)
        );
        return found.SingleOrDefault();
    }

    public async Task SaveAsync(CustomerKey customer, string staffId, NoticeShown shown, CancellationToken cancellationToken) =>
        await database.ExecuteAsync(
            """
            insert into notice_cards (account, user_id, staff, service_url, conversation_id, activity_id, at, shown_at)
            values (@account, @user, @staff, @service, @conversation, @activity, @at, @shown)
            on conflict (account, user_id, staff) do update set service_url = excluded.service_url, conversation_id =
                excluded.conversation_id,
                activity_id = excluded.activity_id, at = excluded.at, shown_at = excluded.shown_at
            """,
            cancellationToken,
            [
                .. await WhoseAsync(customer, staffId, cancellationToken),
                ("service", shown.Card.ServiceUrl),
                ("conversation", shown.Card.ConversationId),
                ("activity", shown.Card.ActivityId),
                ("at", shown.At),
                ("shown", shown.ShownAt),
            ]
        );

    private async Task<(string, object?)[]> WhoseAsync(CustomerKey customer, string staffId, CancellationToken cancellationToken) =>
        [
            ("account", await accounts.NumberAsync(customer.Account, cancellationToken)),
            ("user", StoredText.Clean(customer.UserId, StoredText.LongestId)),
            ("staff", StoredText.Clean(staffId.ToLowerInvariant(), StoredText.LongestId)),
        ];
}

/// <param name="At">When it was sent.</param>
/// <param name="ShownAt">When it was brought up to date last.</param>
public sealed record NoticeShown(TeamsCard Card, DateTimeOffset At, DateTimeOffset ShownAt);

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
            "select service_url, conversation_id, activity_id, at, shown_at, fields, edited from notice_cards "
                + "where account = @account and user_id = @user and staff = @staff",
            row => new NoticeShown(
                new(row.Text("service_url"), row.Text("conversation_id"), row.Text("activity_id")),
                row.Time("at"),
                row.Time("shown_at"),
                row.Flag("fields")
            )
            {
                OfEdit = row.Flag("edited"),
            },
            cancellationToken,
            await WhoseAsync(customer, staffId, cancellationToken)
        );
        return found.SingleOrDefault();
    }

    /// <summary>When the last of them, whoever got it, was brought up to date; null: there is none.</summary>
    public async Task<DateTimeOffset?> ShownAtAsync(CustomerKey customer, CancellationToken cancellationToken) =>
        (
            await database.QueryAsync(
                "select max(shown_at) as shown from notice_cards where account = @account and user_id = @user and edited = 0",
                row => row.TimeOrNull("shown"),
                cancellationToken,
                await WhoseAsync(customer, "", cancellationToken)
            )
        ).Single();

    public async Task SaveAsync(CustomerKey customer, string staffId, NoticeShown shown, CancellationToken cancellationToken) =>
        await database.ExecuteAsync(
            """
            insert into notice_cards (account, user_id, staff, service_url, conversation_id, activity_id, at, shown_at, fields, edited)
            values (@account, @user, @staff, @service, @conversation, @activity, @at, @shown, @fields, @edited)
            on conflict (account, user_id, staff) do update set
                service_url = excluded.service_url, conversation_id = excluded.conversation_id, activity_id = excluded.activity_id,
                at = excluded.at, shown_at = excluded.shown_at, fields = excluded.fields, edited = excluded.edited
            """,
            cancellationToken,
            [
                .. await WhoseAsync(customer, staffId, cancellationToken),
                ("service", shown.Card.ServiceUrl),
                ("conversation", shown.Card.ConversationId),
                ("activity", shown.Card.ActivityId),
                ("at", shown.At),
                ("shown", shown.ShownAt),
                ("fields", shown.Fields),
                ("edited", shown.OfEdit),
            ]
        );

    /// <summary>It was brought up to date. Whether somebody may be typing into it by now is left as it is: they may have opened something
    /// on it meanwhile.</summary>
    public async Task ShownAgainAsync(
        CustomerKey customer,
        string staffId,
        TeamsCard card,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        await database.ExecuteAsync(
            """
            update notice_cards set shown_at = @now
            where account = @account and user_id = @user and staff = @staff and activity_id = @activity
            """,
            cancellationToken,
            [.. await WhoseAsync(customer, staffId, cancellationToken), ("activity", card.ActivityId), ("now", now)]
        );

    /// <summary>Whoever was told has something else on that card by now: it is theirs, and brought up to date no more.</summary>
    public async Task LeaveAsync(string conversation, string activity, CancellationToken cancellationToken)
    {
        (string, object?)[] place = [("conversation", conversation), ("activity", activity)];
        const string There = "conversation_id = @conversation and activity_id = @activity and fields = 0";
        var told = await database.QueryAsync($"select 1 from notice_cards where {There}", _ => true, cancellationToken, place);
        if (told.Count > 0)
            await database.ExecuteAsync($"update notice_cards set fields = 1 where {There}", cancellationToken, place);
    }

    private async Task<(string, object?)[]> WhoseAsync(CustomerKey customer, string staffId, CancellationToken cancellationToken) =>
        [
            ("account", await accounts.NumberAsync(customer.Account, cancellationToken)),
            ("user", StoredText.Clean(customer.UserId, StoredText.LongestId)),
            ("staff", StoredText.Clean(staffId.ToLowerInvariant(), StoredText.LongestId)),
        ];
}

/// <param name="At">When the first card was sent that tells of what has not been answered since.</param>
/// <param name="ShownAt">When this one was brought up to date last.</param>
/// <param name="Fields">Somebody may be typing into it.</param>
public sealed record NoticeShown(TeamsCard Card, DateTimeOffset At, DateTimeOffset ShownAt, bool Fields)
{
    /// <summary>It tells of an edit, and not of a message.</summary>
    public bool OfEdit { get; init; }
}

using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Storage.Teams;

/// <summary>Cards in Teams that show what customers said, so that they can be drawn anew when it is edited or taken back.</summary>
public sealed class SaidCards(Database database)
{
    /// <summary>Longer than any platform lets anybody take back what they said.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private readonly Accounts accounts = new(database);

    /// <summary>A card shows these customers' words from now on, and nobody else's; with none it is forgotten.</summary>
    public async Task ShowsAsync(
        SaidCard card,
        IReadOnlyCollection<CustomerKey> customers,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        (string, object?)[] place = [("conversation", card.Place.ConversationId), ("activity", card.Place.ActivityId)];
        var known = await database.QueryAsync(
            "select account, user_id, again from said_cards where conversation_id = @conversation and activity_id = @activity",
            row => (Account: row.GetInt32(0), User: row.GetString(1), Again: row.GetString(2)),
            cancellationToken,
            place
        );
        var wanted = new List<(int Account, string User, string Again)>();
        foreach (var customer in customers.Distinct())
            wanted.Add(
                (
                    await accounts.NumberAsync(customer.Account, cancellationToken),
                    StoredText.Clean(customer.UserId, StoredText.LongestId),
                    card.Again
                )
            );
        if (known.ToHashSet().SetEquals(wanted))
            return;
        await database.WriteAsync(
            async writing =>
            {
                await writing.ExecuteAsync(
                    "delete from said_cards where conversation_id = @conversation and activity_id = @activity",
                    place
                );
                foreach (var (account, user, again) in wanted.Distinct())
                {
                    await writing.ExecuteAsync(
                        """
                        insert into said_cards (conversation_id, activity_id, account, user_id, service_url, staff, again, at)
                        values (@conversation, @activity, @account, @user, @service, @staff, @again, @at) on conflict do nothing
                        """,
                        [
                            .. place,
                            ("account", account),
                            ("user", user),
                            ("service", card.Place.ServiceUrl),
                            ("staff", card.StaffId),
                            ("again", again),
                            ("at", now),
                        ]
                    );
                }

                return true;
            },
            cancellationToken
        );
    }

    /// <summary>Those that show words of this customer.</summary>
    public async Task<IReadOnlyList<SaidCard>> OfAsync(CustomerKey customer, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            "select service_url, conversation_id, activity_id, staff, again from said_cards where account = @account and user_id = @user order by at desc, activity_id",
            row => new SaidCard(new(row.GetString(0), row.GetString(1), row.GetString(2)), row.GetString(3), row.GetString(4)),
            cancellationToken,
            ("account", await accounts.NumberAsync(customer.Account, cancellationToken)),
            ("user", StoredText.Clean(customer.UserId, StoredText.LongestId))
        );

    public Task<int> ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ExecuteAsync("delete from said_cards where at < @before", cancellationToken, ("before", now - Kept));
}

/// <summary>A card in Teams that shows what a customer said.</summary>
/// <param name="StaffId">Who sees it.</param>
/// <param name="Again">What draws it anew; only whoever wrote it understands it.</param>
public sealed record SaidCard(TeamsCard Place, string StaffId, string Again);

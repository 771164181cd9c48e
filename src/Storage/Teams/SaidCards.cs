using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Storage.Teams;

/// <summary>Cards in Teams that show what customers said, so that they can be drawn anew when it is edited or taken back.</summary>
public sealed class SaidCards(Database database)
{
    private const string Added = """
        insert into said_cards (conversation_id, activity_id, account, user_id, service_url, staff, again, at, fields)
        values (@conversation, @activity, @account, @user, @service, @staff, @again, @at, @fields) on conflict do nothing
        """;

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
        (string, object?)[] shown =
        [
            ("conversation", card.Place.ConversationId),
            ("activity", card.Place.ActivityId),
            ("service", card.Place.ServiceUrl),
            ("staff", card.StaffId),
            ("again", card.Again),
            ("at", now),
            ("fields", card.Fields),
        ];
        var known = await database.QueryAsync(
            "select account, user_id, again, fields from said_cards where conversation_id = @conversation and activity_id = @activity",
            row => (Account: row.Number("account"), User: row.Text("user_id"), Again: row.Text("again"), Fields: row.Flag("fields")),
            cancellationToken,
            shown
        );
        var wanted = new List<(int Account, string User, string Again, bool Fields)>();
        foreach (var customer in customers.Distinct())
        {
            var account = await accounts.NumberAsync(customer.Account, cancellationToken);
            wanted.Add((account, StoredText.Clean(customer.UserId, StoredText.LongestId), card.Again, card.Fields));
        }
        if (known.ToHashSet().SetEquals(wanted))
            return;
        await database.WriteAsync(
            async writing =>
            {
                await writing.ExecuteAsync(
                    "delete from said_cards where conversation_id = @conversation and activity_id = @activity",
                    shown
                );
                foreach (var (account, user, _, _) in wanted.Distinct())
                    await writing.ExecuteAsync(Added, [.. shown, ("account", account), ("user", user)]);
                return true;
            },
            cancellationToken
        );
    }

    /// <summary>Those that show words of this customer.</summary>
    public async Task<IReadOnlyList<SaidCard>> OfAsync(CustomerKey customer, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            """
            select service_url, conversation_id, activity_id, staff, again, fields from said_cards
            where account = @account and user_id = @user order by at desc, activity_id
            """,
            row => new SaidCard(
                new(row.Text("service_url"), row.Text("conversation_id"), row.Text("activity_id")),
                row.Text("staff"),
                row.Text("again"),
                row.Flag("fields")
            ),
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
/// <param name="Fields">Somebody may be writing on it.</param>
public sealed record SaidCard(TeamsCard Place, string StaffId, string Again, bool Fields);

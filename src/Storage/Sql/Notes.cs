using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;

namespace OmoBroadcast.Storage.Sql;

/// <summary>What staff noted of customers, for each other. Of each customer the newest <see cref="Kept"/>.</summary>
public sealed class Notes(Database database)
{
    public const int Kept = 50;

    private readonly Accounts accounts = new(database);

    /// <param name="id">The one-time id of the act: done twice, it is one note.</param>
    public async Task AddAsync(
        CustomerKey customer,
        Guid id,
        string staffId,
        string words,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        var account = await accounts.NumberAsync(customer.Account, cancellationToken);
        (string, object?)[] whom = [("account", account), ("user", StoredText.Clean(customer.UserId, StoredText.LongestId))];
        var noted = Journal.Act(JournalWords.Note, customer, staffId, at, id) with { Words = words };
        await database.WriteAsync(
            async writing =>
            {
                await Journal.NoteAsync(writing, database.Engine, account, noted);
                await writing.ExecuteAsync(
                    """
                    insert into customer_notes (account, user_id, id, staff, words, at)
                    values (@account, @user, @id, @staff, @words, @at) on conflict do nothing
                    """,
                    [
                        .. whom,
                        ("id", database.Engine.Key(id)),
                        ("staff", Key(staffId)),
                        ("words", StoredText.Clean(words, StoredText.LongestWords)),
                        ("at", at),
                    ]
                );
                return await writing.ExecuteAsync(
                    """
                    delete from customer_notes where account = @account and user_id = @user
                        and id not in (select id from customer_notes where account = @account and user_id = @user
                            order by at desc, id desc limit @kept)
                    """,
                    [.. whom, ("kept", Kept)]
                );
            },
            cancellationToken
        );
    }

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<Note>> LatestAsync(CustomerKey customer, int most, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            """
            select coalesce(staff.name, '') as name, words, at from customer_notes left join staff on staff.key = customer_notes.staff
            where account = @account and user_id = @user order by at desc, customer_notes.id desc limit @most
            """,
            row => new Note(row.Text("name"), row.Text("words"), row.Time("at")),
            cancellationToken,
            ("account", await accounts.NumberAsync(customer.Account, cancellationToken)),
            ("user", StoredText.Clean(customer.UserId, StoredText.LongestId)),
            ("most", most)
        );

    private static string Key(string staffId) => StoredText.Clean(staffId.ToLowerInvariant(), StoredText.LongestId);
}

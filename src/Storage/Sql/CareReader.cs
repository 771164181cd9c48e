using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;

namespace OmoBroadcast.Storage.Sql;

/// <summary>What stands beside a conversation: notes, whose the customer is, why they get no broadcasts. One question asks for all of
/// it.</summary>
public sealed class CareReader(Database database)
{
    private const int Noted = 0,
        Bound = 1,
        Suppressed = 2;

    private readonly Accounts accounts = new(database);

    /// <param name="notes">So many of the newest notes.</param>
    public async Task<CareRows> ReadAsync(CustomerKey customer, int notes, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(
            $"""
            select kind, who, words, number from (
                select {Noted} as kind, coalesce(staff.name, '') as who, words, at as number, customer_notes.id as id
                from customer_notes left join staff on staff.key = customer_notes.staff
                where account = @account and user_id = @user order by at desc, customer_notes.id desc limit @most) as noted
            union all
            select {Bound} as kind, staff as who, '' as words, 0 as number from bindings
            where account = @account and user_id = @bound and staff is not null
            union all
            select {Suppressed} as kind, '' as who, '' as words, kind as number from suppressions
            where account = @account and user_id = @user and active = 1
            """,
            row => (Kind: row.Number("kind"), Who: row.Text("who"), Words: row.Text("words"), Number: row.Long("number")),
            cancellationToken,
            ("account", await accounts.NumberAsync(customer.Account, cancellationToken)),
            ("user", StoredText.Clean(customer.UserId, StoredText.LongestId)),
            ("bound", customer.UserId),
            ("most", notes)
        );
        return new(
            [
                .. rows.Where(row => row.Kind == Noted)
                    .OrderByDescending(row => row.Number)
                    .Select(row => new Note(row.Who, row.Words, DateTimeOffset.FromUnixTimeMilliseconds(row.Number))),
            ],
            rows.Where(row => row.Kind == Bound).Select(row => row.Who).FirstOrDefault(),
            [.. rows.Where(row => row.Kind == Suppressed).Select(row => (SuppressionKind)row.Number).Order()]
        );
    }
}

/// <param name="Notes">The newest first.</param>
/// <param name="BoundTo">Whose the customer is; null for nobody's.</param>
/// <param name="Suppressed">Why they get no broadcasts.</param>
public sealed record CareRows(IReadOnlyList<Note> Notes, string? BoundTo, IReadOnlyList<SuppressionKind> Suppressed);

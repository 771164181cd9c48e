using System.Runtime.CompilerServices;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;

namespace OmoBroadcast.Storage.Sql;

/// <summary>Customers of whom nothing is left in Redis, because nothing was heard of them for long.</summary>
public sealed partial class Journal
{
    private const int LeftAtOnce = 1_000;

    internal const string LeftSql = $"""
        select user_id, max(name) as name from journal where account = @account and user_id > @after and what = '{JournalWords.Left}'
        group by user_id order by user_id limit @most
        """;

    internal const string StoodSql = $"""
        select coalesce(max(seq), 1) as seq from journal where account = @account and user_id = @user and what = '{JournalWords.Stood}'
        """;

    /// <summary>Those of an account who ever left, by id, each with the name they had then.</summary>
    public async IAsyncEnumerable<Customer> LeftAsync(AccountKey account, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var number = await accounts.NumberAsync(account, cancellationToken);
        for (var (after, last) = ("", LeftAtOnce); last == LeftAtOnce; )
        {
            var rows = await database.QueryAsync(
                LeftSql,
                row => (User: row.Text("user_id"), Name: row.TextOrNull("name")),
                cancellationToken,
                ("account", number),
                ("after", after),
                ("most", LeftAtOnce)
            );
            foreach (var (user, name) in rows)
                yield return new(new(account, user)) { State = ConversationState.Closed, Name = name };
            last = rows.Count;
            after = last == 0 ? "" : rows[^1].User;
        }
    }

    /// <summary>Just before it was last written down how a customer stood: everything about them follows from there on.</summary>
    public async Task<JournalPosition> StoodAsync(CustomerKey customer, CancellationToken cancellationToken)
    {
        var user = User(customer.UserId);
        var seq = await database.QueryAsync(
            StoodSql,
            row => row.Long("seq"),
            cancellationToken,
            ("account", await accounts.NumberAsync(customer.Account, cancellationToken)),
            ("user", user)
        );
        return new(user, seq[0] - 1);
    }

    /// <summary>How a customer stood when they left is kept on, however old it is: it is all there is of them. What is older than that may
    /// go.</summary>
    public async Task KeepAsync(CustomerKey customer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var after = await StoodAsync(customer, cancellationToken);
        await database.ExecuteAsync(
            "update journal set noted = @now where account = @account and user_id = @user and seq > @after and noted < @now",
            cancellationToken,
            ("account", await accounts.NumberAsync(customer.Account, cancellationToken)),
            ("user", after.UserId),
            ("after", after.Seq),
            ("now", now)
        );
    }
}

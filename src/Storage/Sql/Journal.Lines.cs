using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;

namespace OmoBroadcast.Storage.Sql;

/// <summary>What was said with a customer, in pages.</summary>
public sealed partial class Journal
{
    private static readonly string Columns = $"seq, user_id, digest, what, at, noted, {string.Join(", ", JournalRow.Texts)}";

    /// <summary>What becomes a line of the transcript; what only happened has no front.</summary>
    private const string IsLine = $"""
        what in ('m', 's', 'n', 'r', 'h', 'b', '{JournalWords.Answer}', '{JournalWords.Said}') and event <> '' and detail <> ''
        """;

    internal static string EarlierSql =>
        $"""
            select {Columns} from journal where account = @account and user_id = @id and seq <= @up_to
                and at <= @at and (at < @at or seq < @seq) and {IsLine}
            order by at desc, seq desc limit @most
            """;

    internal static string LaterSql =>
        $"""
            select {Columns} from journal where account = @account and user_id = @id and seq <= @up_to
                and at >= @at and (at > @at or seq > @seq) and {IsLine}
            order by at, seq limit @most
            """;

    internal const string ChangesSql = $"""
        select seq, at, what, message, words from journal
        where account = @account and user_id = @id and seq <= @up_to and what in ('e', 'u')
        """;

    /// <summary>The next lines of a customer in one direction, the nearest first, also from when they were known by another id.</summary>
    /// <param name="from">Without what stands there.</param>
    public async Task<IReadOnlyList<JournalLine>> LinesAsync(
        CustomerKey customer,
        LinePlace from,
        bool later,
        int most,
        CancellationToken cancellationToken
    )
    {
        var (at, seq) = from.Whole;
        var rows = await OfAsync(
            customer,
            later ? LaterSql : EarlierSql,
            row => new JournalLine(row.Long("seq"), Entry(customer.Account, row)),
            cancellationToken,
            ("at", at),
            ("seq", seq),
            ("most", most)
        );
        var ordered = later
            ? rows.OrderBy(line => line.Entry.At).ThenBy(line => line.Seq)
            : rows.OrderByDescending(line => line.Entry.At).ThenByDescending(line => line.Seq);
        return [.. ordered.Take(most)];
    }

    /// <summary>What became of a customer's messages: edited or taken back, in the order in which it was written.</summary>
    public async Task<IReadOnlyList<JournalEntry>> ChangesAsync(CustomerKey customer, CancellationToken cancellationToken)
    {
        var rows = await OfAsync(
            customer,
            ChangesSql,
            row =>
                (
                    Seq: row.Long("seq"),
                    Entry: new JournalEntry(row.Text("what"), customer, default, row.Long("at"), 0)
                    {
                        Message = row.TextOrNull("message"),
                        Words = row.TextOrNull("words"),
                    }
                ),
            cancellationToken
        );
        return [.. rows.OrderBy(row => row.Seq).Select(row => row.Entry)];
    }

    internal static string SaidSql(Engine engine) =>
        $"""
            select seq, user_id, at, words from journal where account = @account and {engine.Among("user_id", "@users")}
                and words <> '' and what in ('m', 's', 'h', 'b', '{JournalWords.Answer}', '{JournalWords.Said}')
            order by at desc, seq desc limit @most
            """;

    /// <summary>What was said with some customers of one account, the latest first.</summary>
    public async Task<IReadOnlyList<SaidLine>> SaidAsync(
        AccountKey account,
        IReadOnlyList<CustomerKey> customers,
        int most,
        CancellationToken cancellationToken
    )
    {
        var users = new Dictionary<string, CustomerKey>(StringComparer.Ordinal);
        foreach (var customer in customers)
            users[User(customer.UserId)] = customer;
        return await database.QueryAsync(
            SaidSql(database.Engine),
            row => new SaidLine(users[row.Text("user_id")], new(row.Long("at"), row.Long("seq")), row.Text("words")),
            cancellationToken,
            ("account", await accounts.NumberAsync(account, cancellationToken)),
            ("users", database.Engine.List(users.Keys)),
            ("most", most)
        );
    }

    private async Task<List<T>> OfAsync<T>(
        CustomerKey customer,
        string sql,
        Func<Row, T> read,
        CancellationToken cancellationToken,
        params (string Name, object? Value)[] parameters
    )
    {
        var number = await accounts.NumberAsync(customer.Account, cancellationToken);
        return await database.ReadAsync(
            async connection =>
            {
                var (reading, all) = (new SqlTransaction(connection, null, false, cancellationToken), new List<T>());
                foreach (var (id, upTo) in await IdsAsync(reading, number, User(customer.UserId)))
                    all.AddRange(await reading.QueryAsync(sql, read, [("account", number), ("id", id), ("up_to", upTo), .. parameters]));
                return all;
            },
            cancellationToken
        );
    }
}

/// <summary>A line of a conversation as the journal has it.</summary>
public readonly record struct JournalLine(long Seq, JournalEntry Entry)
{
    public LinePlace Place => new(Entry.At, Seq);
}

/// <summary>What was said in a line, as it came.</summary>
public readonly record struct SaidLine(CustomerKey Customer, LinePlace Place, string Words);

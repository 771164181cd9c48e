using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Storage.Sql;

/// <summary>What Redis is put together from, and which Redis it is that the journal knows.</summary>
public sealed partial class Journal
{
    /// <summary>Of each bucket which life of it is known, and up to where the journal was written from there.</summary>
    public async Task<IReadOnlyDictionary<JournalBucket, (string Life, long Seq)>> PlacesAsync(
        IReadOnlyCollection<AccountKey> wanted,
        CancellationToken cancellationToken
    )
    {
        var numbers = await accounts.NumbersAsync(wanted, cancellationToken);
        var keys = numbers.ToDictionary(pair => pair.Value, pair => pair.Key);
        var rows = await database.QueryAsync(
            "select account, bucket, life, seq from journal_places",
            row => (Account: row.Number("account"), Bucket: row.Number("bucket"), Life: row.Text("life"), Seq: row.Long("seq")),
            cancellationToken
        );
        return rows.Where(row => keys.ContainsKey(row.Account))
            .ToDictionary(row => new JournalBucket(keys[row.Account], row.Bucket), row => (row.Life, row.Seq));
    }

    /// <summary>These buckets live this life from now on. Returns up to where each was written.</summary>
    public async Task<IReadOnlyList<(int Bucket, long Seq)>> LiveAsync(
        AccountKey account,
        IReadOnlyCollection<int> buckets,
        string life,
        CancellationToken cancellationToken
    )
    {
        var number = await accounts.NumberAsync(account, cancellationToken);
        return await database.WriteAsync(
            async writing =>
            {
                var all = new List<(int, long)>();
                foreach (var bucket in buckets.Order())
                    all.AddRange(
                        await writing.QueryAsync(
                            """
                            insert into journal_places (account, bucket, life) values (@account, @bucket, @life)
                            on conflict (account, bucket) do update set life = excluded.life returning bucket, seq
                            """,
                            row => (row.Number("bucket"), row.Long("seq")),
                            ("account", number),
                            ("bucket", bucket),
                            ("life", life)
                        )
                    );
                return all;
            },
            cancellationToken
        );
    }

    /// <summary>The next customers of an account, in the order of their ids.</summary>
    public async Task<IReadOnlyList<string>> CustomersAsync(
        AccountKey account,
        string after,
        int most,
        CancellationToken cancellationToken
    ) =>
        await database.QueryAsync(
            "select distinct user_id from journal where account = @account and user_id > @after order by user_id limit @most",
            row => row.Text("user_id"),
            cancellationToken,
            ("account", await accounts.NumberAsync(account, cancellationToken)),
            ("after", after),
            ("most", most)
        );

    /// <summary>The next entries of the customers up to one, by customer and in their order; a customer as they stood with all that belongs
    /// to it.</summary>
    /// <param name="most">More than belongs to any.</param>
    public async Task<JournalPage> EntriesAsync(
        AccountKey account,
        JournalPosition after,
        string upTo,
        int most,
        CancellationToken cancellationToken
    )
    {
        var rows = await database.QueryAsync(
            $"""
            select seq, user_id, digest, what, at, noted, {string.Join(", ", JournalRow.Texts)} from journal
            where account = @account and user_id >= @user and user_id <= @up_to and (user_id > @user or seq > @seq)
            order by user_id, seq limit @most
            """,
            row => (Seq: row.Long("seq"), Entry: Entry(account, row)),
            cancellationToken,
            ("account", await accounts.NumberAsync(account, cancellationToken)),
            ("user", after.UserId),
            ("seq", after.Seq),
            ("up_to", upTo),
            ("most", most)
        );
        if (rows.Count < most)
            return new([.. rows.Select(row => row.Entry)], null);
        var whole = rows.Count;
        for (var at = rows.Count - 1; at > 0 && whole == rows.Count; at--)
        {
            if (rows[at].Entry.What == JournalWords.Stood)
                whole = at;
            else if (rows[at].Entry.What is not (JournalWords.Said or JournalWords.Amended))
                break;
        }

        var (seq, last) = rows[whole - 1];
        return new([.. rows.Take(whole).Select(row => row.Entry)], new(last.Customer.UserId, seq));
    }

    private static JournalEntry Entry(AccountKey account, Row row) =>
        new(row.Text("what"), new(account, row.Text("user_id")), row.Id("digest"), row.Long("at"), row.Long("noted"))
        {
            Event = row.TextOrNull("event"),
            Message = row.TextOrNull("message"),
            Detail = row.TextOrNull("detail"),
            Words = row.TextOrNull("words"),
            Name = row.TextOrNull("name"),
            Told = row.TextOrNull("told"),
            Staff = row.TextOrNull("staff"),
            Other = row.TextOrNull("other"),
        };
}

/// <summary>Up to where the journal of an account was read, by customer and in the order of the entries.</summary>
public readonly record struct JournalPosition(string UserId, long Seq)
{
    /// <summary>Before everything.</summary>
    public static JournalPosition Start => new("", 0);
}

/// <summary>Some of the journal.</summary>
/// <param name="Next">Behind what more of it follows; null if that is all.</param>
public sealed record JournalPage(IReadOnlyList<JournalEntry> Entries, JournalPosition? Next);

using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Storage.Sql;

/// <summary>
/// What was done to customers, in its order: what came from them, what staff did and answered. Redis holds what follows from it, and may be
/// lost. An entry is known by its digest, so whatever is added twice is there once. Throws what the database throws when it is away.
/// </summary>
public sealed partial class Journal(Database database)
{
    /// <summary>What a message said is in one of these.</summary>
    private const string Said = "('m', 's', 'e', 'h', 'b', 'said', 'amended')";

    /// <summary>Nobody has had more.</summary>
    private const int MostIds = 20;

    private readonly Accounts accounts = new(database);

    /// <summary>Adds entries in one transaction, each list's in its order.</summary>
    /// <param name="places">The lists they are from, in the order of the entries.</param>
    /// <returns>For each list the number that its last entry has.</returns>
    public async Task<IReadOnlyList<long>> AppendAsync(
        IReadOnlyList<JournalEntry> entries,
        IReadOnlyList<JournalPlace> places,
        CancellationToken cancellationToken
    )
    {
        if (entries.Count == 0 && places.Count == 0)
            return [];
        var numbers = await accounts.NumbersAsync(
            [.. entries.Select(entry => entry.Customer.Account), .. places.Select(place => place.Account)],
            cancellationToken
        );
        List<JournalRow> rows =
        [
            .. entries.Select(entry => new JournalRow(numbers[entry.Customer.Account], User(entry.Customer.UserId), entry)),
        ];
        return await database.WriteAsync(
            async writing =>
            {
                foreach (
                    var account in rows.Select(row => row.Account).Concat(places.Select(place => numbers[place.Account])).Distinct().Order()
                )
                    await AloneAsync(writing, database.Engine, account);
                if (rows.Count > 0)
                    await database.Engine.NoteAsync(writing, rows);
                foreach (var row in rows)
                    await FollowAsync(writing, row);
                await SpareAsync(writing, rows);
                var upTo = new List<long>(places.Count);
                foreach (var place in places)
                    upTo.Add(await ReachedAsync(writing, numbers[place.Account], place));
                return upTo;
            },
            cancellationToken
        );
    }

    /// <summary>Of those who write many entries of an account, or change some, one at a time: whatever the order of the entries, two would
    /// wait for each other.</summary>
    private static Task AloneAsync(SqlTransaction writing, Engine engine, int account) => engine.LockAsync(writing, account, ["journal"]);

    /// <summary>What staff did that only the database knows, in the transaction that does it.</summary>
    internal static Task NoteAsync(SqlTransaction writing, Engine engine, int account, JournalEntry act) =>
        engine.NoteAsync(writing, [new(account, User(act.Customer.UserId), act)]);

    /// <summary>Such an act, known by an id of its own.</summary>
    internal static JournalEntry Act(string what, CustomerKey customer, string staffId, DateTimeOffset at, Guid? id = null) =>
        new(what, customer, id ?? Guid.NewGuid(), at.ToUnixTimeMilliseconds(), at.ToUnixTimeMilliseconds()) { Staff = staffId };

    /// <summary>How many entries there are of a customer.</summary>
    public async Task<long> CountAsync(CustomerKey customer, CancellationToken cancellationToken) =>
        (
            await database.QueryAsync(
                "select count(*) as entries from journal where account = @account and user_id = @user",
                row => row.Long("entries"),
                cancellationToken,
                ("account", await accounts.NumberAsync(customer.Account, cancellationToken)),
                ("user", User(customer.UserId))
            )
        ).Single();

    /// <summary>What follows for entries that stand there already: what was taken back is in none of them, under whichever id it was
    /// said.</summary>
    private static async Task FollowAsync(SqlTransaction writing, JournalRow row)
    {
        if (row.Entry is { Message: { } message } entry && IsUnsent(entry.What, entry.Words))
            await StrikeAsync(writing, row.Account, await IdsAsync(writing, row.Account, row.UserId), [message]);
        else if (row.Entry is { What: JournalWords.Moved, Other: { } other })
            await StrikeAsync(
                writing,
                row.Account,
                await IdsAsync(writing, row.Account, row.UserId),
                await UnsentAsync(writing, row.Account, User(other))
            );
    }

    /// <summary>By what ids a customer was known, and each up to which entry.</summary>
    private static async Task<List<(string Id, long UpTo)>> IdsAsync(SqlTransaction writing, int account, string user)
    {
        var ids = new List<(string Id, long UpTo)> { (user, long.MaxValue) };
        for (var at = 0; at < ids.Count && at < MostIds; at++)
        {
            var former = await writing.QueryAsync(
                $"""
                select user_id, max(seq) as up_to from journal
                where account = @account and other = @id and what in ('{JournalWords.Moved}', '{JournalWords.Alias}') group by user_id
                """,
                row => (row.Text("user_id"), row.Long("up_to")),
                ("account", account),
                ("id", ids[at].Id)
            );
            ids.AddRange(former.Where(one => !ids.Exists(known => known.Id == one.Item1)));
        }

        return ids;
    }

    /// <summary>It says that a message was taken back: as it came, or of a customer as they stood, where what came found no room.</summary>
    private static bool IsUnsent(string what, string? words) =>
        what == JournalWords.Unsent || (what == JournalWords.Amended && words?.Split('\n', 3) is [_, _, "u"]);

    /// <summary>What was taken back under an id, or under one that it became.</summary>
    private static async Task<IReadOnlyList<string>> UnsentAsync(SqlTransaction writing, int account, string user)
    {
        var (ids, messages) = (new List<string> { user }, new List<string>());
        for (var at = 0; at < ids.Count && at < MostIds; at++)
        {
            var found = await writing.QueryAsync(
                $"""
                select what, message, words, other from journal
                where account = @account and user_id = @id
                    and what in ('{JournalWords.Moved}', '{JournalWords.Unsent}', '{JournalWords.Amended}')
                """,
                row =>
                    (
                        What: row.Text("what"),
                        Text: row.TextOrNull("message") ?? row.TextOrNull("other") ?? "",
                        Words: row.TextOrNull("words")
                    ),
                ("account", account),
                ("id", ids[at])
            );
            messages.AddRange(found.Where(one => IsUnsent(one.What, one.Words)).Select(one => one.Text));
            ids.AddRange(found.Where(one => one.What == JournalWords.Moved).Select(one => User(one.Text)).Except(ids));
        }

        return messages;
    }

    /// <summary>What was taken back stays as having been, without its words and all that it carried.</summary>
    private static async Task StrikeAsync(
        SqlTransaction writing,
        int account,
        List<(string Id, long UpTo)> ids,
        IReadOnlyList<string> messages
    )
    {
        foreach (var message in messages)
        foreach (var (id, _) in ids)
        {
            var said = await writing.QueryAsync(
                $"""
                select seq, what, detail, words from journal
                where account = @account and user_id = @id and message = @message and what in {Said}
                """,
                row => (Seq: row.Long("seq"), What: row.Text("what"), Detail: row.TextOrNull("detail"), Words: row.TextOrNull("words")),
                ("account", account),
                ("id", id),
                ("message", message)
            );
            // That it was taken back stays also of a customer as they stood.
            foreach (var (seq, what, detail, words) in said)
                if (!IsUnsent(what, words))
                    await writing.ExecuteAsync(
                        "update journal set words = null, detail = @detail where seq = @seq",
                        ("seq", seq),
                        ("detail", detail is null ? null : Stripped(detail))
                    );
        }
    }

    /// <summary>As <c>stripped</c> in <c>customer.lua</c>.</summary>
    private static string Stripped(string front)
    {
        if (front.Length < 5 || front[0] != '\n')
            return front;
        var end = front.IndexOf('\n', 4);
        var from = front[2] == 'f' && end > 0 ? front[4..end].Split('{')[0] : "";
        return $"{front[..4]}{from}\n";
    }

    private async Task<long> ReachedAsync(SqlTransaction writing, int account, JournalPlace place) =>
        (
            await writing.QueryAsync(
                """
                insert into journal_places (account, bucket, seq)
                values (
                    @account, @bucket,
                    coalesce(
                        (select seq from journal where account = @account and user_id = @user and digest = @digest),
                        (select max(seq) from journal), 0
                    )
                )
                on conflict (account, bucket) do update set seq = case
                    when excluded.seq > journal_places.seq then excluded.seq else journal_places.seq end
                returning seq
                """,
                row => row.Long("seq"),
                ("account", account),
                ("bucket", place.Bucket),
                ("user", User(place.Last.Customer.UserId)),
                ("digest", database.Engine.Key(place.Last.Digest))
            )
        ).Single();

    private static string User(string userId) => StoredText.Clean(userId, StoredText.LongestId);
}

using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Storage.Sql;

/// <summary>What is too old goes, but not before it is written down what followed from it.</summary>
public sealed partial class Journal
{
    /// <summary>Nothing in Redis follows from these for long.</summary>
    private const string Passing = $"""
        '{JournalWords.Moved}', '{JournalWords.Stays}', '{JournalWords.Note}', '{JournalWords.Bound}', '{JournalWords.Unbound}',
        '{JournalWords.Stopped}', '{JournalWords.Resumed}'
        """;

    /// <summary>What somebody just changes or erases is left for the next time.</summary>
    internal static string ForgetSql(Engine engine) =>
        $"""
            delete from journal where seq in (
                select seq from journal old where noted < @before and (
                    what in ({Passing}) or exists (
                        select 1 from journal newer where newer.account = old.account and newer.user_id = old.user_id
                            and newer.noted >= @before and newer.what in ('{JournalWords.Stood}', '{JournalWords.Alias}')
                    )
                ) order by noted, seq limit @most {engine.SkipLocked}
            )
            """;

    internal const string OldSql = """
        select noted, seq, account, user_id from journal where noted < @before and (noted, seq) > (@noted, @seq)
        order by noted, seq limit @most
        """;

    /// <summary>Forgets some of what is older, the oldest first, where the customer was written down as they stood since. Returns how
    /// many.</summary>
    public Task<int> ForgetAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) =>
        database.ExecuteAsync(ForgetSql(database.Engine), cancellationToken, ("before", before), ("most", most));

    /// <summary>Of whom there is something older, the oldest entries first.</summary>
    /// <param name="most">So many entries are looked at.</param>
    /// <param name="after">Only what comes after it.</param>
    public async Task<OldPage> OldAsync(DateTimeOffset before, int most, OldEntry after, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(
            OldSql,
            row => (Entry: new OldEntry(row.Long("noted"), row.Long("seq")), Account: row.Number("account"), User: row.Text("user_id")),
            cancellationToken,
            ("before", before),
            ("noted", after.Noted),
            ("seq", after.Seq),
            ("most", most)
        );
        var old = new List<CustomerKey>(rows.Count);
        foreach (var (account, user) in rows.Select(row => (row.Account, row.User)).Distinct())
            old.Add(new(await accounts.KeyAsync(account, cancellationToken), user));
        return new(old, rows.Count == most ? rows[^1].Entry : null);
    }

    /// <summary>Forgets what is older of a customer who is not there any more.</summary>
    public async Task ForgetAsync(CustomerKey customer, DateTimeOffset before, CancellationToken cancellationToken) =>
        await database.ExecuteAsync(
            $"delete from journal where account = @account and user_id = @user and noted < @before",
            cancellationToken,
            ("account", await accounts.NumberAsync(customer.Account, cancellationToken)),
            ("user", User(customer.UserId)),
            ("before", before)
        );
}

/// <summary>Where an entry stands among those that are becoming too old.</summary>
public readonly record struct OldEntry(long Noted, long Seq)
{
    /// <summary>Before all of them.</summary>
    public static OldEntry None => new(long.MinValue, 0);
}

/// <summary>Some of whom there is something that is too old.</summary>
/// <param name="Next">After which there may be more; null: these are all.</param>
public sealed record OldPage(IReadOnlyList<CustomerKey> Customers, OldEntry? Next);

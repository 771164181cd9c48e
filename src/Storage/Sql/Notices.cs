using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Storage.Sql;

/// <summary>What managers are to be told of an account. Told at most once: taking a notice is telling it.</summary>
public sealed class Notices(Database database)
{
    private readonly Accounts accounts = new(database);

    /// <summary>Notes that it is to be told, unless the same was within <paramref name="again"/>.</summary>
    public async Task RaiseAsync(
        AccountKey account,
        NoticeReason reason,
        DateTimeOffset at,
        string detail,
        TimeSpan again,
        CancellationToken cancellationToken
    )
    {
        var number = await accounts.NumberAsync(account, cancellationToken);
        var notice = new Notice(account, reason, at, StoredText.Clean(detail, StoredText.LongestWords));
        await database.WriteAsync(writing => RaiseAsync(writing, number, notice, again), cancellationToken);
    }

    /// <summary>Those not told yet, which from now on are.</summary>
    public async Task<IReadOnlyList<Notice>> TakeAsync(CancellationToken cancellationToken)
    {
        var rows = await database.WriteAsync(
            writing =>
                writing.QueryAsync(
                    $"update notices set told = {Telling.Told:d} where told = {Telling.New:d} returning account, reason, at, detail",
                    row =>
                        (
                            Account: row.Number("account"),
                            Reason: (NoticeReason)row.Number("reason"),
                            At: row.Time("at"),
                            Detail: row.Text("detail")
                        )
                ),
            cancellationToken
        );
        var notices = new List<Notice>(rows.Count);
        foreach (var row in rows.OrderBy(row => row.At))
            notices.Add(new(await accounts.KeyAsync(row.Account, cancellationToken), row.Reason, row.At, row.Detail));
        return notices;
    }

    /// <param name="account">The number of the notice's account.</param>
    internal static Task<int> RaiseAsync(SqlTransaction writing, int account, Notice notice, TimeSpan again) =>
        writing.ExecuteAsync(
            $"""
            insert into notices (account, reason, at, detail) values (@account, @reason, @at, @detail)
            on conflict (account, reason) do update set at = excluded.at, detail = excluded.detail, told = {Telling.New:d}
                where notices.at + @again < excluded.at
            """,
            ("account", account),
            ("reason", notice.Reason),
            ("at", notice.At),
            ("detail", notice.Detail),
            ("again", (long)again.TotalMilliseconds)
        );
}

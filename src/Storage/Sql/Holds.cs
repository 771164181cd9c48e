using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Storage.Sql;

/// <summary>Accounts from which nothing is claimed for now, and why.</summary>
public sealed class Holds(Database database)
{
    private readonly Accounts accounts = new(database);

    /// <summary>From now on nothing is claimed from the account until then, or until <see cref="LiftAsync"/>. A restriction is not
    /// shortened by another reason, and nothing by being busy.</summary>
    public async Task HoldAsync(
        AccountKey account,
        HoldReason reason,
        DateTimeOffset until,
        string detail,
        CancellationToken cancellationToken
    )
    {
        var number = await accounts.NumberAsync(account, cancellationToken);
        await database.WriteAsync(
            writing => HoldAsync(writing, number, reason, until, StoredText.Clean(detail, StoredText.LongestWords)),
            cancellationToken
        );
    }

    internal static Task<int> HoldAsync(SqlTransaction writing, int account, HoldReason reason, DateTimeOffset until, string detail) =>
        writing.ExecuteAsync(
            $"""
            insert into holds (account, reason, until_at, detail) values (@account, @reason, @until, @detail)
            on conflict (account) do update set reason = excluded.reason, until_at = excluded.until_at, detail = excluded.detail
            where (holds.reason <> {HoldReason.Restricted:d} or excluded.reason = {HoldReason.Restricted:d})
                and (excluded.reason <> {HoldReason.Busy:d} or holds.reason = {HoldReason.Busy:d})
            """,
            ("account", account),
            ("reason", reason),
            ("until", until),
            ("detail", detail)
        );

    /// <summary>All holds; those whose time is over vanish with the next sweep.</summary>
    public Task<IReadOnlyList<Hold>> HoldsAsync(CancellationToken cancellationToken) => HoldsAsync("", cancellationToken);

    /// <summary>The holds that keep something of a campaign waiting.</summary>
    public Task<IReadOnlyList<Hold>> HoldsOfAsync(long campaign, CancellationToken cancellationToken) =>
        HoldsAsync(
            $"""
            where exists (select 1 from queue where queue.campaign = @campaign
                and {RequestStates.Table.Where(RequestChange.Claim, "queue.state")} and queue.account = holds.account)
            """,
            cancellationToken,
            ("campaign", campaign)
        );

    private async Task<IReadOnlyList<Hold>> HoldsAsync(
        string which,
        CancellationToken cancellationToken,
        params (string Name, object? Value)[] parameters
    )
    {
        var rows = await database.QueryAsync(
            $"select account, reason, until_at, detail from holds {which} order by account",
            row =>
                (
                    Account: row.Number("account"),
                    Reason: (HoldReason)row.Number("reason"),
                    Until: row.Time("until_at"),
                    Detail: row.Text("detail")
                ),
            cancellationToken,
            parameters
        );
        var holds = new List<Hold>();
        foreach (var row in rows)
            holds.Add(new(await accounts.KeyAsync(row.Account, cancellationToken), row.Reason, row.Until, row.Detail));
        return holds;
    }

    public async Task LiftAsync(AccountKey account, CancellationToken cancellationToken)
    {
        var number = await accounts.NumberAsync(account, cancellationToken);
        await database.ExecuteAsync("delete from holds where account = @account", cancellationToken, ("account", number));
    }
}

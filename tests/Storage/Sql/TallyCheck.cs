namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>A plain second telling of the tallies: all rows counted, in one statement and so at one instant.</summary>
internal static class TallyCheck
{
    /// <summary>No row, unless a tally differs from what is counted. Of campaigns whose recipients are not kept any more it says
    /// nothing.</summary>
    public const string Differences = """
        select campaign, account, state, code, sum(messages) as too_many from (
            select campaign, account, state, case when state = 7 then '' else code end as code, messages from tallies
            union all select campaign, account, 0, '', -size from queue where campaign <> 0
            union all select campaign, account, state, case when state in (3, 4) then coalesce(code, '') else '' end, -size
                from records where campaign <> 0 and state <> 8
            union all select campaign, account, -1 - rank, '', -1 from records where campaign <> 0 and state = 2 and rank > 2
            union all select campaign, account, 7, '', -1 from deliveries where skip is not null
        ) told
        where campaign not in (select id from campaigns where forgotten > 0)
        group by campaign, account, state, code having sum(messages) <> 0
        """;

    public static async Task HoldAsync(LedgerFixture ledger) =>
        Assert.Empty(
            await ledger.Database.QueryAsync(
                Differences,
                row => $"{row.Long("campaign")} {row.Number("state")} {row.Text("code")}: {row.Long("too_many")}",
                default
            )
        );
}

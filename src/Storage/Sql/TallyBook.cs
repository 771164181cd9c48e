using System.Text.Json;
using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Storage.Sql;

/// <summary>
/// How many of a campaign ended how, kept in the transaction of whatever changes it. Each writes lines of its own, so that nobody waits for
/// anybody; <see cref="FoldAsync"/> puts them together. What belongs to no campaign is not counted.
/// </summary>
internal static class TallyBook
{
    private const int AtOnce = 5_000;
    private const int Many = 64;

    /// <summary>Those that are counted by their codes too.</summary>
    public static readonly IReadOnlyList<RequestState> Coded = [.. RequestStates.Troubled, RequestState.Skipped];

    private static readonly (string, string)[] Columns =
    [
        ("campaign", "integer"),
        ("account", "integer"),
        ("state", "integer"),
        ("code", "text"),
        ("messages", "integer"),
    ];

    /// <summary>What a request counts as: everything that is open is one.</summary>
    public static TallyLine Line(long campaign, int account, RequestState state, string? code, long messages) =>
        new(
            campaign,
            account,
            RequestStates.Open.Contains(state) ? (int)RequestState.Queued : (int)state,
            Coded.Contains(state) ? code ?? "" : "",
            messages
        );

    /// <summary>What the platform has reported of accepted messages, beside their state.</summary>
    public static TallyLine Line(long campaign, int account, MessageRank rank, long messages) =>
        new(campaign, account, -1 - (int)rank, "", messages);

    public static Task AddAsync(SqlTransaction writing, Engine engine, IEnumerable<TallyLine> lines)
    {
        TallyLine[] sums =
        [
            .. lines
                .Where(line => line.Campaign != 0)
                .GroupBy(line => line with { Messages = 0 })
                .Select(same => same.Key with { Messages = same.Sum(line => line.Messages) })
                .Where(sum => sum.Messages != 0),
        ];
        return sums.Length == 0
            ? Task.CompletedTask
            : writing.ExecuteAsync(
                $"""
                insert into tallies (campaign, account, state, code, messages)
                select campaign, account, state, code, messages from {engine.Table("@rows", "x", Columns)}
                """,
                ("rows", JsonSerializer.Serialize(sums, RowJson.Default.IEnumerableTallyLine))
            );
    }

    /// <summary>The campaigns with new lines, of which there are many more than sums.</summary>
    /// <param name="seen">The last line that an earlier look saw.</param>
    public static async Task<(List<long> Campaigns, long Last)> ScatteredAsync(
        Database database,
        long seen,
        CancellationToken cancellationToken
    )
    {
        var last = await database.QueryAsync("select max(id) as last from tallies", row => row.LongOrNull("last"), cancellationToken);
        var campaigns = await database.QueryAsync(
            $"""
            select campaign from (
                select campaign, count(*) as lines from tallies
                where campaign in (select campaign from tallies where id > @seen) group by campaign, account, state, code
            ) sums group by campaign having sum(lines) >= count(*) + {Many}
            """,
            row => row.Long("campaign"),
            cancellationToken,
            ("seen", seen)
        );
        return (campaigns, last is [{ } newest] ? newest : seen);
    }

    /// <summary>Puts the lines of a campaign together; those that somebody else is putting together are left to them.</summary>
    public static async Task FoldAsync(Database database, long campaign, CancellationToken cancellationToken)
    {
        while (await FoldSomeAsync(database, campaign, cancellationToken) == AtOnce)
        {
            // There are more.
        }
    }

    private static Task<int> FoldSomeAsync(Database database, long campaign, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async writing =>
            {
                var lines = await writing.QueryAsync(
                    $"""
                    delete from tallies where id in (
                        select id from tallies where campaign = @campaign order by id limit {AtOnce} {database.Engine.SkipLocked})
                    returning account, state, code, messages
                    """,
                    row => new TallyLine(campaign, row.Number("account"), row.Number("state"), row.Text("code"), row.Long("messages")),
                    ("campaign", campaign)
                );
                await AddAsync(writing, database.Engine, lines);
                return lines.Count;
            },
            cancellationToken
        );
}

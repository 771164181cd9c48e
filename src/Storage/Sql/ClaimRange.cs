using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Storage.Sql;

/// <summary>Where the rows of one claim lie in the queue's index.</summary>
internal sealed record ClaimRange(string Mark, long Campaign, int Account, int Kind, int Class, long NotBefore, Guid First, Guid Last)
{
    /// <summary>That a row of the queue is claimed by it still.</summary>
    public static readonly string Rows = Condition(column => $"@{column}");

    /// <summary>The same of a claim that is a row of the statement too.</summary>
    public static string RowsOf(string claim) => Condition(column => $"{claim}.{column}");

    private static string Condition(Func<string, string> value) =>
        $"""
            queue.campaign = {value("campaign")} and queue.account = {value("account")} and queue.kind = {value("kind")}
                and queue.class = {value("class")} and queue.not_before = {value("not_before")}
                and queue.id >= {value("first_id")} and queue.id <= {value("last_id")}
                and queue.state = {RequestState.Claimed:d} and queue.lease_owner = {value("mark")}
            """;

    public static ClaimRange Read(Row row) =>
        new(
            row.Text("mark"),
            row.Long("campaign"),
            row.Number("account"),
            row.Number("kind"),
            row.Number("class"),
            row.Long("not_before"),
            row.Id("first_id"),
            row.Id("last_id")
        );

    public (string, object?)[] Parameters(Engine engine) =>
        [
            ("mark", Mark),
            ("campaign", Campaign),
            ("account", Account),
            ("kind", Kind),
            ("class", Class),
            ("not_before", NotBefore),
            ("first_id", engine.Key(First)),
            ("last_id", engine.Key(Last)),
        ];
}

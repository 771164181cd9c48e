using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Storage.Sql;

/// <summary>A filter of deliveries as a condition: <c>d</c> is the delivery, <c>r</c> its request.</summary>
internal static class DeliveryFilterSql
{
    public static string Condition(this DeliveryFilter filter, Engine engine) =>
        string.Join(
            ' ',
            new[]
            {
                filter switch
                {
                    { State: null, Reached: not null } => $"and d.skip is null and r.state = {RequestState.Accepted:d} and r.rank >= @rank",
                    { State: null } => "",
                    { State: DeliveryState.Skipped } => $"and (d.skip is not null or r.state = {RequestState.Skipped:d})",
                    { State: DeliveryState.Waiting } => "and d.skip is null and r.id is null",
                    _ => $"and d.skip is null and {engine.Among("r.state", "@states")}",
                },
                filter switch
                {
                    { Skip: not null } => $"and (d.skip = @reason or (r.state = {RequestState.Skipped:d} and r.code = @code))",
                    { Code: not null } => $"and d.skip is null and {RequestStates.Troubled.In("r.state")} and r.code = @code",
                    _ => "",
                },
                filter.Name is null ? "" : "and lower(d.name) like @name escape '!'",
            }
        );

    /// <summary>The same as a condition on the lines of a tally. Names are not in it.</summary>
    public static string OfTally(this DeliveryFilter filter, Engine engine) =>
        string.Join(
            ' ',
            [
                filter switch
                {
                    { State: null, Reached: not null } => "and -1 - state >= @rank",
                    { State: null } => $"and state >= {RequestState.Queued:d}",
                    _ => $"and {engine.Among("state", "@states")}",
                },
                filter switch
                {
                    { Skip: not null } => $"and state = {RequestState.Skipped:d} and code in (@code, cast(@reason as text))",
                    { Code: not null } => $"and {RequestStates.Troubled.In()} and code = @code",
                    _ => "",
                },
            ]
        );

    public static (string, object?)[] Parameters(this DeliveryFilter filter, Engine engine) =>
        [
            ("states", engine.List(filter.State?.Stored().Select(state => (long)state) ?? [])),
            ("rank", (int)(filter.Reached?.Rank() ?? MessageRank.Sent)),
            ("reason", (int)(filter.Skip ?? default)),
            ("code", filter.Skip?.ToString() ?? filter.Code ?? ""),
            ("name", $"%{Literally(filter.Name ?? "")}%"),
        ];

    private static string Literally(string name) =>
        name.ToLowerInvariant()
            .Replace("!", "!!", StringComparison.Ordinal)
            .Replace("%", "!%", StringComparison.Ordinal)
            .Replace("_", "!_", StringComparison.Ordinal);
}

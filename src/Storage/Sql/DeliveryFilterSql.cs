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

using System.Collections.Immutable;
using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Storage.Sql;

/// <summary>The one rule of what a claimed row of the queue becomes.</summary>
internal static class SettlementSql
{
    /// <summary>What a row takes along from the queue when it ends.</summary>
    public const string Kept =
        "id, campaign, epoch, first_attempt_at, account, size, kind, class, retry_safe, parts, recipients, content, staff";

    /// <summary>That a request is one of a cancelled campaign. What belongs to none is of none.</summary>
    public static readonly string OfCancelled =
        $"coalesce((select campaigns.state from campaigns where campaigns.id = campaign), 0) = {CampaignState.Cancelled:d}";

    /// <summary>What it takes from a settlement, in the order in which parameters are bound.</summary>
    public static readonly ImmutableArray<string> Values = ["as", "at", "code", "reason", "platform", "not_before", "uncertain"];

    /// <summary>The state that follows; <see cref="RequestState.Queued"/>: it goes back.</summary>
    /// <param name="value">How the statement writes one of the <see cref="Values"/>.</param>
    public static string State(Func<string, string> value)
    {
        var (@as, doubted) = (value("as"), Doubted(value));
        return $"""
            (case
                when {@as} <= {SettledAs.Unknown:d} then {@as}
                when {@as} <= {SettledAs.Skipped:d} then case when {doubted} then {RequestState.Unknown:d} else {@as} end
                when {doubted} then case when retry_safe = 0 or {OfCancelled} then {RequestState.Unknown:d} else {RequestState.Queued:d} end
                when {OfCancelled} then {RequestState.Cancelled:d}
                else {RequestState.Queued:d}
            end)
            """;
    }

    /// <summary>The SET clause for what goes back to the queue.</summary>
    public static string Back(Func<string, string> value)
    {
        var (@as, doubted) = (value("as"), Doubted(value));
        return $"""
            state = {RequestState.Queued:d},
            attempts = case when {@as} = {SettledAs.Throttled:d} then attempts - 1 else attempts end,
            first_attempt_at = case when {@as} = {SettledAs.Throttled:d} and attempts = 1 and not {doubted} then null
                else first_attempt_at end,
            uncertain = case when {doubted} then 1 else 0 end,
            not_before = coalesce({value("not_before")}, not_before),
            lease_until = null,
            lease_owner = null,
            code = {value("code")},
            reason = {value("reason")},
            platform_id = coalesce({value("platform")}, platform_id)
            """;
    }

    private static string Doubted(Func<string, string> value) => $"(uncertain = 1 or {value("uncertain")} = 1)";
}

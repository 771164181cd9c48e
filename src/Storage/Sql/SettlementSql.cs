namespace OmoBroadcast.Storage.Sql;

/// <summary>The one rule of what a claimed row becomes, as the SET clause of an update on <c>requests</c>.</summary>
internal static class SettlementSql
{
    public static string Set(string @as, string at, string code, string reason, string platform, string notBefore, string uncertain)
    {
        const string cancelled = "coalesce((select campaigns.state from campaigns where campaigns.id = requests.campaign), 0) = 6";
        var doubted = $"(uncertain = 1 or {uncertain} = 1)";
        var state = $"""
            case
                when {@as} < 5 then {@as}
                when {@as} < 10 then case when {doubted} then 4 else {@as} end
                when {doubted} then case when retry_safe = 0 or {cancelled} then 4 else 0 end
                when {cancelled} then 6
                else 0
            end
            """;
        return $"""
            state = {state},
            settled_at = case when ({state}) = 0 then null else {at} end,
            attempts = case when {@as} = 11 then attempts - 1 else attempts end,
            first_attempt_at = case when {@as} = 11 and attempts = 1 and not {doubted} then null else first_attempt_at end,
            uncertain = case when {doubted} then 1 else 0 end,
            not_before = coalesce({notBefore}, not_before),
            lease_until = null,
            lease_owner = null,
            code = {code},
            reason = {reason},
            platform_id = coalesce({platform}, platform_id)
            """;
    }
}

using OmoBroadcast.Sandbox.Ledger;

namespace OmoBroadcast.Sandbox.Line;

/// <summary>One call.</summary>
/// <param name="Kind">The endpoint.</param>
/// <param name="At">Arrival, Unix microseconds.</param>
/// <param name="Request">Its x-line-request-id.</param>
/// <param name="Account">Null if the token is no good.</param>
/// <param name="RetryKey">The retry key, if there is one.</param>
internal sealed record Visit(CallKind Kind, long At, Guid Request, LineAccount? Account, RetryKey RetryKey)
{
    /// <summary>Null without a retry key that counts.</summary>
    public Guid? Key => RetryKey.Id;
}

/// <param name="Id">Null: none was sent, or one that is no UUID.</param>
/// <param name="IsBad">One was sent that is no UUID.</param>
internal readonly record struct RetryKey(Guid? Id, bool IsBad)
{
    public static RetryKey Of(HttpContext http)
    {
        var header = http.Request.Headers["X-Line-Retry-Key"];
        return header.Count == 1 && Guid.TryParseExact(header[0], "D", out var id) ? new(id, false) : new(null, header.Count > 0);
    }
}

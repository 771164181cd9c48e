using OmoBroadcast.Sandbox.Ledger;

namespace OmoBroadcast.Sandbox.Line;

/// <summary>One call.</summary>
/// <param name="Kind">The endpoint.</param>
/// <param name="At">Arrival, Unix microseconds.</param>
/// <param name="Request">Its x-line-request-id.</param>
/// <param name="Account">Null if the token is no good.</param>
/// <param name="Key">The retry key.</param>
/// <param name="BadKey">A retry key that is no UUID.</param>
internal sealed record Visit(CallKind Kind, long At, Guid Request, LineAccount? Account, Guid? Key, bool BadKey);

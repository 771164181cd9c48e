namespace OmoBroadcast.Sandbox.Ledger;

/// <param name="At">Unix microseconds.</param>
/// <param name="Account">The channel.</param>
/// <param name="Kind">For example <c>retryKey.differentBody</c>.</param>
/// <param name="Detail">What exactly.</param>
internal sealed record Violation(long At, string Account, string Kind, string Detail);

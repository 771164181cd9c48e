namespace OmoBroadcast.Sandbox.Ledger;

/// <summary>What is waited for; what is left out is none.</summary>
/// <param name="Calls">How many calls, at least.</param>
/// <param name="Accepted">How many of them accepted.</param>
/// <param name="Recipients">To how many recipients.</param>
/// <param name="TimeoutMs">How long; null = 10 s.</param>
internal sealed record WaitQuery(int? Calls, long? Accepted, long? Recipients, int? TimeoutMs);

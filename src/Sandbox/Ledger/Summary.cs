namespace OmoBroadcast.Sandbox.Ledger;

/// <summary>What the platform received, added up.</summary>
/// <param name="Calls">All calls.</param>
/// <param name="Accepted">Requests taken.</param>
/// <param name="Recipients">Recipients of the requests taken, each request counted.</param>
/// <param name="Delivered">Those for whom something arrived.</param>
/// <param name="DistinctRecipients">People among them.</param>
/// <param name="Replayed">Answered 409.</param>
/// <param name="WithoutRetryKey">Push and multicast calls that can never be repeated safely.</param>
/// <param name="Duplicates">Times that the same messages were taken again for the same recipient.</param>
/// <param name="FirstDuplicates">A few of them.</param>
/// <param name="Statuses">Calls by answered status; 0 = cut off.</param>
/// <param name="Pace">By platform, account and endpoint.</param>
/// <param name="Channels">By platform.</param>
/// <param name="ViolationCounts">By kind.</param>
/// <param name="Violations">The first ones.</param>
internal sealed record Summary(
    int Calls,
    int Accepted,
    long Recipients,
    long Delivered,
    int DistinctRecipients,
    int Replayed,
    int WithoutRetryKey,
    long Duplicates,
    IReadOnlyList<string> FirstDuplicates,
    IReadOnlyDictionary<string, int> Statuses,
    IReadOnlyList<PaceSeen> Pace,
    IReadOnlyDictionary<string, ChannelSum> Channels,
    IReadOnlyDictionary<string, long> ViolationCounts,
    IReadOnlyList<Violation> Violations
);

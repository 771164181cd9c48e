namespace OmoBroadcast.Sandbox.Ledger;

/// <summary>What one platform received.</summary>
/// <param name="Calls">All calls.</param>
/// <param name="Accepted">Requests taken.</param>
/// <param name="Recipients">Recipients of the requests taken.</param>
/// <param name="Delivered">Those for whom something arrives.</param>
/// <param name="DistinctRecipients">People among the recipients.</param>
/// <param name="Duplicates">The same messages taken again for the same recipient.</param>
/// <param name="WithoutCorrelation">Messages taken that nothing was given with to recognise them by.</param>
/// <param name="Doubtful">Calls with messages that were not taken and whose answer did not say so: cut off, or a server's error, or
/// junk.</param>
/// <param name="Errors">Calls by the platform's error, <c>code</c> or <c>code/subcode</c>.</param>
internal sealed record ChannelSum(
    int Calls,
    int Accepted,
    long Recipients,
    long Delivered,
    int DistinctRecipients,
    long Duplicates,
    int WithoutCorrelation,
    int Doubtful,
    IReadOnlyDictionary<string, int> Errors
);

using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Store.Promises;

namespace OmoBroadcast.Broadcast.Desk;

/// <summary>How a campaign stands, from the ledger.</summary>
/// <param name="Holds">Accounts of it that wait for a person or for the platform's next month.</param>
public sealed record Progress(Campaign Campaign, Tally Tally, IReadOnlyDictionary<SkipReason, long> Skipped, IReadOnlyList<Hold> Holds);

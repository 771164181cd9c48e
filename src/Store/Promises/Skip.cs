using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Store.Promises;

/// <summary>Whom to take out of a claimed request, and why.</summary>
public sealed record Skip(ClaimedRequest Request, IReadOnlyDictionary<string, SkipReason> Out);

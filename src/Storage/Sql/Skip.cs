using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Storage.Sql;

/// <summary>Whom to take out of a claimed request, and why.</summary>
public sealed record Skip(ClaimedRequest Request, IReadOnlyDictionary<string, SkipReason> Out);

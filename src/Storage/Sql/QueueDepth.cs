using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Storage.Sql;

/// <summary>How many requests wait, and how many are on their way.</summary>
public sealed record QueueDepth(AccountKey Account, RequestClass Class, RequestKind Kind, long Queued, long Claimed);

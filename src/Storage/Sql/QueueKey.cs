using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Storage.Sql;

/// <summary>One queue of the ledger: the requests of an account of one kind and class.</summary>
public sealed record QueueKey(AccountKey Account, RequestKind Kind, RequestClass Class);

using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Storage.Sql;

/// <summary>One chosen customer: with the request that carries the message to them, or with the reason why none does.</summary>
public sealed record NewDelivery(AccountKey Account, string UserId, string? Name, Guid? Request, SkipReason? Skip);

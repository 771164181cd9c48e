using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Storage.Sql;

/// <summary>How one request stands.</summary>
public sealed record RequestStatus(Guid Id, DeliveryState State, string? Code, string? Reason);

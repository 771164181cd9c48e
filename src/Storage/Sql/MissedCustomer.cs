using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Storage.Sql;

/// <summary>Somebody whom a campaign did not reach.</summary>
/// <param name="Code">The platform's, of one who was refused.</param>
public sealed record MissedCustomer(CustomerKey Customer, string? Code);

using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Storage.Sql;

/// <summary>Somebody whom a campaign did not reach.</summary>
/// <param name="Code">The platform's, of one who was refused.</param>
public sealed record MissedCustomer(CustomerKey Customer, string? Code);

/// <summary>How many of an account's customers were not reached, for one code; null: they were not refused.</summary>
public sealed record MissedCount(AccountKey Account, string? Code, long Count);

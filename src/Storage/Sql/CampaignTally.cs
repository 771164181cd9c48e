using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Storage.Sql;

/// <summary>How a campaign stands, and the accounts on which it has chosen anybody.</summary>
public sealed record CampaignTally(Tally Tally, IReadOnlyList<AccountKey> Accounts);

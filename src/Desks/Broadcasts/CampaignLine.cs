using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Desks.Broadcasts;

/// <summary>A line of the records: no more than is seen there, since many are asked for at a time.</summary>
public sealed record CampaignLine(Campaign Campaign, Tally Tally);

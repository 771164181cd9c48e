using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Desks.Broadcasts;

/// <summary>A line of the records: no more than is seen there, since many are asked for at a time.</summary>
public sealed record CampaignLine(Campaign Campaign, Tally Tally)
{
    /// <summary>Its sender's name, for managers, who see what others sent.</summary>
    public string? Author { get; init; }

    /// <summary>On which channels it has recipients; empty before it has begun.</summary>
    public IReadOnlyList<ChannelId> Channels { get; init; } = [];
}

using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Broadcast.Desk;

/// <summary>Who a draft chooses at this moment.</summary>
/// <param name="Matching">How many of the sender's conversations in progress pass the filters.</param>
/// <param name="Tags">The tags in use among the sender's conversations, in order, for the filter's choices.</param>
/// <param name="FirstNames">The first few names.</param>
public sealed record Chosen(Campaign Campaign, long Matching, IReadOnlyList<string> Tags, IReadOnlyList<string> FirstNames);

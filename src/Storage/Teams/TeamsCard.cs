namespace OmoBroadcast.Storage.Teams;

/// <summary>Where a card stands in Teams, so that it can be drawn anew in its place.</summary>
public sealed record TeamsCard(string ServiceUrl, string ConversationId, string ActivityId);

namespace OmoBroadcast.Storage.Teams;

/// <summary>Where in Teams a member of staff can be written to.</summary>
/// <param name="StaffId">Entra object id.</param>
/// <param name="BotId">Our id in that conversation.</param>
/// <param name="UserId">Their id in that conversation.</param>
/// <param name="Locale">BCP 47. When saved, that of their client; when found, the language they chose themselves goes before it.</param>
public sealed record TeamsReference(
    string StaffId,
    string ServiceUrl,
    string ConversationId,
    string BotId,
    string TenantId,
    string UserId,
    string Locale,
    DateTimeOffset SeenAt
);

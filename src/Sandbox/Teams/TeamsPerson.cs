namespace OmoBroadcast.Sandbox.Teams;

/// <summary>Somebody who has the app, and their chat with the bot.</summary>
/// <param name="Id">29:…, or null to make one of the object id.</param>
/// <param name="AadObjectId">The Entra object id.</param>
/// <param name="Name">As Teams shows it.</param>
/// <param name="ConversationId">The personal chat; null to make one.</param>
/// <param name="TenantId">The organisation.</param>
internal sealed record TeamsPerson(
    string AadObjectId,
    string Name,
    string? Id = null,
    string? ConversationId = null,
    string? TenantId = null
)
{
    public TeamsPerson Complete() =>
        this with
        {
            Id = Id ?? $"29:1{AadObjectId}",
            ConversationId = ConversationId ?? $"a:1{AadObjectId}",
            TenantId = TenantId ?? "7f9d3c52-0b1e-4a77-9c36-5a2f4e8d1b60",
        };
}

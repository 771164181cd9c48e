namespace OmoBroadcast.Sandbox.Teams;

/// <param name="AppId">The bot's app id.</param>
/// <param name="ClientSecret">The only secret that gets a token.</param>
internal sealed record TeamsAppRequest(string AppId, string ClientSecret);

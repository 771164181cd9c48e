namespace OmoBroadcast.Sandbox.Teams;

/// <summary>A token as the channel would send it to a bot, or with one thing wrong.</summary>
/// <param name="Audience">The bot's app id.</param>
/// <param name="ServiceUrl">Claim; null leaves it out.</param>
/// <param name="Issuer">The Bot Framework's own.</param>
/// <param name="ExpiresInSeconds">From now; negative = has expired.</param>
/// <param name="Key">msteams (endorsed), webchat (endorsed for that only), bare (no endorsements), stranger (msteams' kid, another
/// key).</param>
/// <param name="Algorithm">RS256, none, or HS256 made with the public key.</param>
/// <param name="ServiceUrlClaim">How the claim is spelled.</param>
internal sealed record TokenRequest(
    string? Audience,
    string? ServiceUrl = null,
    string Issuer = "https://api.botframework.com",
    int ExpiresInSeconds = 3_600,
    string Key = "msteams",
    string Algorithm = "RS256",
    string ServiceUrlClaim = "serviceurl"
);

namespace OmoBroadcast.Sandbox.Platform;

/// <summary>An account as far as its customers say; what is left out stays as it was.</summary>
/// <param name="Id">As <see cref="PlatformAccount.Id"/>.</param>
/// <param name="Token">Its only good access token.</param>
/// <param name="Secret">Signs webhooks.</param>
/// <param name="WebhookUrl">Where they go.</param>
/// <param name="RedeliverAfterMs">As <see cref="PlatformAccount.RedeliverAfterMs"/>.</param>
internal sealed record AccountFacts(string Id, string? Token, string? Secret, Uri? WebhookUrl, int? RedeliverAfterMs);

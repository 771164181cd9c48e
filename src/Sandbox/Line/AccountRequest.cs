namespace OmoBroadcast.Sandbox.Line;

/// <summary>An official account as it is declared; what is left out stays as it was.</summary>
/// <param name="Destination">The bot's own user id, U and 32 hex digits.</param>
/// <param name="Token">The only good token of the account; null = any.</param>
/// <param name="Secret">Signs webhooks.</param>
/// <param name="WebhookUrl">Where they go.</param>
/// <param name="Name">Display name.</param>
/// <param name="RedeliverAfterMs">When a webhook without a 2xx comes again; 0 = never by itself.</param>
/// <param name="RecipientsFirst">What LINE looks at first in a repeated request, on which its documents are silent: its recipients, or its
/// retry key.</param>
/// <param name="RefuseUnknownInMulticast">Whether an unknown id refuses a multicast, on which its documents disagree.</param>
internal sealed record AccountRequest(
    string Destination,
    string? Token = null,
    string? Secret = null,
    Uri? WebhookUrl = null,
    string? Name = null,
    int? RedeliverAfterMs = null,
    bool? RecipientsFirst = null,
    bool? RefuseUnknownInMulticast = null
);

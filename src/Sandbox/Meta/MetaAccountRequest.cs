namespace OmoBroadcast.Sandbox.Meta;

/// <summary>A Page, an Instagram account or a WhatsApp number as it is declared; what is left out stays as it was.</summary>
/// <param name="Id">Page id, Instagram account id, phone number id: what stands in the path and in webhooks.</param>
/// <param name="Token">The only good access token; null = any.</param>
/// <param name="Secret">App secret, signs webhooks.</param>
/// <param name="Secrets">Several: webhooks are signed with each in turn, as with Instagram's two apps.</param>
/// <param name="VerifyToken">Goes along with the verification.</param>
/// <param name="WebhookUrl">Where webhooks go.</param>
/// <param name="Name">Display name; of WhatsApp, the verified one.</param>
/// <param name="AppId">The app's id, in echoes.</param>
/// <param name="Waba">WhatsApp Business Account of a number.</param>
/// <param name="Phone">The number itself, digits with the country code.</param>
/// <param name="PageId">Instagram: the linked Page, by which calls may be made too.</param>
/// <param name="RequireProof">Calls need an appsecret_proof.</param>
/// <param name="RedeliverAfterMs">When a webhook without a 2xx comes again, twice as late each time; 0 = never by itself.</param>
internal sealed record MetaAccountRequest(
    string Id,
    string? Token = null,
    string? Secret = null,
    IReadOnlyList<string>? Secrets = null,
    string? VerifyToken = null,
    Uri? WebhookUrl = null,
    string? Name = null,
    string? AppId = null,
    string? Waba = null,
    string? Phone = null,
    string? PageId = null,
    bool? RequireProof = null,
    int? RedeliverAfterMs = null
);

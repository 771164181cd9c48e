namespace OmoBroadcast.Sandbox.Customers;

/// <summary>Customers to create, and how they write in.</summary>
/// <param name="Count">How many.</param>
/// <param name="Destination">The account's id: official account, Page, Instagram account or phone number id; declared with the fields below
/// if it is new.</param>
/// <param name="Seed">The same seed gives the same people.</param>
/// <param name="Secret">Signs the webhooks.</param>
/// <param name="Token">The account's only good token; null = any.</param>
/// <param name="WebhookUrl">Where they write; null = they write nothing.</param>
/// <param name="Text">What they write; null = a greeting of their own.</param>
/// <param name="Messages">Messages of each customer.</param>
/// <param name="EventsPerBody">Events that share one webhook body.</param>
/// <param name="InFlight">Webhooks at the same time, at most 64.</param>
/// <param name="Times">How often each body is delivered.</param>
/// <param name="Shuffle">Deliver the bodies in a random order, by the seed.</param>
/// <param name="WroteAgoMs">How long ago they wrote last; negative = never. Opens the platform's window.</param>
/// <param name="Hidden">WhatsApp: share of those known by their business-scoped id only.</param>
/// <param name="RedeliverAfterMs">When a webhook without a 2xx comes again; 0 = never by itself.</param>
internal sealed record CustomersRequest(
    int Count,
    string Destination,
    int Seed = 1,
    string? Secret = null,
    string? Token = null,
    Uri? WebhookUrl = null,
    string? Text = null,
    int Messages = 1,
    int EventsPerBody = 1,
    int InFlight = 16,
    int Times = 1,
    bool Shuffle = false,
    int? RedeliverAfterMs = null,
    long WroteAgoMs = 0,
    double Hidden = 0
);

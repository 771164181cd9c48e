using System.Text.Json.Nodes;

namespace OmoBroadcast.Sandbox.Meta;

/// <param name="Id">The account; null = the first.</param>
/// <param name="VerifyToken">Another than the account's, to see it refused.</param>
/// <param name="Challenge">To be given back.</param>
/// <param name="Mode">hub.mode.</param>
internal sealed record VerifyRequest(string? Id = null, string? VerifyToken = null, string? Challenge = null, string Mode = "subscribe");

/// <param name="Value">The item, or the value of the field.</param>
/// <param name="Field">For example account_update.</param>
/// <param name="Id">The account; null = the first.</param>
/// <param name="Times">How often it is delivered.</param>
internal sealed record TellRequest(JsonObject Value, string? Field = null, string? Id = null, int Times = 1);

/// <param name="Waba">Whose.</param>
/// <param name="Templates">As the platform lists them; what is left out has a default.</param>
internal sealed record TemplatesRequest(string Waba, IReadOnlyList<JsonObject> Templates);

/// <param name="Waba">Whose.</param>
/// <param name="Name">Of the template.</param>
/// <param name="Language">Of the template.</param>
/// <param name="Status">APPROVED, PAUSED, DISABLED, REJECTED …</param>
/// <param name="Held">Sends are held for quality assessment.</param>
/// <param name="Reason">In the webhook.</param>
/// <param name="Tell">Whether there is a webhook.</param>
/// <param name="Hyphen">The webhook writes the language with a hyphen.</param>
internal sealed record TemplateStatusRequest(
    string Waba,
    string Name,
    string Language,
    string? Status = null,
    bool? Held = null,
    string? Reason = null,
    bool Tell = true,
    bool Hyphen = false
);

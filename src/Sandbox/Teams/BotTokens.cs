using System.Collections.Concurrent;
using System.Security.Cryptography;
using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Teams;

/// <summary>Access tokens of bots, as Entra issues them for client credentials.</summary>
internal sealed class BotTokens(SandboxClock clock)
{
    private const int Lifetime = 3_599;
    private readonly ConcurrentDictionary<string, string> _secrets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _issued = new(StringComparer.Ordinal);

    /// <summary>An app is known: who is none has no token.</summary>
    public bool Declared => !_secrets.IsEmpty;

    /// <summary>The app that was declared; the one that people's activities are for.</summary>
    public string? App => _secrets.Keys.FirstOrDefault();

    /// <summary>From now on this app needs this secret; until one is declared, any will do.</summary>
    public void Declare(string appId, string secret) => _secrets[appId] = secret;

    public async Task<IResult> IssueAsync(HttpContext http)
    {
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty;
        if (form["grant_type"] != "client_credentials")
            return Refuse(400, "unsupported_grant_type", "AADSTS70003: The grant type is not supported.");
        if (form["scope"] != "https://api.botframework.com/.default")
            return Refuse(400, "invalid_scope", "AADSTS70011: The provided value for scope is not valid.");
        var (id, secret) = (form["client_id"].ToString(), form["client_secret"].ToString());
        if (id.Length == 0 || secret.Length == 0 || (!_secrets.IsEmpty && (!_secrets.TryGetValue(id, out var right) || right != secret)))
            return Refuse(401, "invalid_client", "AADSTS7000215: Invalid client secret provided.");
        var token = "sandbox." + RandomNumberGenerator.GetHexString(48, lowercase: true);
        _issued[token] = clock.Millis + Lifetime * 1_000L;
        return Results.Json(
            new
            {
                token_type = "Bearer",
                expires_in = Lifetime,
                ext_expires_in = Lifetime,
                access_token = token,
            }
        );
    }

    public bool IsGood(string? authorization) =>
        authorization is not null
        && authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
        && _issued.TryGetValue(authorization["Bearer ".Length..], out var until)
        && until > clock.Millis;

    /// <summary>Every token given out so far is no good any more.</summary>
    public void Revoke() => _issued.Clear();

    private static IResult Refuse(int status, string error, string description) =>
        Results.Json(new { error, error_description = description }, statusCode: status);
}

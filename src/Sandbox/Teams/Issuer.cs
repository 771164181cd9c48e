using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Teams;

/// <summary>Stands in for the Bot Framework's token issuer: metadata, keys with endorsements, and tokens good and bad.</summary>
internal sealed class Issuer(SandboxClock clock) : IDisposable
{
    /// <summary>Each when it is asked for: to find one takes a tenth of a second.</summary>
    private readonly Dictionary<string, Lazy<RSA>> _keys = ((string[])["msteams", "webchat", "bare", "stranger"]).ToDictionary(
        key => key,
        _ => new Lazy<RSA>(() => RSA.Create(2_048)),
        StringComparer.Ordinal
    );

    public static object Metadata(string teamsBase) =>
        new
        {
            issuer = "https://api.botframework.com",
            authorization_endpoint = "https://invalid.botframework.com",
            jwks_uri = $"{teamsBase}/.well-known/keys",
            id_token_signing_alg_values_supported = new[] { "RS256" },
            token_endpoint_auth_methods_supported = new[] { "private_key_jwt" },
        };

    public JsonObject KeySet() =>
        new() { ["keys"] = new JsonArray(Jwk("msteams", "msteams", "skype"), Jwk("webchat", "webchat"), Jwk("bare")) };

    public string Mint(TokenRequest wanted)
    {
        var key = _keys[wanted.Key].Value;
        var now = clock.Millis / 1_000;
        var header = new JsonObject
        {
            ["alg"] = wanted.Algorithm,
            ["kid"] = Kid(wanted.Key == "stranger" ? "msteams" : wanted.Key),
            ["typ"] = "JWT",
        };
        var claims = new JsonObject
        {
            ["iss"] = wanted.Issuer,
            ["aud"] = wanted.Audience,
            ["nbf"] = Math.Min(now, now + wanted.ExpiresInSeconds) - 3_600,
            ["exp"] = now + wanted.ExpiresInSeconds,
        };
        if (wanted.ServiceUrl is not null)
            claims[wanted.ServiceUrlClaim] = wanted.ServiceUrl;
        var signed = $"{Encode(header)}.{Encode(claims)}";
        var bytes = Encoding.ASCII.GetBytes(signed);
        var signature = wanted.Algorithm switch
        {
            "RS256" => key.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            "HS256" => HMACSHA256.HashData(Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem()), bytes),
            _ => [],
        };
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    public void Dispose()
    {
        foreach (var key in _keys.Values.Where(key => key.IsValueCreated))
            key.Value.Dispose();
    }

    private static string Kid(string key) => $"sandbox-{key}";

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(json));

    private JsonObject Jwk(string key, params string[] endorsements)
    {
        var parameters = _keys[key].Value.ExportParameters(includePrivateParameters: false);
        var jwk = new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = Kid(key),
            ["alg"] = "RS256",
            ["n"] = Base64Url.EncodeToString(parameters.Modulus),
            ["e"] = Base64Url.EncodeToString(parameters.Exponent),
        };
        if (endorsements.Length > 0)
            jwk["endorsements"] = new JsonArray([.. endorsements.Select(e => JsonValue.Create(e))]);
        return jwk;
    }
}

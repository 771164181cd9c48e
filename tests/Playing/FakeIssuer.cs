using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace OmoBroadcast.Tests.Playing;

/// <summary>Publishes signing keys as the Bot Framework does, and signs whatever a test wants to bring.</summary>
internal sealed class FakeIssuer : IAsyncDisposable
{
    public const string AppId = "0f9b1a1e-6a5c-4d0a-9a51-3c8e7f1f2a10";
    public const string Tenant = "7f9d3c52-0b1e-4a77-9c36-5a2f4e8d1b60";

    private readonly WebApplication app;
    private readonly Dictionary<string, RSA> keys = new()
    {
        ["teams"] = RSA.Create(2048),
        ["webchat"] = RSA.Create(2048),
        ["bare"] = RSA.Create(2048),
        ["stranger"] = RSA.Create(2048),
    };

    private FakeIssuer(WebApplication app) => this.app = app;

    public string Metadata => $"{app.Urls.Single()}/openidconfiguration";

    /// <summary>While true nothing is published.</summary>
    public bool Down { get; set; }

    public static async Task<FakeIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var issuer = new FakeIssuer(app);
        app.Run(issuer.PublishAsync);
        await app.StartAsync();
        return issuer;
    }

    /// <summary>A token for the service at <paramref name="serviceUrl"/>; each argument spoils one thing.</summary>
    public string Sign(
        string? serviceUrl,
        string claim = "serviceurl",
        string audience = AppId,
        string issuer = "https://api.botframework.com",
        double expiresIn = 3600,
        string key = "teams",
        string? kid = null,
        string algorithm = SecurityAlgorithms.RsaSha256,
        IDictionary<string, object>? header = null
    )
    {
        var now = TimeProvider.System.GetUtcNow();
        SecurityKey signing =
            algorithm == SecurityAlgorithms.HmacSha256
                ? new SymmetricSecurityKey(keys[key].ExportSubjectPublicKeyInfo()) { KeyId = kid ?? key }
                : new RsaSecurityKey(keys[key]) { KeyId = kid ?? key };
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = issuer,
                Audience = audience,
                NotBefore = now.AddHours(-2).UtcDateTime,
                Expires = now.AddSeconds(expiresIn).UtcDateTime,
                Claims = serviceUrl is null ? [] : new Dictionary<string, object> { [claim] = serviceUrl },
                SigningCredentials = algorithm == SecurityAlgorithms.None ? null : new SigningCredentials(signing, algorithm),
                AdditionalHeaderClaims = header,
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        foreach (var key in keys.Values)
            key.Dispose();
    }

    private Task PublishAsync(HttpContext context)
    {
        if (Down)
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        }
        JsonObject body =
            context.Request.Path == "/keys"
                ? new() { ["keys"] = new JsonArray(Key("teams", "msteams", "skype"), Key("webchat", "webchat"), Key("bare")) }
                : new() { ["issuer"] = "https://api.botframework.com", ["jwks_uri"] = $"{app.Urls.Single()}/keys" };
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body.ToJsonString());
    }

    private JsonObject Key(string kid, params string[] endorsements)
    {
        var parameters = keys[kid].ExportParameters(includePrivateParameters: false);
        var key = new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = kid,
            ["n"] = Base64UrlEncoder.Encode(parameters.Modulus!),
            ["e"] = Base64UrlEncoder.Encode(parameters.Exponent!),
        };
        if (endorsements.Length > 0)
            key["endorsements"] = new JsonArray([.. endorsements.Select(name => (JsonNode)name)]);
        return key;
    }
}

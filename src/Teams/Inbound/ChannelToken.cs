using System.Text.Json;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace OmoBroadcast.Teams.Inbound;

/// <summary>
/// How the channel's token is judged, from the Bot Framework's authentication pages. What can only be judged beside the activity
/// (serviceUrl, endorsement of its channel) is left for <see cref="TokenCheck"/>.
/// </summary>
internal sealed class ChannelToken(IOptions<TeamsOptions> teams, IHostEnvironment environment) : IConfigureNamedOptions<JwtBearerOptions>
{
    public const string Scheme = "TeamsChannel";
    private const string Endorsements = "endorsements";

    public void Configure(JwtBearerOptions options) { }

    public void Configure(string? name, JwtBearerOptions options)
    {
        if (name != Scheme)
            return;
        options.MetadataAddress = teams.Value.MetadataAddress;
        options.RequireHttpsMetadata = !environment.IsDevelopment();
        options.MapInboundClaims = false;
        options.IncludeErrorDetails = false;
        options.SaveToken = false;
        options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = teams.Value.Issuer,
            ValidAudience = teams.Value.AppId,
            ClockSkew = TimeSpan.FromMinutes(5),
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512],
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            ValidateIssuer = true,
            ValidateAudience = true,
            ValidateLifetime = true,
            ValidateIssuerSigningKey = true,
        };
        options.Events = new JwtBearerEvents { OnTokenValidated = KeepEndorsementsAsync };
    }

    /// <summary>The channels that the key which signed the token may speak for.</summary>
    public static IReadOnlyList<string> EndorsedBy(Microsoft.AspNetCore.Authentication.AuthenticationProperties? properties) =>
        properties?.GetParameter<IReadOnlyList<string>>(Endorsements) ?? [];

    private static async Task KeepEndorsementsAsync(TokenValidatedContext context)
    {
        if (context.SecurityToken is not JsonWebToken token || context.Options.ConfigurationManager is not { } manager)
            return;
        var configuration = await manager.GetConfigurationAsync(context.HttpContext.RequestAborted);
        var key = configuration.JsonWebKeySet?.Keys.FirstOrDefault(key => key.Kid == token.Kid);
        if (
            key is null
            || !key.AdditionalData.TryGetValue(Endorsements, out var value)
            || value is not JsonElement { ValueKind: JsonValueKind.Array } list
        )
            return;
        context.Properties.SetParameter<IReadOnlyList<string>>(
            Endorsements,
            [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
        );
    }
}

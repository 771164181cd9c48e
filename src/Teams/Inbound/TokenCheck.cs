using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OmoBroadcast.Teams.Activities;
using OmoBroadcast.Teams.Connector;

namespace OmoBroadcast.Teams.Inbound;

/// <summary>Decides who may come in. First by the token alone, then by the token beside the activity.</summary>
public sealed class TokenCheck(IOptions<TeamsOptions> teams, ServiceHost hosts, IOptionsMonitor<JwtBearerOptions> bearer)
{
    private const string Teams = "msteams";

    /// <summary>Null when there is nobody to let in; <see cref="Caller.Anonymous"/> only where the configuration says so.</summary>
    /// <exception cref="InvalidOperationException">The channel's signing keys cannot be had at the moment.</exception>
    public async Task<Caller?> AuthenticateAsync(HttpContext context)
    {
        var anonymous = teams.Value.AllowAnonymous && ThisMachine.Asks(context);
        if (context.Request.Headers.Authorization.Count == 0 && anonymous)
            return Caller.Anonymous;
        if (!teams.Value.HasApp)
            return anonymous ? Caller.Anonymous : null;
        var result = await context.AuthenticateAsync(ChannelToken.Scheme);
        // "No such key" is also what it says when no keys could be had at all; that is not the caller's fault.
        if (
            result.Failure is SecurityTokenSignatureKeyNotFoundException
            && bearer.Get(ChannelToken.Scheme).ConfigurationManager is { } keys
        )
            await keys.GetConfigurationAsync(context.RequestAborted);
        return result.Succeeded ? new Caller(result.Principal, ChannelToken.EndorsedBy(result.Properties)) : null;
    }

    /// <summary>Why this caller may not bring this activity, for the log; null if they may.</summary>
    public string? Objection(Caller caller, Activity activity)
    {
        var trust = hosts.Judge(activity.ServiceUrl);
        if (activity.ChannelId != Teams)
            return "channel";
        if (caller == Caller.Anonymous)
            return trust == Trust.Loopback ? null : "anonymous_service_url";
        if (trust == Trust.None)
            return "service_url";
        if (!string.Equals(caller.Claims?.FindFirstValue("serviceurl"), activity.ServiceUrl, StringComparison.OrdinalIgnoreCase))
            return "service_url_claim";
        if (!caller.Endorsements.Contains(activity.ChannelId))
            return "endorsement";
        return string.Equals(activity.TenantId, teams.Value.TenantId, StringComparison.OrdinalIgnoreCase) ? null : "tenant";
    }
}

/// <summary>Who brought an activity.</summary>
/// <param name="Claims">From the channel's token; null for the anonymous caller.</param>
/// <param name="Endorsements">The channels the signing key may speak for.</param>
public sealed record Caller(ClaimsPrincipal? Claims, IReadOnlyList<string> Endorsements)
{
    public static readonly Caller Anonymous = new(null, []);
}

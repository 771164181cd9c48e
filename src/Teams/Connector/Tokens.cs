using Microsoft.Extensions.Options;
using Microsoft.Identity.Client;

namespace OmoBroadcast.Teams.Connector;

/// <summary>Our own token for the Connector, by client credentials against the tenant that owns the bot. MSAL keeps it until shortly before
/// it expires.</summary>
public sealed class Tokens(IOptions<TeamsOptions> teams, IHttpClientFactory clients)
{
    public const string Client = "teams-login";

    private readonly Lazy<IConfidentialClientApplication> application = new(() => Build(teams.Value, clients));

    /// <param name="refresh">Do not take the kept one: it has been refused.</param>
    /// <exception cref="MsalException">The login refuses, or cannot be reached.</exception>
    public async Task<string> TakeAsync(bool refresh, CancellationToken cancellationToken)
    {
        var result = await application
            .Value.AcquireTokenForClient([teams.Value.Scope])
            .WithForceRefresh(refresh)
            .ExecuteAsync(cancellationToken);
        return result.AccessToken;
    }

    private static IConfidentialClientApplication Build(TeamsOptions options, IHttpClientFactory clients) =>
        ConfidentialClientApplicationBuilder
            .Create(options.AppId)
            .WithClientSecret(options.ClientSecret)
            .WithAuthority($"{options.Authority.TrimEnd('/')}/{options.TenantId}", validateAuthority: false)
            // The authority is configured, not discovered: one call less that can fail.
            .WithInstanceDiscovery(false)
            .WithHttpClientFactory(new LoginClients(clients), retryOnceOn5xx: false)
            .Build();

    private sealed class LoginClients(IHttpClientFactory clients) : IMsalHttpClientFactory
    {
        public HttpClient GetHttpClient() => clients.CreateClient(Client);
    }
}

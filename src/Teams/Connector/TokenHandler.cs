using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace OmoBroadcast.Teams.Connector;

/// <summary>Puts our token on calls to the channel's own hosts and lets nothing out to others. A token refused with 401 is renewed
/// once.</summary>
internal sealed class TokenHandler(ServiceHost hosts, Tokens tokens, IOptions<TeamsOptions> teams) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var trust = hosts.Judge(request.RequestUri!);
        if (trust == Trust.Loopback && !teams.Value.HasLocalLogin)
            return await base.SendAsync(request, cancellationToken);
        if (trust == Trust.None || !teams.Value.HasApp)
            throw new UntrustedHostException(request.RequestUri!.Host);

        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await tokens.TakeAsync(refresh: false, cancellationToken));
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
            return response;

        response.Dispose();
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await tokens.TakeAsync(refresh: true, cancellationToken));
        return await base.SendAsync(request, cancellationToken);
    }
}

using Microsoft.Extensions.Hosting;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Teams.Connector;

/// <summary>How far a serviceUrl is to be trusted. Our token is as good as a password: it goes to Microsoft's own hosts and nowhere
/// else.</summary>
public enum Trust
{
    /// <summary>Nothing is sent there, and nothing is believed that names it.</summary>
    None,

    /// <summary>A stand-in on this machine, in Development: without a token, unless our tokens come from this machine too.</summary>
    Loopback,

    /// <summary>One of Microsoft's, over https: with our token.</summary>
    Channel,
}

/// <summary>Judges serviceUrls.</summary>
public sealed class ServiceHost(IHostEnvironment environment)
{
    private static readonly HashSet<string> Hosts = new(StringComparer.OrdinalIgnoreCase)
    {
        "smba.trafficmanager.net",
        "smba.infra.gcc.teams.microsoft.com",
        "smba.infra.gov.teams.microsoft.us",
        "smba.infra.dod.teams.microsoft.us",
    };

    private static readonly string[] Domains = [".botframework.com", ".botframework.us", ".botframework.azure.us"];

    public Trust Judge(string? serviceUrl) => WebAddress.TryRead(serviceUrl, out var uri) ? Judge(uri) : Trust.None;

    public Trust Judge(Uri uri)
    {
        if (uri.UserInfo.Length > 0 || WebAddress.HostOf(uri) is not { } host)
            return Trust.None;
        if (uri.IsLoopback)
            return environment.IsDevelopment() && uri.Scheme is ("http" or "https") ? Trust.Loopback : Trust.None;
        if (uri.Scheme != Uri.UriSchemeHttps || !uri.IsDefaultPort)
            return Trust.None;
        var known = Hosts.Contains(host) || Domains.Any(domain => host.EndsWith(domain, StringComparison.OrdinalIgnoreCase));
        return known ? Trust.Channel : Trust.None;
    }
}

using Microsoft.Extensions.Options;
using OmoBroadcast.Domain.Texts;
using OmoBroadcast.Teams.Connector;

namespace OmoBroadcast.Teams.Attachments;

/// <summary>Which addresses of attachments may be asked at all, and which of them may see our token.</summary>
public sealed class AttachmentTrust(ServiceHost hosts, Tokens tokens, IOptions<TeamsOptions> teams)
{
    /// <summary>Null: not to be asked. <see cref="Trust.None"/>: a stranger, to be asked with nothing of ours.</summary>
    /// <param name="serviceUrl">Of the activity it came in.</param>
    public Trust? Judge(Uri url, string? serviceUrl)
    {
        // A dot at the end makes a name of its own out of one that is refused, and no certificate names it.
        if (url.UserInfo.Length > 0 || WebAddress.HostOf(url) is not { Length: > 0 } host || host.EndsWith('.'))
            return null;
        // A stand-in of Teams on this machine serves its attachments itself; no other door of this machine is opened.
        if (url.IsLoopback && (teams.Value.AllowAnonymous || teams.Value.HasLocalLogin) && hosts.Judge(url) == Trust.Loopback)
            return WebAddress.TryRead(serviceUrl, out var service) && service.Authority == url.Authority ? Trust.Loopback : null;
        if (url.Scheme != Uri.UriSchemeHttps || !url.IsDefaultPort)
            return null;
        return hosts.Judge(url) == Trust.Channel ? Trust.Channel : Trust.None;
    }

    /// <summary>Our token for the channel's own hosts, and for a stand-in where the login is one too; null for all others.</summary>
    public async Task<string?> TokenAsync(Trust trust, bool refresh, CancellationToken cancellationToken) =>
        (trust == Trust.Channel && teams.Value.HasApp) || (trust == Trust.Loopback && teams.Value.HasLocalLogin)
            ? await tokens.TakeAsync(refresh, cancellationToken)
            : null;
}

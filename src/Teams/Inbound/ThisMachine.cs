using System.Net;
using Microsoft.AspNetCore.Http;

namespace OmoBroadcast.Teams.Inbound;

/// <summary>
/// Whether a request was made by a program on this machine for itself. A proxy or a tunnel on this machine makes every caller look like
/// that, so nothing may show that somebody else was passed on: no header of a proxy, no name of a public host, and no page in a browser.
/// </summary>
internal static class ThisMachine
{
    private static readonly string[] Passed =
    [
        "Forwarded",
        "Via",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "X-Forwarded-Port",
        "X-Forwarded-Server",
        "X-Real-IP",
        "X-Original-For",
        "X-Original-Host",
        "X-Client-IP",
        "X-Cluster-Client-IP",
        "True-Client-IP",
        "CF-Connecting-IP",
        "Fastly-Client-IP",
        "Origin",
    ];

    public static bool Asks(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } remote || !IPAddress.IsLoopback(remote))
            return false;
        var headers = context.Request.Headers;
        if (Passed.Any(headers.ContainsKey))
            return false;
        var host = context.Request.Host.Host.Trim('[', ']');
        return string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
    }
}

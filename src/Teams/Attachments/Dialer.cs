using System.Net;
using System.Net.Sockets;

namespace OmoBroadcast.Teams.Attachments;

/// <summary>Asks the name service; a test answers in its place.</summary>
public delegate Task<IPAddress[]> Resolve(string host, CancellationToken cancellationToken);

/// <summary>
/// Opens connections to the public internet only. It asks for the name once, judges every address it gets, and connects to one of exactly
/// those: a name that answers otherwise when asked again (rebinding) is not asked again.
/// </summary>
public sealed class Dialer(Resolve resolve)
{
    /// <summary>Set on a request that may go to this machine, which <see cref="AttachmentFetcher"/> decides.</summary>
    internal static readonly HttpRequestOptionsKey<bool> MayStayHome = new("may-stay-home");

    /// <exception cref="PrivateAddressException">One of the addresses is not public.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var home = context.InitialRequestMessage.Options.TryGetValue(MayStayHome, out var may) && may;
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, cancellationToken);
        if (addresses.Length == 0 || !addresses.All(address => home ? IPAddress.IsLoopback(address) : PublicAddress.Is(address)))
            throw new PrivateAddressException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>An address to fetch from is not one of the public internet.</summary>
public sealed class PrivateAddressException() : Exception("The address is not a public one.");

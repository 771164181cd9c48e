using System.Net;
using System.Net.Sockets;

namespace OmoBroadcast.Tests.Servers;

/// <summary>Loopback ports that nobody listens on.</summary>
public static class Ports
{
    private static readonly HashSet<int> Given = [];

    /// <summary>A port that was free just now, and that this test run gives to nobody else.</summary>
    public static int Free()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            lock (Given)
                if (Given.Add(port))
                    return port;
        }
    }
}

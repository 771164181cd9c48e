using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OmoBroadcast.Tests.Servers;

/// <summary>Listens to how a client begins to speak TLS, and hangs up: what it offers to speak (ALPN) is in its first words.</summary>
public sealed class TlsListener : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public TlsListener() => listener.Start();

    public Uri Address => new($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    public void Dispose() => listener.Dispose();

    /// <summary>The protocols that the next client offers, in its order.</summary>
    public async Task<IReadOnlyList<string>> OffersAsync()
    {
        using var socket = await listener.AcceptSocketAsync();
        await using var stream = new NetworkStream(socket);
        var head = new byte[5];
        await stream.ReadExactlyAsync(head);
        var hello = new byte[BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(3))];
        await stream.ReadExactlyAsync(hello);
        return Alpn(hello);
    }

    private static List<string> Alpn(byte[] hello)
    {
        // Type and length, version, random.
        var at = 4 + 2 + 32;
        at += 1 + hello[at];
        at += 2 + Short(at);
        at += 1 + hello[at];
        at += 2;
        var offers = new List<string>();
        while (at + 4 <= hello.Length)
        {
            var (type, length) = (Short(at), Short(at + 2));
            at += 4;
            for (var one = at + 2; type == 16 && one < at + length; one += 1 + hello[one])
                offers.Add(Encoding.ASCII.GetString(hello, one + 1, hello[one]));
            at += length;
        }

        return offers;

        int Short(int from) => BinaryPrimitives.ReadUInt16BigEndian(hello.AsSpan(from));
    }
}

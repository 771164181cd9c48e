using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OmoBroadcast.Tests.Storage.Media;

/// <summary>A server that writes the very bytes it is told to and then closes: what no well-made server would answer.</summary>
internal sealed class WireStub : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Func<string, IEnumerable<byte[]>> answer;
    private readonly bool listens;
    private readonly CancellationTokenSource stop = new();
    private readonly Task serving;

    /// <param name="answer">From the head of a request, the pieces of what is answered; each is sent by itself.</param>
    /// <param name="listens">False: it answers without having been asked.</param>
    public WireStub(Func<string, IEnumerable<byte[]>> answer, bool listens = true)
    {
        (this.answer, this.listens) = (answer, listens);
        listener.Start();
        serving = ServeAsync();
    }

    public string Authority => $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving;
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
                _ = TalkAsync(await listener.AcceptTcpClientAsync(stop.Token));
        }
        catch (Exception end)
            when (end is OperationCanceledException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var mine = client;
        try
        {
            client.NoDelay = true;
            var stream = client.GetStream();
            var head = new List<byte>();
            var one = new byte[1];
            while (listens && head.Count < 16_384 && await stream.ReadAsync(one, stop.Token) == 1)
            {
                head.Add(one[0]);
                if (head.Count >= 4 && head[^1] == '\n' && head[^3] == '\n')
                    break;
            }

            foreach (var piece in answer(Encoding.Latin1.GetString([.. head])))
                await stream.WriteAsync(piece, stop.Token);
            client.Client.Shutdown(SocketShutdown.Send);
            while (await stream.ReadAsync(one, stop.Token) > 0) { }
        }
        catch (Exception cut) when (cut is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The other side has had enough.
        }
    }
}

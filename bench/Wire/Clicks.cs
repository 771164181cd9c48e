using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace OmoBroadcast.Bench.Wire;

/// <summary>What came back for one request. The body is good until the connection is used again.</summary>
/// <param name="Connection">On which it was sent.</param>
/// <param name="Took">Stopwatch ticks from when it was due.</param>
internal readonly record struct Answered(int Connection, long Took, int Status, ReadOnlyMemory<byte> Body);

/// <summary>Keep-alive connections with one request at a time on each, all on the caller's thread.</summary>
internal sealed class Clicks : IDisposable
{
    private const int Room = 64 * 1024,
        MostMilliseconds = 100;

    private readonly Epoll epoll = new();
    private readonly Socket[] sockets;
    private readonly byte[][] buffers;
    private readonly int[] filled;
    private readonly long[] due;
    private int underWay;

    public Clicks(int port, int connections)
    {
        sockets = new Socket[connections];
        (buffers, filled, due) = (new byte[connections][], new int[connections], new long[connections]);
        for (var i = 0; i < connections; i++)
        {
            sockets[i] = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            sockets[i].Connect(IPAddress.Loopback, port);
            sockets[i].Blocking = false;
            buffers[i] = new byte[Room];
            epoll.Watch(sockets[i], i);
        }
    }

    /// <param name="connection">A free one.</param>
    /// <param name="instant">When it is due, by the stopwatch: its latency counts from there.</param>
    public void Fire(int connection, byte[] request, long instant)
    {
        (due[connection], filled[connection]) = (instant, 0);
        if (sockets[connection].Send(request, SocketFlags.None, out var error) != request.Length)
            throw new IOException($"A request could not be sent: {error}");
        underWay++;
    }

    /// <summary>Hands over answers until nothing is under way; whoever is given one may fire again. Throws
    /// <see cref="TimeoutException"/>.</summary>
    public void Settle(TimeSpan within, Action<Answered> hear)
    {
        var start = Stopwatch.GetTimestamp();
        Span<int> ready = stackalloc int[128];
        while (underWay > 0)
        {
            var count = epoll.Wait(ready, MostMilliseconds);
            for (var i = 0; i < count; i++)
                Read(ready[i], hear);
            if (Stopwatch.GetElapsedTime(start) > within)
                throw new TimeoutException(
                    string.Create(CultureInfo.InvariantCulture, $"{underWay} requests are not answered after {within.TotalSeconds} s")
                );
        }
    }

    public void Dispose()
    {
        foreach (var socket in sockets)
            socket.Dispose();
        epoll.Dispose();
    }

    private void Read(int i, Action<Answered> hear)
    {
        var read = sockets[i].Receive(buffers[i].AsSpan(filled[i]), SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock)
            return;
        if (error != SocketError.Success || read == 0)
            throw new IOException($"A connection was lost: {error}");
        filled[i] += read;
        var answer = buffers[i].AsSpan(0, filled[i]);
        var (length, body) = Frame.Find(answer);
        if (length == 0)
            return;
        underWay--;
        hear(
            new(
                i,
                Stopwatch.GetTimestamp() - due[i],
                int.Parse(answer[9..12], CultureInfo.InvariantCulture),
                buffers[i].AsMemory(body, length - body)
            )
        );
    }
}

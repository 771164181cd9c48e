using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using OmoBroadcast.Bench.Wire;

namespace OmoBroadcast.Bench.Roles;

/// <summary>
/// Fires prepared requests over keep-alive connections, one at a time on each, from one thread. Without a rate each connection fires as
/// soon as it is answered. With a rate each request is due at its instant whether or not a connection is free, and its latency counts from
/// there.
/// </summary>
internal sealed class Shooting(SignedWebhooks requests, int port, int connections, double perSecond)
{
    private readonly Socket[] sockets = new Socket[connections];
    private readonly byte[][] buffers = new byte[connections][];
    private readonly int[] filled = new int[connections],
        current = new int[connections];
    private readonly long[] due = new long[requests.Count],
        took = new long[requests.Count];
    private readonly Queue<int> free = new();
    private int fired,
        answered,
        ok;

    /// <summary>Blocks its thread until all are answered or the time is up.</summary>
    public LoadResult Run(TimeSpan most)
    {
        using var epoll = new Epoll();
        for (var i = 0; i < connections; i++)
            Connect(i, epoll);
        var cpu = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < due.Length; i++)
            due[i] = perSecond > 0 ? start + (long)(i / perSecond * Stopwatch.Frequency) : start;
        Span<int> ready = stackalloc int[connections];
        while (answered < requests.Count && Stopwatch.GetElapsedTime(start) < most)
        {
            Fire();
            var count = epoll.Wait(ready, fired < requests.Count && free.Count > 0 ? 1 : 100);
            for (var i = 0; i < count; i++)
                Read(ready[i]);
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        cpu = Environment.CpuUsage.TotalTime - cpu;
        foreach (var socket in sockets)
            socket.Dispose();
        return Result(seconds, cpu.TotalSeconds);
    }

    private void Connect(int i, Epoll epoll)
    {
        sockets[i] = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        sockets[i].Connect(IPAddress.Loopback, port);
        sockets[i].Blocking = false;
        buffers[i] = new byte[8192];
        epoll.Watch(sockets[i], i);
        free.Enqueue(i);
    }

    private void Fire()
    {
        while (fired < requests.Count && free.Count > 0 && (perSecond <= 0 || due[fired] <= Stopwatch.GetTimestamp()))
        {
            var i = free.Dequeue();
            current[i] = fired;
            if (perSecond <= 0)
                due[fired] = Stopwatch.GetTimestamp();
            var request = requests[fired++].Span;
            if (sockets[i].Send(request, SocketFlags.None, out var error) != request.Length)
                throw new IOException($"A webhook could not be sent: {error}");
        }
    }

    private void Read(int i)
    {
        var read = sockets[i].Receive(buffers[i].AsSpan(filled[i]), SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock)
            return;
        if (error != SocketError.Success || read == 0)
            throw new IOException($"A connection was lost: {error}");
        filled[i] += read;
        var answer = buffers[i].AsSpan(0, filled[i]);
        if (Frame.Find(answer).Length == 0)
            return;
        took[current[i]] = Stopwatch.GetTimestamp() - due[current[i]];
        answered++;
        if (answer[9..12].SequenceEqual("200"u8))
            ok++;
        filled[i] = 0;
        free.Enqueue(i);
    }

    private LoadResult Result(double seconds, double cpu)
    {
        var latencies = took.Where(ticks => ticks > 0).Order().ToArray();
        return new(requests.Count, answered, ok, seconds, At(0.5), At(0.99), At(1), cpu);

        double At(double share) =>
            latencies.Length == 0
                ? 0
                : latencies[Math.Min(latencies.Length - 1, (int)(share * latencies.Length))] * 1000.0 / Stopwatch.Frequency;
    }
}

using System.Collections;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using OmoBroadcast.Bench.Wire;

namespace OmoBroadcast.Bench.Roles;

/// <summary>
/// A platform that accepts everything, as cheaply as a process can: one thread, no framework. It answers as LINE does and ticks off who was sent to, so
/// that every measured run also shows that nobody was left out or sent to twice.
/// </summary>
internal sealed class Stub : IRole
{
    private readonly Lock door = new();
    private readonly Epoll epoll = new();
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<StubConnection?> connections = [null];
    private BitArray seen = new(0);
    private long requests, recipients, doubled, bodyBytes, profiles, awaited = long.MaxValue;
    private TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Stub(string[] args)
    {
        listener.Bind(new IPEndPoint(IPAddress.Loopback, int.Parse(args[0], CultureInfo.InvariantCulture)));
        listener.Listen(1024);
        listener.Blocking = false;
        epoll.Watch(listener, 0);
        new Thread(Serve) { IsBackground = true, Name = "stub" }.Start();
    }

    public async Task<object?> DoAsync(string what, JsonElement how, CancellationToken ct)
    {
        switch (what)
        {
            case "reset":
                lock (door)
                {
                    seen = new(how.GetProperty("people").GetInt32());
                    (requests, recipients, doubled, bodyBytes, profiles, awaited) = (0, 0, 0, 0, 0, long.MaxValue);
                    reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
                }

                return null;
            case "wait":
                Task enough;
                lock (door)
                {
                    awaited = how.GetProperty("recipients").GetInt64();
                    enough = reached.Task;
                    if (recipients >= awaited) reached.TrySetResult();
                }

                await enough.WaitAsync(TimeSpan.FromSeconds(how.GetProperty("seconds").GetDouble()), ct);
                goto case "count";
            case "count":
                lock (door) return new StubCount(requests, recipients, doubled, seen.Cast<bool>().LongCount(bit => bit), bodyBytes, profiles);
            default:
                throw new ArgumentException(what);
        }
    }

    public ValueTask DisposeAsync()
    {
        // The thread goes with the process.
        listener.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Serve()
    {
        Span<int> ready = stackalloc int[128];
        while (true)
        {
            var count = epoll.Wait(ready, -1);
            for (var i = 0; i < count; i++)
            {
                if (ready[i] == 0) Accept();
                else if (connections[ready[i]] is { } connection && !connection.Serve(this)) connections[ready[i]] = null;
            }
        }
    }

    private void Accept()
    {
        try
        {
            while (true)
            {
                var socket = listener.Accept();
                socket.Blocking = false;
                socket.NoDelay = true;
                epoll.Watch(socket, connections.Count);
                connections.Add(new(socket));
            }
        }
        catch (SocketException none) when (none.SocketErrorCode == SocketError.WouldBlock)
        {
            // All who knocked are in.
        }
    }

    /// <summary>Notes a send: <c>{"to":"U…"</c> or <c>{"to":["U…","U…"</c>.</summary>
    internal void Sent(ReadOnlySpan<byte> body)
    {
        var to = body.IndexOf("\"to\":"u8);
        lock (door)
        {
            requests++;
            bodyBytes += body.Length;
            if (to >= 0)
            {
                var rest = body[(to + 5)..];
                if (rest[0] == '[') rest = rest[1..];
                while (rest.Length > People.IdLength + 1 && rest[0] == '"')
                {
                    Tick(People.Number(rest.Slice(1, People.IdLength)));
                    if (rest[People.IdLength + 2] != ',') break;
                    rest = rest[(People.IdLength + 3)..];
                }
            }

            if (recipients >= awaited) reached.TrySetResult();
        }
    }

    internal void Asked() => Interlocked.Increment(ref profiles);

    private void Tick(int number)
    {
        recipients++;
        if ((uint)number >= (uint)seen.Length) return;
        if (seen[number]) doubled++;
        seen[number] = true;
    }
}

/// <summary>What came to the stub.</summary>
/// <param name="Requests">Sends.</param>
/// <param name="Recipients">Recipients of all sends.</param>
/// <param name="Doubled">Recipients who had been sent to before.</param>
/// <param name="People">Different recipients.</param>
/// <param name="BodyBytes">Bytes of all bodies.</param>
/// <param name="Profiles">Questions for a profile.</param>
internal sealed record StubCount(long Requests, long Recipients, long Doubled, long People, long BodyBytes, long Profiles);

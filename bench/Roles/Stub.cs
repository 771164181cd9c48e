using System.Buffers.Binary;
using System.Buffers.Text;
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
    private UInt128[] keys = [];
    private long requests, recipients, people, repeated, doubled, bodyBytes, profiles, awaited = long.MaxValue;
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
                    keys = new UInt128[how.GetProperty("people").GetInt32()];
                    (requests, recipients, people, repeated, doubled, bodyBytes, profiles, awaited) = (0, 0, 0, 0, 0, 0, 0, long.MaxValue);
                    reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
                }

                return null;
            case "wait":
                Task enough;
                lock (door)
                {
                    awaited = how.GetProperty("people").GetInt64();
                    enough = reached.Task;
                    if (people >= awaited) reached.TrySetResult();
                }

                await enough.WaitAsync(TimeSpan.FromSeconds(how.GetProperty("seconds").GetDouble()), ct);
                goto case "count";
            case "count":
                lock (door) return new StubCount(requests, recipients, people, repeated, doubled, bodyBytes, profiles);
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
    internal void Sent(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        var key = Key(head);
        var to = body.IndexOf("\"to\":"u8);
        lock (door)
        {
            requests++;
            bodyBytes += body.Length;
            if (to >= 0)
            {
                var rest = body[(to + 5)..];
                var several = rest[0] == '[';
                if (several) rest = rest[1..];
                while (rest.Length > People.IdLength + 2 && rest[0] == '"')
                {
                    Tick(People.Number(rest.Slice(1, People.IdLength)), key);
                    if (!several || rest[People.IdLength + 2] != ',') break;
                    rest = rest[(People.IdLength + 3)..];
                }
            }

            if (people >= awaited) reached.TrySetResult();
        }
    }

    internal void Asked() => Interlocked.Increment(ref profiles);

    private void Tick(int number, UInt128 key)
    {
        recipients++;
        if ((uint)number >= (uint)keys.Length) return;
        if (keys[number] == key) repeated++;
        else if (keys[number] != 0) doubled++;
        else people++;
        keys[number] = key;
    }

    /// <summary>The retry key; 1 where there is none.</summary>
    private static UInt128 Key(ReadOnlySpan<byte> head)
    {
        var name = "X-Line-Retry-Key: "u8;
        var at = head.IndexOf(name);
        if (at < 0 || !Utf8Parser.TryParse(head[(at + name.Length)..], out Guid key, out _)) return UInt128.One;
        Span<byte> bytes = stackalloc byte[16];
        key.TryWriteBytes(bytes);
        return BinaryPrimitives.ReadUInt128LittleEndian(bytes);
    }
}

/// <summary>What came to the stub.</summary>
/// <param name="Requests">Sends.</param>
/// <param name="Recipients">Recipients of all sends.</param>
/// <param name="People">Different recipients.</param>
/// <param name="Repeated">Recipients sent to again under the same retry key: LINE delivers those once. It costs a call.</param>
/// <param name="Doubled">Recipients sent to again under another key: they would have it twice.</param>
/// <param name="BodyBytes">Bytes of all bodies.</param>
/// <param name="Profiles">Questions for a profile.</param>
internal sealed record StubCount(long Requests, long Recipients, long People, long Repeated, long Doubled, long BodyBytes, long Profiles);

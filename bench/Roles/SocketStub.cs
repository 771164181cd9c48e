using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using OmoBroadcast.Bench.Wire;

namespace OmoBroadcast.Bench.Roles;

/// <summary>A platform that accepts everything, as cheaply as a process can: one thread, no framework.</summary>
internal sealed class SocketStub : IRole
{
    private readonly StubBook book = new();
    private readonly Epoll epoll = new();
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<StubConnection?> connections = [null];

    /// <param name="args">Port.</param>
    public SocketStub(string[] args)
    {
        listener.Bind(new IPEndPoint(IPAddress.Loopback, int.Parse(args[0], CultureInfo.InvariantCulture)));
        listener.Listen(1024);
        listener.Blocking = false;
        epoll.Watch(listener, 0);
        new Thread(Serve) { IsBackground = true, Name = "stub" }.Start();
    }

    public Task<object?> DoAsync(string what, JsonElement how, CancellationToken cancellationToken) =>
        book.DoAsync(what, how, cancellationToken);

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
                if (ready[i] == 0)
                    Accept();
                else if (connections[ready[i]] is { } connection && !connection.Serve(book))
                    connections[ready[i]] = null;
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
}

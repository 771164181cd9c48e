using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Channels;

namespace OmoBroadcast.Tests.Adapters.ChannelContract;

/// <summary>One request as it reached the platform.</summary>
public sealed record PlatformCall(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);
}

/// <summary>What the platform does with a request it has read.</summary>
public abstract record Reaction
{
    private Reaction() { }

    public sealed record Answer(int Status, string Body, params (string Name, string Value)[] Headers) : Reaction
    {
        public bool Close { get; init; }

        /// <summary>Claims more bytes than it sends, then closes.</summary>
        public int Missing { get; init; }
    }

    public sealed record Silence : Reaction;

    /// <summary>Begins an answer with this status that never ends.</summary>
    public sealed record Endless(int Status) : Reaction;

    public sealed record Reset : Reaction;

    /// <summary>These very bytes, piece by piece.</summary>
    public sealed record Raw(params string[] Pieces) : Reaction
    {
        /// <summary>Nothing follows, and the connection stays open.</summary>
        public bool Stall { get; init; }

        /// <summary>The last piece comes for ever.</summary>
        public bool Flood { get; init; }

        /// <summary>Nothing follows, and the connection is closed.</summary>
        public bool Close { get; init; }
    }
}

/// <summary>A platform on a real loopback socket that does as it is told, byte by byte, and remembers all calls.</summary>
public sealed class ScriptedPlatform : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Channel<PlatformCall> arrived = Channel.CreateUnbounded<PlatformCall>();
    private readonly Task accepting;
    private readonly Lock gate = new();
    private readonly List<PlatformCall> calls = [];

    public ScriptedPlatform()
    {
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/api");
        accepting = AcceptAsync();
    }

    public Uri Address { get; }

    public Func<PlatformCall, Reaction> React { get; set; } = _ => new Reaction.Answer(200, "{}");

    /// <summary>Every connection is reset before a byte of it is read.</summary>
    public bool ResetUnread { get; set; }

    /// <summary>Every connection is reset when the head of a request has come, and its body is still being written.</summary>
    public bool ResetAtBody { get; set; }

    /// <summary>Speaks TLS, and shows this.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>What it speaks over TLS, as both agree beforehand.</summary>
    public SslApplicationProtocol Protocol { get; init; } = SslApplicationProtocol.Http11;

    public int Connections { get; private set; }

    /// <summary>Hears of each connection, and how many there have been.</summary>
    public Action<int>? Connected { get; set; }

    public IReadOnlyList<PlatformCall> Calls
    {
        get
        {
            lock (gate)
                return [.. calls];
        }
    }

    public async Task<PlatformCall> NextCallAsync() =>
        await arrived.Reader.ReadAsync(new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptSocketAsync(stop.Token);
                Connections++;
                Connected?.Invoke(Connections);
                serving.Add(ServeAsync(socket));
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                break;
            }
        }

        await Task.WhenAll(serving);
    }

    private async Task ServeAsync(Socket socket)
    {
        using var owned = socket;
        socket.NoDelay = true;
        try
        {
            if (ResetUnread)
            {
                Abort(socket);
                return;
            }

            await using var stream = await OpenAsync(new NetworkStream(socket));
            while (await ReadAsync(stream, socket) is { } call)
            {
                lock (gate)
                    calls.Add(call);
                arrived.Writer.TryWrite(call);
                switch (React(call))
                {
                    case Reaction.Silence:
                        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop.Token);
                        return;
                    case Reaction.Reset:
                        Abort(socket);
                        return;
                    case Reaction.Endless endless:
                        await AnswerAsync(stream, new Reaction.Answer(endless.Status, "{\"a\":\"") { Missing = int.MaxValue / 2 });
                        var more = Enumerable.Repeat((byte)'x', 8192).ToArray();
                        while (!stop.IsCancellationRequested)
                            await stream.WriteAsync(more, stop.Token);
                        return;
                    case Reaction.Raw raw:
                        await WriteAsync(stream, raw);
                        if (raw.Stall)
                            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop.Token);
                        if (raw.Close)
                            return;
                        break;
                    case Reaction.Answer answer:
                        await AnswerAsync(stream, answer);
                        if (answer.Close || answer.Missing > 0)
                            return;
                        break;
                }
            }
        }
        catch (Exception ended)
            when (ended
                    is OperationCanceledException
                        or IOException
                        or SocketException
                        or AuthenticationException
                        or ObjectDisposedException
            )
        {
            // The caller went away, or the test is over.
        }
    }

    private async Task<Stream> OpenAsync(NetworkStream plain)
    {
        if (Certificate is null)
            return plain;
        var secure = new SslStream(plain);
        await secure.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions { ServerCertificate = Certificate, ApplicationProtocols = [Protocol] },
            stop.Token
        );
        return secure;
    }

    private async Task WriteAsync(Stream stream, Reaction.Raw raw)
    {
        foreach (var piece in raw.Pieces)
            await stream.WriteAsync(Encoding.Latin1.GetBytes(piece), stop.Token);
        var last = Encoding.Latin1.GetBytes(raw.Pieces[^1]);
        while (raw.Flood && !stop.IsCancellationRequested)
            await stream.WriteAsync(last, stop.Token);
    }

    private static void Abort(Socket socket)
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    private async Task AnswerAsync(Stream stream, Reaction.Answer answer)
    {
        var body = Encoding.UTF8.GetBytes(answer.Body);
        var head = new StringBuilder().Append(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {answer.Status} X\r\nContent-Length: {body.Length + answer.Missing}\r\nContent-Type: application/json\r\n"
        );
        foreach (var (name, value) in answer.Headers)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        head.Append("\r\n");
        await stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head.ToString()), .. body], stop.Token);
    }

    private async Task<PlatformCall?> ReadAsync(Stream stream, Socket socket)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < 4 || head[^4] != '\r' || head[^3] != '\n' || head[^2] != '\r' || head[^1] != '\n')
        {
            if (await stream.ReadAsync(one, stop.Token) == 0)
                return null;
            head.Add(one[0]);
        }

        if (ResetAtBody)
        {
            Abort(socket);
            return null;
        }

        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines
            .Skip(1)
            .Select(line => line.Split(": ", 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var body = new byte[headers.TryGetValue("Content-Length", out var length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0];
        await stream.ReadExactlyAsync(body, stop.Token);
        var first = lines[0].Split(' ');
        return new PlatformCall(first[0], first[1], headers, body);
    }
}

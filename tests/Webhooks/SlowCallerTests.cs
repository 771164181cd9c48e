using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using OmoBroadcast.Tests.House;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Tests.Survival;
using OmoBroadcast.Webhooks.Reception;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>Callers without a secret who hold what they can, on real sockets: the platforms, with theirs, get in as if there were
/// none.</summary>
[Collection(nameof(OneAtATime))]
[Long]
public sealed class SlowCallerTests
{
    private const int PerSecond = 620;
    private static readonly TimeSpan Piece = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task A_thousand_slow_unsigned_bodies_keep_no_genuine_one_waiting()
    {
        await using var webhooks = await WebhookFace.OpenAsync();
        await Task.WhenAll(
            Enumerable.Range(0, 8).Select(number => webhooks.PostAsync(LineJson.Text($"warm{number}", LineJson.User(0), "x")))
        );
        using var stop = new CancellationTokenSource();
        var begun = new CountdownEvent(1000);
        var callers = Enumerable.Range(0, 1000).Select(_ => TrickleAsync(webhooks, begun, stop.Token)).ToArray();
        await Until.TrueAsync(() => Task.FromResult(begun.IsSet));

        // Past the time that a body may take, so that the slow ones come anew and all that can be held has been held.
        var answers = await GenuineAsync(webhooks, TimeSpan.FromSeconds(7));
        await stop.CancelAsync();
        await Task.WhenAll(callers);

        Assert.InRange(answers.Count, 60, int.MaxValue);
        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.InRange(Percentile(answers, 0.99), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Equal(
            answers.Count,
            (await webhooks.WordsAsync(1)).Count(words => words!.StartsWith('t'))
                + (await webhooks.WordsAsync(2)).Count(words => words!.StartsWith('t'))
        );
    }

    [Fact]
    public async Task As_many_connections_as_there_may_be_keep_no_platform_out()
    {
        await using var webhooks = await WebhookFace.OpenAsync();
        var silent = new List<Socket>();
        try
        {
            // None is closed by its caller.
            await ConnectAsync(webhooks, silent, OpenConnections.Most + 200, beginning: "POST /webhooks/line HTTP/1.1\r\nX-Slow:");
            // A connection of its own for each, as a platform's would be.
            for (var i = 0; i < 20; i++)
                Assert.Equal(200, await OnceAsync(webhooks, LineJson.Body(LineJson.Text($"c{i}", LineJson.User(1), $"t{i}"))));
            // And one that was believed is still there.
            Assert.Equal(200, await webhooks.PostAsync(LineJson.Text("first", LineJson.User(1), "t")));
            await ConnectAsync(webhooks, silent, 300, beginning: "");
            Assert.Equal(200, await webhooks.PostAsync(LineJson.Text("last", LineJson.User(1), "t")));
        }
        finally
        {
            foreach (var socket in silent)
                socket.Dispose();
        }
    }

    /// <summary>Half of them begin with these words, the others say nothing.</summary>
    private static async Task ConnectAsync(WebhookFace webhooks, List<Socket> sockets, int count, string beginning)
    {
        for (var i = 0; i < count; i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            sockets.Add(socket);
            await socket.ConnectAsync("127.0.0.1", webhooks.Http.BaseAddress!.Port);
            if (i % 2 == 0 && beginning.Length > 0)
                await socket.SendAsync(Encoding.ASCII.GetBytes(beginning));
        }
    }

    [Fact]
    public async Task Whoever_stops_in_the_middle_is_let_go_of_within_seconds()
    {
        await using var webhooks = await WebhookFace.OpenAsync(environment: "Development", more: [("Omo:Teams:AllowAnonymous", "true")]);
        string[] beginnings =
        [
            "POST /api/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{",
            "POST /webhooks/line HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n{",
            "POST /webhooks/whatsapp HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",
            "POST /webhooks/line HTTP/1.1\r\nHost: x\r\nX-Slow: ",
            "GET /media/",
        ];
        await Task.WhenAll(beginnings.Select(beginning => IsLetGoAsync(webhooks, beginning)));
    }

    private static async Task IsLetGoAsync(WebhookFace webhooks, string beginning)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", webhooks.Http.BaseAddress!.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(beginning));
        var clock = Stopwatch.StartNew();
        using var reader = new StreamReader(client.GetStream());
        var status = await reader.ReadLineAsync(new CancellationTokenSource(TimeSpan.FromSeconds(15)).Token);
        Assert.True(
            status is null
                || status.StartsWith("HTTP/1.1 408", StringComparison.Ordinal)
                || status.StartsWith("HTTP/1.1 404", StringComparison.Ordinal),
            status
        );
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(9));
    }

    /// <summary>One caller of the attack: a body of 60 kB at 620 B/s, and again when it is cut off.</summary>
    private static async Task TrickleAsync(WebhookFace webhooks, CountdownEvent begun, CancellationToken stop)
    {
        var counted = false;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", webhooks.Http.BaseAddress!.Port, stop);
                var stream = client.GetStream();
                await stream.WriteAsync(
                    "POST /webhooks/line HTTP/1.1\r\nHost: x\r\nX-Line-Signature: x\r\nContent-Length: 60000\r\n\r\n"u8.ToArray(),
                    stop
                );
                if (!counted)
                    begun.Signal();
                counted = true;
                using var beat = Beat.Every(Piece);
                var piece = new byte[(int)(PerSecond * Piece.TotalSeconds)];
                while (await beat.WaitForNextTickAsync(stop))
                    await stream.WriteAsync(piece, stop);
            }
            catch (Exception cut) when (cut is IOException or SocketException or OperationCanceledException)
            {
                // And once more.
            }
        }
    }

    /// <summary>Every tenth second two webhooks: one on a connection that is kept, one on a new one.</summary>
    private static async Task<List<(int Status, TimeSpan Took)>> GenuineAsync(WebhookFace webhooks, TimeSpan during)
    {
        var answers = new List<(int, TimeSpan)>();
        var clock = Stopwatch.StartNew();
        using var beat = Beat.Every(TimeSpan.FromMilliseconds(100));
        for (var i = 0; clock.Elapsed < during; i++)
        {
            var (kept, anew) = (
                LineJson.Body(LineJson.Text($"k{i}", LineJson.User(1), $"t{i}")),
                LineJson.Body(LineJson.Text($"n{i}", LineJson.User(2), $"t{i}"))
            );
            answers.AddRange(await Task.WhenAll(TimedAsync(() => webhooks.PostAsync(kept)), TimedAsync(() => OnceAsync(webhooks, anew))));
            await beat.WaitForNextTickAsync();
        }

        return answers;
    }

    private static async Task<(int, TimeSpan)> TimedAsync(Func<Task<int>> call)
    {
        var clock = Stopwatch.StartNew();
        return (await call(), clock.Elapsed);
    }

    private static async Task<int> OnceAsync(WebhookFace webhooks, byte[] body)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", webhooks.Http.BaseAddress!.Port);
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"POST /webhooks/line HTTP/1.1\r\nHost: x\r\nX-Line-Signature: {LineJson.Sign(body)}\r\nContent-Length: {body.Length}\r\n\r\n"
        );
        // Headers and body apart, as they may come: what does not come in one piece is no attacker's for that.
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        await client.GetStream().WriteAsync(body);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadLineAsync(new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token) is { } status
            ? int.Parse(status.Split(' ')[1], CultureInfo.InvariantCulture)
            : 0;
    }

    private static TimeSpan Percentile(List<(int Status, TimeSpan Took)> answers, double part) =>
        answers.Select(answer => answer.Took).Order().ElementAt((int)(answers.Count * part));
}

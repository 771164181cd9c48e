using System.Globalization;
using System.Net.Sockets;
using System.Text;
using OmoBroadcast.Tests.House;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Webhooks.Reception;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>Large bodies, many at once: what they take together is bounded, and what is signed still comes in.</summary>
[Long]
public sealed class FloodTests : IAsyncLifetime
{
    private const int Large = 1024 * 1024,
        Budget = 4 * 1024 * 1024;
    private WebhookFace webhooks = null!;

    public async ValueTask InitializeAsync() => webhooks = await WebhookFace.OpenAsync(more: [("Omo:WebhookMegabytes", "4")]);

    public async ValueTask DisposeAsync() => await webhooks.DisposeAsync();

    [Fact]
    public async Task What_is_stuck_on_its_way_gives_way_to_what_arrives()
    {
        var budget = webhooks.Get<BodyBudget>();
        var stuck = new List<TcpClient>();
        try
        {
            await FillAsync(stuck, budget);
            var large = Padded(LineJson.Body(LineJson.Text("big", LineJson.User(1), "large")));
            Assert.Equal(200, await webhooks.PostAsync(LineJson.Text("small", LineJson.User(2), "small")));
            // Those that have only just begun are waited for, for half a second, so the first may be put off.
            await Until.TrueAsync(async () => await StatusAsync(large, LineJson.Sign(large)) == 200);
            Assert.Equal(["large"], await webhooks.WordsAsync(1));
            var metrics = await webhooks.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
            Assert.Matches(@"omo_webhook_calls_total\{[^}]*outcome=""full""[^}]*\} [1-9]", metrics);
            Assert.InRange(budget.Held, 0, Budget);
            // Whoever is stuck is let go of without being asked for anything more.
            await Until.TrueAsync(() => Task.FromResult(budget is { Held: 0, Underway: 0 }));
        }
        finally
        {
            foreach (var client in stuck)
                client.Dispose();
        }
    }

    /// <summary>All but the last byte: together all that may be held.</summary>
    private async Task FillAsync(List<TcpClient> stuck, BodyBudget budget)
    {
        for (var i = 0; i < 4; i++)
            stuck.Add(await BeginAsync(Large - 1));
        await Until.TrueAsync(() => Task.FromResult(budget.Held == 4 * (Large - 1 - BodyBudget.Small)));
    }

    private static byte[] Padded(byte[] start) => [.. start, .. Enumerable.Repeat((byte)' ', Large - start.Length)];

    [Fact]
    public async Task A_flood_of_unsigned_large_bodies_gives_back_all_it_took()
    {
        var budget = webhooks.Get<BodyBudget>();
        var statuses = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => StatusAsync(new byte[Large], "forged")));

        Assert.All(statuses, status => Assert.Contains(status, (int[])[401, 503]));
        Assert.Contains(401, statuses);
        await Until.TrueAsync(() => Task.FromResult(budget.Held == 0));
        Assert.Equal(200, await webhooks.PostAsync(LineJson.Text("after", LineJson.User(3), "still here")));
    }

    private async Task<int> StatusAsync(byte[] body, string signature)
    {
        try
        {
            return await webhooks.PostAsync(body, signature);
        }
        catch (HttpRequestException cut) when (cut.InnerException is IOException or SocketException)
        {
            // Put off, and the connection closed while the rest was still being written.
            return 503;
        }
    }

    private async Task<TcpClient> BeginAsync(int bytes)
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", webhooks.Http.BaseAddress!.Port);
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"POST /webhooks/line HTTP/1.1\r\nHost: x\r\nX-Line-Signature: x\r\nContent-Length: {bytes + 1}\r\n\r\n"
        );
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        await client.GetStream().WriteAsync(new byte[bytes]);
        return client;
    }
}

using System.Globalization;
using System.Net.Sockets;
using System.Text;
using OmoBroadcast.Webhooks.Reception;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>Large bodies, many at once: what they take together is bounded, and the usual small ones still come in.</summary>
public sealed class FloodTests : IAsyncLifetime
{
    private const int Large = 1024 * 1024, Budget = 4 * 1024 * 1024;
    private House house = null!;

    public async ValueTask InitializeAsync() => house = await House.OpenAsync(more: [("Omo:WebhookMegabytes", "4")]);

    public async ValueTask DisposeAsync() => await house.DisposeAsync();

    [Fact]
    public async Task Beyond_the_budget_large_bodies_are_put_off_at_once_and_small_ones_are_taken()
    {
        var budget = house.Get<BodyBudget>();
        var stuck = new List<TcpClient>();
        try
        {
            // All but the last byte, so that each is held for as long as its caller likes.
            for (var i = 0; i < 4; i++) stuck.Add(await BeginAsync(Large - 1));
            await House.UntilAsync(() => Task.FromResult(budget.Held == 4 * (Large - 1 - BodyBudget.Small)));

            var start = House.Body(House.Text("big", House.User(1), "large"));
            byte[] large = [.. start, .. Enumerable.Repeat((byte)' ', Large - start.Length)];
            Assert.Equal(503, await StatusAsync(large, House.Sign(large)));
            Assert.Equal(200, await house.PostAsync(House.Text("small", House.User(2), "small")));
            Assert.Matches(@"omo_webhooks_total\{[^}]*outcome=""full""[^}]*\} [1-9]", await house.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative)));
            Assert.InRange(budget.Held, 1, Budget);

            foreach (var client in stuck) client.Dispose();
            await House.UntilAsync(() => Task.FromResult(budget.Held == 0));
            Assert.Equal(200, await house.PostAsync(large));
            Assert.Equal(["large"], await house.WordsAsync(1));
            Assert.Equal(0, budget.Held);
        }
        finally
        {
            foreach (var client in stuck) client.Dispose();
        }
    }

    [Fact]
    public async Task A_flood_of_unsigned_large_bodies_gives_back_all_it_took()
    {
        var budget = house.Get<BodyBudget>();
        var statuses = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => StatusAsync(new byte[Large], "forged")));

        Assert.All(statuses, status => Assert.Contains(status, (int[])[401, 503]));
        Assert.Contains(401, statuses);
        await House.UntilAsync(() => Task.FromResult(budget.Held == 0));
        Assert.Equal(200, await house.PostAsync(House.Text("after", House.User(3), "still here")));
    }

    private async Task<int> StatusAsync(byte[] body, string signature)
    {
        try
        {
            return await house.PostAsync(body, signature);
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
        await client.ConnectAsync("127.0.0.1", house.Http.BaseAddress!.Port);
        var head = string.Create(CultureInfo.InvariantCulture, $"POST /webhooks/line HTTP/1.1\r\nHost: x\r\nX-Line-Signature: x\r\nContent-Length: {bytes + 1}\r\n\r\n");
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        await client.GetStream().WriteAsync(new byte[bytes]);
        return client;
    }
}

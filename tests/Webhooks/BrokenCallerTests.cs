using System.Globalization;
using System.Net.Sockets;
using System.Text;
using OmoBroadcast.Tests.House;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Tests.Survival;
using OmoBroadcast.Webhooks.Reception;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>Callers who go in mid-body, on real sockets: whatever they do, nothing above Information is logged of it, or anybody could fill
/// the log.</summary>
[Collection(nameof(OneAtATime))]
[Long]
public sealed class BrokenCallerTests
{
    private const string Nobody = "/webhooks/nobody";

    private static readonly string[] Endpoints =
    [
        "/webhooks/line",
        "/webhooks/whatsapp",
        "/webhooks/messenger",
        "/webhooks/instagram",
        "/api/messages",
    ];

    private static readonly string[] Levels = ["Warning ", "Error ", "Critical "];

    [Fact]
    public async Task Whoever_closes_or_resets_in_mid_body_leaves_no_line_above_Information()
    {
        await using var webhooks = await OpenAsync();
        foreach (var endpoint in Endpoints.Append(Nobody))
        foreach (var chunked in new[] { false, true })
        foreach (var sent in new[] { 0, 2_000, 90_000 })
        foreach (var reset in new[] { false, true })
        {
            // Once before the server can have read anything, once while it waits for the rest.
            using (var hasty = await BeginAsync(webhooks, endpoint, chunked, sent))
                Leave(hasty, reset);
            using (var patient = await BeginAsync(webhooks, endpoint, chunked, sent))
            {
                if (endpoint.StartsWith("/webhooks", StringComparison.Ordinal) && endpoint != Nobody)
                    await ReadingAsync(webhooks, 1);
                Leave(patient, reset);
            }

            await ReadingAsync(webhooks, 0);
        }

        await QuietAsync(webhooks);
    }

    [Fact]
    public async Task Whoever_is_too_slow_is_told_so_and_leaves_no_line_above_Information()
    {
        await using var webhooks = await OpenAsync();
        var callers = Endpoints.SelectMany(endpoint => new[] { (endpoint, false), (endpoint, true) }).ToList();
        await Task.WhenAll(
            callers.Select(async caller =>
            {
                using var client = await BeginAsync(webhooks, caller.endpoint, caller.Item2, 600);
                using var beat = Beat.Every(TimeSpan.FromMilliseconds(300));
                var answer = AnswerAsync(client);
                while (!answer.IsCompleted)
                {
                    await beat.WaitForNextTickAsync();
                    try
                    {
                        await client.GetStream().WriteAsync(caller.Item2 ? "1\r\n \r\n"u8.ToArray() : " "u8.ToArray());
                    }
                    catch (IOException)
                    {
                        break;
                    }
                }

                Assert.Equal((caller, "HTTP/1.1 408 Request Timeout"), (caller, await answer));
            })
        );
        await QuietAsync(webhooks);
    }

    [Fact]
    public async Task Whoever_gives_way_to_a_signed_body_leaves_no_line_above_Information()
    {
        await using var webhooks = await OpenAsync(("Omo:WebhookMegabytes", "4"));
        var slow = new List<TcpClient>();
        foreach (var endpoint in Endpoints[..3])
        foreach (var chunked in new[] { false, true })
            slow.Add(await BeginAsync(webhooks, endpoint, chunked, 680_000));
        await Until.TrueAsync(() => Task.FromResult(webhooks.Get<BodyBudget>().Held == slow.Count * (680_000 - BodyBudget.Small)));
        var large = LineJson.Body(LineJson.Text("e1", LineJson.User(1), new string('x', 700_000)));
        await Until.TrueAsync(async () => await webhooks.PostAsync(large) == 200);
        Assert.Contains(await Task.WhenAll(slow.Select(AnswerAsync)), answer => answer is null);
        foreach (var client in slow)
            client.Dispose();
        await QuietAsync(webhooks, others: 1);
    }

    private static Task<WebhookFace> OpenAsync(params (string, string)[] more) =>
        WebhookFace.OpenAsync(
            environment: "Development",
            more: [("Omo:Teams:AllowAnonymous", "true"), .. TestAccounts.MetaSettings, .. more]
        );

    private static async Task<TcpClient> BeginAsync(WebhookFace webhooks, string endpoint, bool chunked, int sent)
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", webhooks.Http.BaseAddress!.Port);
        var length = chunked
            ? "Transfer-Encoding: chunked"
            : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Math.Max(sent, 200_000) + 1}");
        var head =
            $"POST {endpoint} HTTP/1.1\r\nHost: localhost\r\nX-Line-Signature: x\r\nX-Hub-Signature-256: sha256=00\r\nContent-Type: application/json\r\n{length}\r\n\r\n";
        var body =
            sent == 0 ? ""
            : chunked ? string.Create(CultureInfo.InvariantCulture, $"{sent:x}\r\n{new string(' ', sent)}\r\n")
            : new string(' ', sent);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head + body));
        return client;
    }

    private static void Leave(TcpClient client, bool reset)
    {
        if (reset)
            client.LingerState = new LingerOption(true, 0);
        client.Client.Close();
    }

    private static async Task<string?> AnswerAsync(TcpClient client)
    {
        try
        {
            using var reader = new StreamReader(client.GetStream(), leaveOpen: true);
            return await reader.ReadLineAsync(new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static Task ReadingAsync(WebhookFace webhooks, int bodies) =>
        Until.TrueAsync(() => Task.FromResult(webhooks.Get<BodyBudget>().Underway == bodies));

    /// <param name="others">Connections that are still wanted.</param>
    private static async Task QuietAsync(WebhookFace webhooks, int others = 0)
    {
        await Until.TrueAsync(() => Task.FromResult(webhooks.Get<OpenConnections>().Count <= others));
        AssertQuiet(webhooks);
    }

    private static void AssertQuiet(WebhookFace webhooks) =>
        Assert.Equal(
            "",
            string.Join(
                '\n',
                webhooks
                    .Logs.Split('\n')
                    .Where(line =>
                        Levels.Any(level => line.StartsWith(level, StringComparison.Ordinal))
                        && !line.Contains("AllowAnonymous", StringComparison.Ordinal)
                        && !line.Contains("Clock.TemplateRound", StringComparison.Ordinal)
                    )
            )
        );
}

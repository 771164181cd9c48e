using System.Collections.Concurrent;
using System.Net.Http.Headers;
using OmoBroadcast.Sandbox.Line;

namespace OmoBroadcast.Sandbox.Customers;

/// <summary>Delivers webhooks as LINE does, and again those that were not answered with 2xx.</summary>
internal sealed class WebhookSender(SandboxClock clock) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private readonly ConcurrentQueue<(LineAccount Account, byte[] Body)> _undelivered = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, MaxConnectionsPerServer = 64 })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <returns>The status, 0 without an answer, and how long it took.</returns>
    public async Task<(int Status, TimeSpan Took)> SendAsync(LineAccount account, byte[] body, CancellationToken cancel)
    {
        var start = clock.Time.GetTimestamp();
        var status = await PostAsync(account, body, cancel);
        var took = clock.Time.GetElapsedTime(start);
        if (status is < 200 or > 299) Missed(account, body);
        return (status, took);
    }

    public async Task SendAllAsync(LineAccount account, IReadOnlyList<byte[]> bodies, int inFlight, WebhookResults results, CancellationToken cancel)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Clamp(inFlight, 1, 64), CancellationToken = cancel };
        await Parallel.ForEachAsync(bodies, options, async (body, stop) =>
        {
            var (status, took) = await SendAsync(account, body, stop);
            results.Add(status, took);
        });
    }

    /// <summary>Sends everything that was missed once more, now.</summary>
    public async Task RedeliverAsync(WebhookResults results, CancellationToken cancel)
    {
        var now = new List<(LineAccount Account, byte[] Body)>();
        while (_undelivered.TryDequeue(out var missed)) now.Add(missed);
        foreach (var (account, body) in now)
        {
            var (status, took) = await SendAsync(account, EventWriter.Again(body), cancel);
            results.Add(status, took);
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
        _http.Dispose();
    }

    private void Missed(LineAccount account, byte[] body)
    {
        if (account.RedeliverAfterMs <= 0) _undelivered.Enqueue((account, body));
        else _ = LaterAsync();

        async Task LaterAsync()
        {
            try
            {
                await Task.Delay(TimeSpan.FromMilliseconds(account.RedeliverAfterMs), clock.Time, _stop.Token);
                await SendAsync(account, EventWriter.Again(body), _stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                // The sandbox is closing.
            }
        }
    }

    private async Task<int> PostAsync(LineAccount account, byte[] body, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Deadline);
        using var request = new HttpRequestMessage(HttpMethod.Post, account.Webhook);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        request.Headers.Add("x-line-signature", EventWriter.Sign(account.Secret, body));
        request.Headers.UserAgent.ParseAdd("LineBotWebhook/2.0");
        try
        {
            using var response = await _http.SendAsync(request, limit.Token);
            return (int)response.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return 0;
        }
    }
}

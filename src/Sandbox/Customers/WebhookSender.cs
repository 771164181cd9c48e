using System.Collections.Concurrent;

namespace OmoBroadcast.Sandbox.Customers;

/// <summary>Delivers webhooks as the platforms do, and again those that were not answered with 2xx.</summary>
internal sealed class WebhookSender(SandboxClock clock) : IDisposable
{
    private readonly ConcurrentQueue<(PlatformAccount Account, byte[] Body)> _undelivered = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, MaxConnectionsPerServer = 64 })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <returns>The status, 0 without an answer, and how long it took.</returns>
    public async Task<(int Status, TimeSpan Took)> SendAsync(PlatformAccount account, byte[] body, CancellationToken cancel, int attempt = 1)
    {
        var start = clock.Time.GetTimestamp();
        var status = await PostAsync(account, body, cancel);
        var took = clock.Time.GetElapsedTime(start);
        account.Heard(status, clock.Millis);
        if (status is < 200 or > 299) Missed(account, body, attempt);
        return (status, took);
    }

    public async Task SendAllAsync(PlatformAccount account, IReadOnlyList<byte[]> bodies, int inFlight, WebhookResults results, CancellationToken cancel)
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
        var now = new List<(PlatformAccount Account, byte[] Body)>();
        while (_undelivered.TryDequeue(out var missed)) now.Add(missed);
        foreach (var (account, body) in now)
        {
            var (status, took) = await SendAsync(account, account.Again(body), cancel);
            results.Add(status, took);
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
        _http.Dispose();
    }

    private void Missed(PlatformAccount account, byte[] body, int attempt)
    {
        if (account.Pause(attempt) is { } pause) _ = LaterAsync();
        else _undelivered.Enqueue((account, body));

        async Task LaterAsync()
        {
            try
            {
                await Task.Delay(pause, clock.Time, _stop.Token);
                await SendAsync(account, account.Again(body), _stop.Token, attempt + 1);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                // The sandbox is closing.
            }
        }
    }

    private async Task<int> PostAsync(PlatformAccount account, byte[] body, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(account.Deadline);
        using var request = new HttpRequestMessage(HttpMethod.Post, account.Webhook);
        request.Content = new ByteArrayContent(body);
        account.Seal(request, body);
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

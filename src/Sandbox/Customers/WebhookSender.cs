using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using OmoBroadcast.Sandbox.Platform;
using OmoBroadcast.Sandbox.Weather;

namespace OmoBroadcast.Sandbox.Customers;

/// <summary>Delivers webhooks as the platforms do, and again those that were not answered with 2xx.</summary>
internal sealed class WebhookSender(SandboxClock clock, WeatherStation weather) : IDisposable
{
    private readonly ConcurrentQueue<(PlatformAccount Account, byte[] Body)> _undelivered = new();
    private readonly CancellationTokenSource _stop = new();
    private int _late;
    private readonly HttpClient _http = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            MaxConnectionsPerServer = 64,
        }
    )
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Rings when one that the weather delayed has left.</summary>
    public Bell Changed { get; } = new();

    /// <summary>Those that the weather has delayed.</summary>
    public int Late => Volatile.Read(ref _late);

    /// <returns>The status, 0 without an answer (or if the weather lost or delayed it), and how long it took.</returns>
    public async Task<(int Status, TimeSpan Took)> SendAsync(PlatformAccount account, byte[] body, CancellationToken cancel)
    {
        var (lost, late, doubled) = weather.Webhook();
        if (lost)
            return default;
        if (late > TimeSpan.Zero)
        {
            Interlocked.Increment(ref _late);
            _ = LaterAsync(account, [body], late, attempt: 1);
            return default;
        }

        var twin = doubled ? SendAsync(account, body, attempt: 1, cancel) : null;
        var sent = await SendAsync(account, body, attempt: 1, cancel);
        if (twin is not null)
            await twin;
        return sent;
    }

    public async Task SendAllAsync(
        PlatformAccount account,
        IReadOnlyList<byte[]> bodies,
        int inFlight,
        WebhookResults results,
        CancellationToken cancel
    )
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
        while (_undelivered.TryDequeue(out var missed))
            now.Add(missed);
        foreach (var (account, body) in now.SelectMany(missed => Again(missed.Account, missed.Body).Select(body => (missed.Account, body))))
        {
            var (status, took) = await SendAsync(account, body, attempt: 1, cancel);
            results.Add(status, took);
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
        _http.Dispose();
    }

    private async Task<(int Status, TimeSpan Took)> SendAsync(PlatformAccount account, byte[] body, int attempt, CancellationToken cancel)
    {
        var start = clock.Time.GetTimestamp();
        var status = await PostAsync(account, body, cancel);
        var took = clock.Time.GetElapsedTime(start);
        account.Heard(status, clock.Millis);
        if (status is < 200 or > 299)
            Missed(account, body, attempt);
        return (status, took);
    }

    private void Missed(PlatformAccount account, byte[] body, int attempt)
    {
        if (account.Pause(attempt) is { } pause)
            _ = LaterAsync(account, Again(account, body), pause, attempt + 1);
        else
            _undelivered.Enqueue((account, body));
    }

    private async Task LaterAsync(PlatformAccount account, IReadOnlyList<byte[]> bodies, TimeSpan pause, int attempt)
    {
        try
        {
            await Task.Delay(pause, clock.Time, _stop.Token);
            foreach (var body in bodies)
                await SendAsync(account, body, attempt, _stop.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The sandbox is closing.
        }
        finally
        {
            if (attempt == 1)
                Interlocked.Decrement(ref _late);
            Changed.Ring();
        }
    }

    private IReadOnlyList<byte[]> Again(PlatformAccount account, byte[] body) =>
        weather.Webhooks.Regroup ? Apart(account, account.Again(body)) : [account.Again(body)];

    /// <summary>Event by event, entry by entry, the last first.</summary>
    private static List<byte[]> Apart(PlatformAccount account, byte[] body)
    {
        var whole = JsonNode.Parse(body)!.AsObject();
        var name = whole.ContainsKey("events") ? "events" : "entry";
        var items = whole[name]!.AsArray().Select(item => item!.DeepClone()).Reverse().ToList();
        return
        [
            .. items.Select(item =>
            {
                var one = (JsonObject)whole.DeepClone();
                one[name] = new JsonArray(item);
                return account.Spell(one);
            }),
        ];
    }

    private async Task<int> PostAsync(PlatformAccount account, byte[] body, CancellationToken cancel)
    {
        // By the real clock: it is a real service that takes its time.
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

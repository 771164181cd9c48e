using System.Collections.Concurrent;
using System.Net;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>Fetches media by address as Meta does, from this machine only; what was fetched is remembered for ten minutes.</summary>
internal sealed class Fetcher(SandboxClock clock) : IDisposable
{
    private const long Remembered = 600_000_000;
    private readonly ConcurrentDictionary<string, (long At, Fetched Fetched)> _cache = new(StringComparer.Ordinal);
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = true, MaxAutomaticRedirections = 3, UseCookies = false, UseProxy = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <returns>What is there; an address elsewhere is taken to hold what was said.</returns>
    public async Task<Fetched> FetchAsync(string url, string kind, bool wanted, CancellationToken cancel)
    {
        var address = new Uri(url);
        if (!wanted || !address.IsLoopback) return new Fetched(true, [], $"{kind}/*");
        if (_cache.TryGetValue(url, out var known) && clock.Micros - known.At < Remembered) return known.Fetched;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(kind == "video" ? TimeSpan.FromSeconds(75) : TimeSpan.FromSeconds(10));
        try
        {
            using var response = await _http.GetAsync(address, limit.Token);
            if (response.StatusCode != HttpStatusCode.OK) return new Fetched(false, [], "");
            var found = new Fetched(true, await response.Content.ReadAsByteArrayAsync(limit.Token), response.Content.Headers.ContentType?.MediaType ?? "application/octet-stream");
            _cache[url] = (clock.Micros, found);
            return found;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return new Fetched(false, [], "");
        }
    }

    public void Dispose() => _http.Dispose();
}

/// <param name="Good">It was there.</param>
/// <param name="Bytes">What was there; empty if nobody looked.</param>
/// <param name="ContentType">What it says it is.</param>
internal sealed record Fetched(bool Good, byte[] Bytes, string ContentType);

using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OmoBroadcast.Sandbox.Platform;

/// <summary>Fetches media by address as the platforms do, from this machine only; what was fetched is remembered for ten minutes.</summary>
internal sealed class Fetcher : IDisposable
{
    private const long Remembered = 600_000_000;
    private readonly ConcurrentDictionary<string, Fetched> _seen = new(StringComparer.Ordinal);
    private readonly X509ChainPolicy _trust = new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        RevocationMode = X509RevocationMode.NoCheck,
    };
    private readonly SandboxClock _clock;
    private readonly HttpClient _http;
    private int _underWay;

    public Fetcher(SandboxClock clock)
    {
        _clock = clock;
        _http = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = true,
                MaxAutomaticRedirections = 3,
                UseCookies = false,
                UseProxy = false,
                SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = _trust },
            }
        )
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Rings when something was fetched, or could not be.</summary>
    public Bell Changed { get; } = new();

    /// <summary>What was fetched last from each address.</summary>
    public IReadOnlyList<Fetched> Seen => [.. _seen.Values.OrderBy(f => f.At)];

    public bool Idle => Volatile.Read(ref _underWay) == 0;

    /// <summary>Over https nobody else on this machine is believed.</summary>
    /// <param name="path">A certificate in PEM.</param>
    public void Trust(string path) => _trust.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(path));

    /// <returns>What is there; an address elsewhere is taken to hold what was said.</returns>
    public async Task<Fetched> FetchAsync(string url, string kind, bool wanted, CancellationToken cancel)
    {
        var address = new Uri(url);
        if (!wanted || !address.IsLoopback)
            return new Fetched(url, _clock.Micros, true, [], $"{kind}/*");
        if (_seen.TryGetValue(url, out var known) && known.Good && _clock.Micros - known.At < Remembered)
            return known;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(kind == "video" ? TimeSpan.FromSeconds(75) : TimeSpan.FromSeconds(10));
        Interlocked.Increment(ref _underWay);
        try
        {
            return _seen[url] = await FetchAsync(address, limit.Token);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return _seen[url] = new Fetched(url, _clock.Micros, false, [], "");
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
            Changed.Ring();
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<Fetched> FetchAsync(Uri address, CancellationToken cancel)
    {
        using var response = await _http.GetAsync(address, cancel);
        if (response.StatusCode != HttpStatusCode.OK)
            return new Fetched(address.OriginalString, _clock.Micros, false, [], "");
        var bytes = await response.Content.ReadAsByteArrayAsync(cancel);
        return new Fetched(
            address.OriginalString,
            _clock.Micros,
            true,
            bytes,
            response.Content.Headers.ContentType?.MediaType ?? "application/octet-stream"
        );
    }
}

/// <param name="Url">From where.</param>
/// <param name="At">Unix microseconds.</param>
/// <param name="Good">It was there.</param>
/// <param name="Bytes">What was there; empty if nobody looked.</param>
/// <param name="ContentType">What it says it is.</param>
internal sealed record Fetched(string Url, long At, bool Good, byte[] Bytes, string ContentType)
{
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Bytes));
}

using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using OmoBroadcast.Bench.Wire;

namespace OmoBroadcast.Bench.Roles;

/// <summary>The reference for sending: HttpClient, HTTP/1.1 keep-alive, a fixed number in flight, bodies made beforehand, nothing written
/// down.</summary>
internal sealed class BareLoop : IRole
{
    private static readonly MediaTypeHeaderValue JsonType = new("application/json");

    private readonly HttpClient client = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
        }
    );
    private byte[][] bodies = [];
    private bool keyless;

    public async Task<object?> DoAsync(string what, JsonElement how, CancellationToken cancellationToken)
    {
        switch (what)
        {
            case "prepare":
                var people = how.GetProperty("people").GetInt32();
                keyless = how.GetProperty("keyless").GetBoolean();
                bodies = how.GetProperty("batch").GetInt32() is > 1 and var batch
                    ?
                    [
                        .. Enumerable
                            .Range(0, (people + batch - 1) / batch)
                            .Select(i => People.Multicast(i * batch, Math.Min(batch, people - (i * batch)))),
                    ]
                    : [.. Enumerable.Range(0, people).Select(number => keyless ? People.WhatsApp(number) : People.Push(number))];
                GC.Collect();
                return null;
            case "run":
                return await RunAsync(
                    new Uri(how.GetProperty("url").GetString()!),
                    how.GetProperty("inFlight").GetInt32(),
                    how.GetProperty("times").GetInt32(),
                    cancellationToken
                );
            default:
                throw new ArgumentException(what);
        }
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Seconds it took.</summary>
    private async Task<object?> RunAsync(Uri url, int inFlight, int times, CancellationToken cancellationToken)
    {
        var next = -1L;
        var count = (long)bodies.Length * times;
        var clock = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(PostAsync, cancellationToken)));
        return Stopwatch.GetElapsedTime(clock).TotalSeconds;

        async Task PostAsync()
        {
            while (Interlocked.Increment(ref next) is var i && i < count)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, url);
                request.Content = new ByteArrayContent(bodies[i % bodies.Length]);
                request.Content.Headers.ContentType = JsonType;
                request.Headers.TryAddWithoutValidation("Authorization", "Bearer bench-token");
                if (!keyless)
                    request.Headers.TryAddWithoutValidation("X-Line-Retry-Key", Guid.NewGuid().ToString("D"));
                using var response = await client.SendAsync(request, cancellationToken);
                response.EnsureSuccessStatusCode();
            }
        }
    }
}

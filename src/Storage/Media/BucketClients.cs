using System.Net;
using Amazon.Runtime;

namespace OmoBroadcast.Storage.Media;

/// <summary>The one HTTP client to the bucket. The SDK reads an answer to its end, however long it is, and has no deadline for that: here
/// only the bytes of a file come as they are read.</summary>
internal sealed class BucketClients : HttpClientFactory, IDisposable
{
    private readonly HttpClient client = new(new Bounded()) { Timeout = Timeout.InfiniteTimeSpan };

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => client;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    public void Dispose() => client.Dispose();

    private static SocketsHttpHandler Plain() =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxResponseHeadersLength = 32,
            MaxResponseDrainSize = 0,
        };

    private sealed class Bounded() : DelegatingHandler(Plain())
    {
        /// <summary>Longer than what any store says of an error.</summary>
        private const int MostBytes = 64 * 1024;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (
                request.Method == HttpMethod.Head
                || (request.Method == HttpMethod.Get && response.StatusCode is HttpStatusCode.OK or HttpStatusCode.PartialContent)
            )
                return response;
            try
            {
                using var content = response.Content;
                response.Content = await BeginningAsync(content, cancellationToken);
                return response;
            }
            catch
            {
                response.Dispose();
                throw;
            }
        }

        private static async Task<HttpContent> BeginningAsync(HttpContent content, CancellationToken cancellationToken)
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);
            var buffer = new byte[MostBytes];
            var length = await stream.ReadAtLeastAsync(buffer, MostBytes, throwOnEndOfStream: false, cancellationToken);
            var beginning = new ByteArrayContent(buffer, 0, length);
            foreach (var (name, values) in content.Headers.NonValidated)
                if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
                    beginning.Headers.TryAddWithoutValidation(name, values);
            return beginning;
        }
    }
}

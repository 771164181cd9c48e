namespace OmoBroadcast.Adapters.Wire;

/// <summary>The one way an HTTP client to a platform is made: nothing below the adapter repeats, redirects, remembers or
/// inflates.</summary>
internal static class PlatformClient
{
    /// <summary>Connections to one platform for one account; with none free a request waits, and its deadline runs.</summary>
    public const int MostConnections = 256;

    public static HttpClient Create(Uri address) => Create(address, Handler());

    public static HttpClient Create(Uri address, SocketsHttpHandler handler) =>
        new(handler)
        {
            BaseAddress = address,
            Timeout = Timeout.InfiniteTimeSpan,

            // Front ends turn away callers without a name.
            DefaultRequestHeaders = { { "User-Agent", "OmoBroadcast" } },
        };

    public static SocketsHttpHandler Handler() =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),

            // Below the keep-alive of the usual front ends (60 s and more), so that a request seldom meets a connection just closed at the
            // far end.
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),

            // Addresses are looked up anew.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxConnectionsPerServer = MostConnections,
            MaxResponseHeadersLength = 32,
            MaxResponseDrainSize = 0,
            ActivityHeadersPropagator = null,
        };
}

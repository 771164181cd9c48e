using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Adapters.Meta;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Sandbox;
using OmoBroadcast.Tests.Servers;
using Refit;

namespace OmoBroadcast.Tests.Adapters;

/// <summary>Our clients speak HTTP/1.1, where one request has one connection and what was cut is of it alone: a layer that speaks HTTP/2
/// says by itself again what a server has refused to hear.</summary>
public sealed class HttpVersionTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> heard = new();
    private X509Certificate2 certificate = null!;

    public ValueTask InitializeAsync()
    {
        var (shown, key) = LoopbackCertificate.Make(TimeProvider.System.GetUtcNow());
        using var made = X509Certificate2.CreateFromPem(shown, key);
        certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        certificate.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(HttpProtocols.Http1AndHttp2)]
    [InlineData(HttpProtocols.Http1AndHttp2AndHttp3)]
    [InlineData(HttpProtocols.Http1)]
    public async Task A_server_that_prefers_HTTP_2_is_spoken_to_in_HTTP_1_1(HttpProtocols protocols)
    {
        await using var server = await StartAsync(protocols);
        Assert.IsType<SendOutcome.Accepted>(await SendAsync(server));
        Assert.IsType<SendOutcome.Accepted>(await SendAsync(server));
        Assert.Equal(["HTTP/1.1", "HTTP/1.1"], heard);
    }

    [Fact]
    public async Task A_server_that_speaks_HTTP_2_only_hangs_up_and_hears_nothing_and_nothing_is_said_twice()
    {
        await using var server = await StartAsync(HttpProtocols.Http2);
        // It took the connection and got our words before it hung up; that it understood none of them only it knows.
        Assert.Equal(new SendOutcome.Unknown("ResponseEnded"), await SendAsync(server));
        Assert.Empty(heard);
    }

    [Fact]
    public async Task A_client_that_speaks_HTTP_2_offers_it()
    {
        using var listener = new TlsListener();
        using var client = new HttpClient
        {
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        var asking = client.GetAsync(listener.Address);
        Assert.Equal(["h2", "http/1.1"], await listener.OffersAsync());
        await Assert.ThrowsAsync<HttpRequestException>(() => asking);
    }

    private async Task<SendOutcome> SendAsync(WebApplication server)
    {
        using var handler = PlatformClient.Handler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) =>
            shown?.GetCertHashString() == certificate.GetCertHashString();
        using var client = PlatformClient.Create(new Uri(server.Urls.Single()), handler);
        using var content = new OnceContent("{}"u8.ToArray());
        return await new SendOnce(TimeProvider.System).MakeAsync(
            content,
            SendOnce.Deadline,
            (body, token) => RestService.For<IGraphApi>(client).SendAsync("v25.0", "1", body, "Bearer t", null, token),
            (response, _) => response.StatusCode == HttpStatusCode.OK ? new SendOutcome.Accepted("1") : new SendOutcome.Unknown("odd"),
            default
        );
    }

    private async Task<WebApplication> StartAsync(HttpProtocols protocols)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = protocols;
                listen.UseHttps(certificate);
            }));
        var app = builder.Build();
        app.Run(context =>
        {
            heard.Enqueue(context.Request.Protocol);
            return context.Response.WriteAsync("{}");
        });
        await app.StartAsync();
        return app;
    }
}

using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace OmoBroadcast.Tests.Sandbox;

/// <summary>A service that keeps the webhooks it is sent and answers as told.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SemaphoreSlim _came = new(0);

    private Receiver(WebApplication app) => _app = app;

    public Uri Address => new($"{_app.Urls.First()}/webhooks/line");

    public ConcurrentQueue<(byte[] Body, string? Signature)> Webhooks { get; } = new();

    /// <summary>Answers, one by one; 200 when there are no more.</summary>
    public ConcurrentQueue<int> Answers { get; } = new();

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        var receiver = new Receiver(builder.Build());
        receiver._app.MapPost("/webhooks/line", receiver.TakeAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    public async Task ComesAsync(int more)
    {
        for (var i = 0; i < more; i++) Assert.True(await _came.WaitAsync(TimeSpan.FromSeconds(10)), "a webhook did not come");
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _came.Dispose();
    }

    private async Task TakeAsync(HttpContext http)
    {
        using var copy = new MemoryStream();
        await http.Request.Body.CopyToAsync(copy);
        Webhooks.Enqueue((copy.ToArray(), http.Request.Headers["x-line-signature"]));
        http.Response.StatusCode = Answers.TryDequeue(out var status) ? status : 200;
        _came.Release();
    }
}

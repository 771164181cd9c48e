using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace OmoBroadcast.Tests.Sandbox;

/// <summary>A service that keeps the webhooks it is sent and answers as told.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SemaphoreSlim _came = new(0);

    private readonly TaskCompletionSource _second = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Receiver(WebApplication app) => _app = app;

    public Uri Address => At("line");

    /// <summary>What a verification must bring along.</summary>
    public string VerifyToken { get; set; } = "verify-me";

    public Uri At(string channel) => new($"{_app.Urls.First()}/webhooks/{channel}");

    public ConcurrentQueue<(byte[] Body, string? Signature)> Webhooks { get; } = new();

    /// <summary>Answers, one by one; 200 when there are no more.</summary>
    public ConcurrentQueue<int> Answers { get; } = new();

    /// <summary>The first webhook is answered only when another comes.</summary>
    public bool HoldFirst { get; set; }

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        var receiver = new Receiver(builder.Build());
        receiver._app.MapPost("/webhooks/{channel}", receiver.TakeAsync);
        receiver._app.MapGet("/webhooks/{channel}", receiver.VerifyAsync);
        receiver._app.MapGet("/media/{name}", ServeAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    public async Task ComesAsync(int more)
    {
        for (var i = 0; i < more; i++)
            Assert.True(await _came.WaitAsync(TimeSpan.FromSeconds(10)), "a webhook did not come");
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
        Webhooks.Enqueue(
            (copy.ToArray(), (string?)http.Request.Headers["x-line-signature"] ?? http.Request.Headers["X-Hub-Signature-256"])
        );
        if (HoldFirst && Webhooks.Count == 1)
            await _second.Task.WaitAsync(TimeSpan.FromSeconds(20));
        if (Webhooks.Count == 2)
            _second.TrySetResult();
        http.Response.StatusCode = Answers.TryDequeue(out var status) ? status : 200;
        _came.Release();
    }

    private Task VerifyAsync(HttpContext http)
    {
        var query = http.Request.Query;
        var good = query["hub.mode"] == "subscribe" && query["hub.verify_token"] == VerifyToken;
        http.Response.StatusCode = good ? 200 : 403;
        return http.Response.WriteAsync(good ? query["hub.challenge"].ToString() : "");
    }

    private static async Task ServeAsync(HttpContext http)
    {
        var name = (string)http.GetRouteValue("name")!;
        http.Response.StatusCode = name.StartsWith("gone", StringComparison.Ordinal) ? 404 : 200;
        http.Response.ContentType = name.EndsWith(".mp4", StringComparison.Ordinal) ? "video/mp4" : "image/png";
        await http.Response.Body.WriteAsync(new byte[] { 1, 2, 3 });
    }
}

using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OmoBroadcast.Tests.Storage.Media;

/// <summary>As much of S3 as a shelf needs, on a real socket.</summary>
internal sealed class BucketStub : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, byte[]> objects = new(StringComparer.Ordinal);

    private BucketStub(WebApplication app) => this.app = app;

    public string Address => app.Urls.Single();

    public ConcurrentQueue<string> Calls { get; } = new();

    public ICollection<string> Keys => objects.Keys;

    public static async Task<BucketStub> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var stub = new BucketStub(app);
        app.Run(stub.AnswerAsync);
        await app.StartAsync();
        return stub;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var key = context.Request.Path.Value!;
        Calls.Enqueue($"{context.Request.Method} {key} {context.Request.Headers.Authorization} {context.Request.Headers.Range}");
        if (!context.Request.Headers.Authorization.ToString().StartsWith("AWS4-HMAC-SHA256 Credential=key/", StringComparison.Ordinal))
        {
            context.Response.StatusCode = 403;
            return;
        }
        switch (context.Request.Method)
        {
            case "PUT":
                using (var body = new MemoryStream())
                {
                    await context.Request.Body.CopyToAsync(body);
                    objects[key] = body.ToArray();
                }
                context.Response.Headers.ETag = "\"e\"";
                break;
            case "DELETE":
                objects.TryRemove(key, out _);
                context.Response.StatusCode = 204;
                break;
            default:
                if (objects.TryGetValue(key, out var content))
                    await Results.Bytes(content, "application/octet-stream", enableRangeProcessing: true).ExecuteAsync(context);
                else
                    context.Response.StatusCode = 404;
                break;
        }
    }
}

using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace OmoBroadcast.Tests.Playing;

/// <summary>A Connector on a real socket: notes every call, answers as told, else as Teams does on a good day. Also stands in for LINE and
/// the login.</summary>
internal sealed class ConnectorStub : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> script = new();
    private readonly Channel<ConnectorCall> calls = Channel.CreateUnbounded<ConnectorCall>();
    private readonly ConcurrentDictionary<string, byte[]> files = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<ConnectorCall> answered = new();
    private int ids;

    private ConnectorStub(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.Single());

    /// <summary>With a path, and without a slash behind it.</summary>
    public string ServiceUrl => $"{app.Urls.Single()}/teams";

    public ConcurrentQueue<ConnectorCall> All { get; } = new();

    public static async Task<ConnectorStub> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var stub = new ConnectorStub(app);
        app.Run(stub.TakeAsync);
        await app.StartAsync();
        return stub;
    }

    /// <summary>The next call is answered so.</summary>
    public void Next(int status, string body = "", string? retryAfter = null) =>
        script.Enqueue(context =>
        {
            context.Response.StatusCode = status;
            if (retryAfter is not null)
                context.Response.Headers.RetryAfter = retryAfter;
            return context.Response.WriteAsync(body);
        });

    public void Next(Func<HttpContext, Task> answer) => script.Enqueue(answer);

    /// <summary>What is to be had at an address, however often.</summary>
    public void Serve(string path, byte[] content) => files[path] = content;

    /// <summary>The next call that was not yet waited for, of those that fit.</summary>
    public async Task<ConnectorCall> CallAsync(Func<ConnectorCall, bool>? fits = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            var call = await calls.Reader.ReadAsync(patience.Token);
            if (fits?.Invoke(call) != false)
                return call;
        }
    }

    /// <summary>The first call that fits, of those that came and will come; waiting for it takes none away.</summary>
    public async Task<ConnectorCall> SeenAsync(Func<ConnectorCall, bool> fits) =>
        (
            await Servers.Until.SeenAsync(
                "a call to Teams",
                TimeSpan.FromSeconds(60),
                () => Task.FromResult(answered.FirstOrDefault(fits)),
                call => call is not null
            )
        )!;

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var call = new ConnectorCall(context.Request.Method, target, context.Request.Headers.Authorization.ToString(), body)
        {
            At = TimeProvider.System.GetUtcNow(),
        };
        All.Enqueue(call);
        if (target.Contains("/oauth2/", StringComparison.Ordinal))
            await context.Response.WriteAsync(
                $$"""{"token_type":"Bearer","expires_in":3599,"access_token":"token-{{Interlocked.Increment(ref ids)}}"}"""
            );
        else if (!target.StartsWith("/teams/", StringComparison.Ordinal))
            await context.Response.WriteAsync("{}");
        else if (files.TryGetValue(target, out var file))
        {
            await context.Response.Body.WriteAsync(file);
            return;
        }
        else if (script.TryDequeue(out var answer))
            await answer(context);
        else
        {
            context.Response.StatusCode = context.Request.Method == "PUT" ? 200 : 201;
            call = call with { AnsweredId = $"m{Interlocked.Increment(ref ids)}" };
            await context.Response.WriteAsync($$"""{"id":"{{call.AnsweredId}}"}""");
        }
        answered.Enqueue(call);
        if (target.StartsWith("/teams/", StringComparison.Ordinal))
            calls.Writer.TryWrite(call);
    }
}

/// <summary>One call, its path as it was on the wire.</summary>
internal sealed record ConnectorCall(string Method, string Path, string Authorization, string Body)
{
    public DateTimeOffset At { get; init; }

    /// <summary>The id that the message got, where the stub made one.</summary>
    public string? AnsweredId { get; init; }

    public JsonObject Json => JsonNode.Parse(Body)!.AsObject();

    public string? Text => (string?)Json["text"];

    /// <summary>What a banner says of it.</summary>
    public string? Summary => (string?)Json["summary"];

    public JsonObject? Card => Json["attachments"]?[0]?["content"]?.AsObject();
}

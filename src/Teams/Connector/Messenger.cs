using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Identity.Client;
using OmoBroadcast.Teams.Inbound;
using Refit;

namespace OmoBroadcast.Teams.Connector;

/// <summary>
/// Says things in Teams. In each conversation one after the other, in order. A new message is repeated only where it cannot have been shown
/// (the Connector has no retry key); an update of a known message is repeated freely.
/// </summary>
public sealed class Messenger(IHttpClientFactory clients, Lines lines, TimeProvider time, ILogger<Messenger> log)
{
    public const string Client = "teams-connector";
    private const int MostTries = 5;
    private const int MostAnswerBytes = 64 * 1024;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(10);

    /// <summary>A new message.</summary>
    public Task<Sent> SendAsync(ConversationAddress to, JsonObject activity, CancellationToken cancellation) =>
        InLineAsync(to, activity, repeatable: false, (connector, body) => connector.SendAsync(to.ConversationId, body, cancellation), cancellation);

    /// <summary>A new message, shown as an answer to another.</summary>
    public Task<Sent> ReplyAsync(ConversationAddress to, string activityId, JsonObject activity, CancellationToken cancellation) =>
        InLineAsync(to, activity, repeatable: false, (connector, body) => connector.ReplyAsync(to.ConversationId, activityId, body, cancellation), cancellation);

    /// <summary>In place of a message of ours.</summary>
    public Task<Sent> UpdateAsync(ConversationAddress to, string activityId, JsonObject activity, CancellationToken cancellation) =>
        InLineAsync(to, activity, repeatable: true, (connector, body) => connector.UpdateAsync(to.ConversationId, activityId, body, cancellation), cancellation);

    private async Task<Sent> InLineAsync(
        ConversationAddress to, JsonObject activity, bool repeatable, Func<IConnector, HttpContent, Task<HttpResponseMessage>> call, CancellationToken cancellation)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(activity, Json.Relaxed);
        var sent = await lines.RunAsync(to.ConversationId, () => TryAsync(to, bytes, repeatable, call, cancellation));
        Sight.ConnectorCalls.Add(1, new KeyValuePair<string, object?>("outcome", sent.GetType().Name));
        if (sent is not Sent.Done) log.LogWarning("Teams did not take a message: {Outcome}", sent);
        return sent;
    }

    private async Task<Sent> TryAsync(
        ConversationAddress to, byte[] bytes, bool repeatable, Func<IConnector, HttpContent, Task<HttpResponseMessage>> call, CancellationToken cancellation)
    {
        using var client = clients.CreateClient(Client);
        client.BaseAddress = new Uri(to.ServiceUrl.TrimEnd('/'));
        var connector = RestService.For<IConnector>(client);
        for (var tries = 1; ; tries++)
        {
            var (sent, wait) = await OnceAsync(connector, bytes, repeatable, call, tries, cancellation);
            if (wait is null || tries == MostTries) return sent;
            await Task.Delay(wait.Value, time, cancellation);
        }
    }

    // The outcome if this was the last try, and how long to wait before another; null: do not.
    private async Task<(Sent Sent, TimeSpan? Wait)> OnceAsync(
        IConnector connector, byte[] bytes, bool repeatable, Func<IConnector, HttpContent, Task<HttpResponseMessage>> call, int tries, CancellationToken cancellation)
    {
        using var body = new ByteArrayContent(bytes);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        try
        {
            using var response = await call(connector, body);
            var answer = await ReadAsync(response, cancellation);
            return Judge(response, answer, repeatable, tries);
        }
        catch (Exception trouble) when (!cancellation.IsCancellationRequested)
        {
            return Judge(trouble is ApiRequestException { InnerException: { } inner } ? inner : trouble, repeatable, tries);
        }
    }

    private (Sent, TimeSpan?) Judge(Exception trouble, bool repeatable, int tries)
    {
        switch (trouble)
        {
            case UntrustedHostException:
                log.LogError("{Reason}", trouble.Message);
                return (new Sent.Failed("UntrustedHost"), null);
            case MsalException login:
                log.LogError("No token for the Connector: {Code}", login.ErrorCode);
                return (new Sent.Failed(login.ErrorCode), login.IsRetryable ? BackOff(tries) : null);
            case HttpRequestException call when NeverLeft(call):
                return (new Sent.Failed(call.HttpRequestError.ToString()), BackOff(tries));
            default:
                return (new Sent.Unknown(trouble.GetType().Name), repeatable ? BackOff(tries) : null);
        }
    }

    private (Sent, TimeSpan?) Judge(HttpResponseMessage response, JsonElement answer, bool repeatable, int tries)
    {
        if (response.IsSuccessStatusCode) return (new Sent.Done(Member(answer, "id")), null);
        var code = Member(answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("error", out var error) ? error : default, "code")
            ?? ((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return (int)response.StatusCode switch
        {
            403 or 404 => (new Sent.Gone(code), null),
            412 or 429 => (new Sent.Failed(code), RetryAfter(response) ?? BackOff(tries)),
            502 or 503 or 504 => repeatable ? (new Sent.Failed(code), RetryAfter(response) ?? BackOff(tries)) : (new Sent.Unknown(code), null),
            _ => (new Sent.Failed(code), null),
        };
    }

    // Errors come as JSON, as HTML from what stands before the Connector, or as nothing.
    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[MostAnswerBytes];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        try
        {
            using var json = JsonDocument.Parse(buffer.AsMemory(0, length));
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static string? Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var asked = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return asked is null ? null : asked <= TimeSpan.Zero ? TimeSpan.Zero : asked > LongestWait ? LongestWait : asked;
    }

    private static TimeSpan BackOff(int tries)
    {
        var wait = TimeSpan.FromSeconds(Math.Pow(2, tries - 1));
        var jitter = RandomNumberGenerator.GetInt32(0, 400) / 1000.0;
        return (wait < LongestBackOff ? wait : LongestBackOff) * (0.8 + jitter);
    }

    private static bool NeverLeft(HttpRequestException trouble) =>
        trouble.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
        || trouble.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused };
}

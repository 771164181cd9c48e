using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Identity.Client;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Teams.Activities;
using Refit;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace OmoBroadcast.Teams.Connector;

/// <summary>
/// Says things in Teams. In each conversation one after the other, in order and at the pace it allows. A new message is repeated only where
/// it cannot have been shown (the Connector has no retry key); an update of a known message is repeated freely.
/// </summary>
public sealed partial class ConnectorClient(
    IHttpClientFactory clients,
    Turns turns,
    ChatTrail trail,
    TimeProvider time,
    ILogger<ConnectorClient> log
)
{
    public const string Client = "teams-connector";
    private const int MostTries = 5,
        MostTriesOfNews = 10;
    private const int MostAnswerBytes = 64 * 1024;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(10);

    /// <summary>A call with its answer to the last byte; whoever trickles holds up no conversation.</summary>
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(15);

    /// <summary>A new message.</summary>
    /// <param name="mark">What the card in it is about, where that matters to what is attached beneath it.</param>
    public Task<ConnectorResult> SendAsync(
        ConversationAddress to,
        JsonObject activity,
        CancellationToken cancellationToken,
        ChatMark? mark = null,
        Urgency urgency = Urgency.Answer
    ) =>
        NewAsync(
            to,
            mark,
            new(to, Bytes(activity), Repeatable: false, urgency, (connector, body, cancellationToken) =>
                connector.SendAsync(to.ConversationId, body, cancellationToken)
            ),
            cancellationToken
        );

    /// <summary>A new message, shown as an answer to another.</summary>
    public Task<ConnectorResult> ReplyAsync(
        ConversationAddress to,
        string activityId,
        JsonObject activity,
        CancellationToken cancellationToken
    ) =>
        NewAsync(
            to,
            null,
            new(to, Bytes(activity), Repeatable: false, Urgency.Answer, (connector, body, cancellationToken) =>
                connector.ReplyAsync(to.ConversationId, activityId, body, cancellationToken)
            ),
            cancellationToken
        );

    /// <summary>In place of a message of ours.</summary>
    public Task<ConnectorResult> UpdateAsync(
        ConversationAddress to,
        string activityId,
        JsonObject activity,
        CancellationToken cancellationToken,
        Urgency urgency = Urgency.Answer
    ) =>
        InLineAsync(
            new(to, Bytes(activity), Repeatable: true, urgency, (connector, body, cancellationToken) =>
                connector.UpdateAsync(to.ConversationId, activityId, body, cancellationToken)
            ),
            cancellationToken
        );

    /// <summary>A card that stands there tells of this customer's message from now on.</summary>
    public Task ToldAsync(ConversationAddress there, CustomerKey customer) => trail.ToldAsync(there.ConversationId, customer);

    // What nobody knows the fate of may stand there.
    private Task<ConnectorResult> NewAsync(ConversationAddress to, ChatMark? mark, Call call, CancellationToken cancellationToken) =>
        trail.SayAsync(
            to.ConversationId,
            mark,
            () => InLineAsync(call, cancellationToken),
            sent => (sent is ConnectorResult.Done or ConnectorResult.Unknown, (sent as ConnectorResult.Done)?.Id)
        );

    private async Task<ConnectorResult> InLineAsync(Call call, CancellationToken cancellationToken)
    {
        var sent = await turns.RunAsync(
            call.To.ConversationId,
            call.Urgency,
            () => TryAsync(call, cancellationToken),
            after => new ConnectorResult.Later(after),
            cancellationToken
        );
        StaffMetrics.ConnectorCalls.Add(1, new KeyValuePair<string, object?>("outcome", sent.GetType().Name));
        if (sent is not (ConnectorResult.Done or ConnectorResult.Later))
            LogNotTaken(sent);
        return sent;
    }

    private async Task<ConnectorResult> TryAsync(Call call, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(Client);
        client.BaseAddress = new Uri(call.To.ServiceUrl.TrimEnd('/'));
        var connector = RestService.For<IConnector>(client);
        for (var tries = 1; ; tries++)
        {
            var (sent, wait) = await OnceAsync(connector, call, tries, cancellationToken);
            // A picture is drawn anew; while it waited here, an answer would wait behind it.
            if (wait is null || tries == (call.Urgency == Urgency.News ? MostTriesOfNews : MostTries) || call.Urgency == Urgency.Picture)
                return sent;
            await Task.Delay(wait.Value, time, cancellationToken);
            turns.Again(call.To.ConversationId);
        }
    }

    // The outcome if this was the last try, and how long to wait before another; null: do not.
    private async Task<(ConnectorResult Sent, TimeSpan? Wait)> OnceAsync(
        IConnector connector,
        Call call,
        int tries,
        CancellationToken cancellationToken
    )
    {
        using var body = new ByteArrayContent(call.Bytes);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        using var longest = new CancellationTokenSource(LongestCall);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(longest.Token, cancellationToken);
        try
        {
            using var response = await call.Make(connector, body, stop.Token);
            return Judge(response, await ReadAsync(response, stop.Token), call.Repeatable, tries);
        }
        catch (Exception trouble) when (!cancellationToken.IsCancellationRequested)
        {
            return Judge(trouble is ApiRequestException { InnerException: { } inner } ? inner : trouble, call.Repeatable, tries);
        }
    }

    private (ConnectorResult, TimeSpan?) Judge(Exception trouble, bool repeatable, int tries)
    {
        switch (trouble)
        {
            case UntrustedHostException:
                LogUntrusted(trouble.Message);
                return (new ConnectorResult.Failed("UntrustedHost"), null);
            case MsalException login:
                LogNoToken(login.ErrorCode);
                return (new ConnectorResult.Failed(login.ErrorCode), login.IsRetryable ? BackOff(tries) : null);
            case HttpRequestException call when NeverLeft(call):
                return (new ConnectorResult.Failed(call.HttpRequestError.ToString()), BackOff(tries));
            default:
                return (new ConnectorResult.Unknown(trouble.GetType().Name), repeatable ? BackOff(tries) : null);
        }
    }

    private (ConnectorResult, TimeSpan?) Judge(HttpResponseMessage response, JsonElement answer, bool repeatable, int tries)
    {
        if (response.IsSuccessStatusCode)
            return (new ConnectorResult.Done(Member(answer, "id")), null);
        var code = Member(
            answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("error", out var error) ? error : default,
            "code"
        ) ?? ((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return (int)response.StatusCode switch
        {
            403 or 404 => (new ConnectorResult.Gone(code), null),
            412 or 429 => (new ConnectorResult.Failed(code), RetryAfter(response) ?? BackOff(tries)),
            502 or 503 or 504 => repeatable
                ? (new ConnectorResult.Failed(code), RetryAfter(response) ?? BackOff(tries))
                : (new ConnectorResult.Unknown(code), null),
            _ => (new ConnectorResult.Failed(code), null),
        };
    }

    // Errors come as JSON, as HTML from what stands before the Connector, or as nothing. The status has said what became of it: an answer
    // that is cut off lacks an id at most.
    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken stop)
    {
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(stop);
            var buffer = new byte[MostAnswerBytes];
            var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, stop);
            using var json = JsonDocument.Parse(buffer.AsMemory(0, length));
            return json.RootElement.Clone();
        }
        catch (Exception trouble)
            when (trouble is JsonException or IOException or HttpRequestException or OperationCanceledException or InvalidDataException)
        {
            return default;
        }
    }

    private static byte[] Bytes(JsonObject activity) => JsonSerializer.SerializeToUtf8Bytes(activity, Json.Relaxed);

    private static string? Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String
            ? member.GetString()
            : null;

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var asked = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return asked is null ? null
            : asked <= TimeSpan.Zero ? TimeSpan.Zero
            : asked > LongestWait ? LongestWait
            : asked;
    }

    private static TimeSpan BackOff(int tries)
    {
        var wait = TimeSpan.FromSeconds(Math.Pow(2, tries - 1));
        var jitter = RandomNumberGenerator.GetInt32(0, 400) / 1000.0;
        return (wait < LongestBackOff ? wait : LongestBackOff) * (0.8 + jitter);
    }

    private static bool NeverLeft(HttpRequestException trouble) =>
        trouble.HttpRequestError
            is HttpRequestError.NameResolutionError
                or HttpRequestError.ConnectionError
                or HttpRequestError.SecureConnectionError
        || trouble.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused };

    private sealed record Call(
        ConversationAddress To,
        byte[] Bytes,
        bool Repeatable,
        Urgency Urgency,
        Func<IConnector, HttpContent, CancellationToken, Task<HttpResponseMessage>> Make
    );

    [LoggerMessage(LogLevel.Warning, "Teams did not take a message: {Outcome}")]
    private partial void LogNotTaken(ConnectorResult outcome);

    [LoggerMessage(LogLevel.Error, "{Reason}")]
    private partial void LogUntrusted(string reason);

    [LoggerMessage(LogLevel.Error, "No token for the Connector: {Code}")]
    private partial void LogNoToken(string code);
}

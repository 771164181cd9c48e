using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using OmoBroadcast.Sandbox.Line;
using OmoBroadcast.Sandbox.Weather;

namespace OmoBroadcast.Sandbox.Teams;

/// <summary>What every call to the connector passes: size, token, pace, weather.</summary>
internal sealed class ConnectorDoor(TeamsBook book, BotTokens tokens, WeatherStation weather, SandboxClock clock)
{
    private const int MaxBody = 102_400;
    private readonly ConcurrentDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);

    /// <param name="http">The call.</param>
    /// <param name="conversation">Whose pace it counts against.</param>
    /// <param name="act">Does what was asked, with the body; null if there is none to be read.</param>
    public async Task PassAsync(HttpContext http, string conversation, Func<JsonElement?, ConnectorAnswer> act)
    {
        var (fault, delay) = HttpMethods.IsGet(http.Request.Method) ? (Fault.None, TimeSpan.Zero) : weather.TeamsCall();
        var answer = Early(http, conversation, fault);
        if (answer is null)
        {
            var (body, refusal) = await ReadAsync(http);
            answer = refusal ?? (fault is Fault.Status502Before ? ConnectorAnswer.BadGateway : fault is Fault.ResetBefore ? ConnectorAnswer.Cut : act(body));
            if (answer.Status is >= 200 and < 300) answer = fault is Fault.Status502After ? ConnectorAnswer.BadGateway : fault is Fault.ResetAfter ? ConnectorAnswer.Cut : answer;
        }

        book.Count(answer.Status);
        if (delay > TimeSpan.Zero) await Task.Delay(delay, clock.Time, http.RequestAborted);
        await WriteAsync(http, answer);
    }

    private ConnectorAnswer? Early(HttpContext http, string conversation, Fault fault)
    {
        var now = weather.Teams;
        if (fault == Fault.Status401 || (now.RequireToken && !tokens.IsGood(http.Request.Headers.Authorization))) return ConnectorAnswer.BadToken;
        if (fault == Fault.Status429 || !Bucket(conversation).TryTake(clock.Micros, now.PerSecond, now.PerSecond)) return ConnectorAnswer.Throttled(now.RetryAfter);
        return fault == Fault.Status412 ? ConnectorAnswer.Precondition : null;

        Bucket Bucket(string name) => _buckets.GetOrAdd(name, _ => new Bucket());
    }

    private static async Task<(JsonElement? Body, ConnectorAnswer? Refusal)> ReadAsync(HttpContext http)
    {
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsDelete(http.Request.Method)) return (null, null);
        using var copy = new MemoryStream();
        var buffer = new byte[16_384];
        int read;
        while ((read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0)
        {
            copy.Write(buffer, 0, read);
            if (copy.Length > MaxBody) return (null, ConnectorAnswer.TooLarge);
        }

        try
        {
            using var document = JsonDocument.Parse(copy.GetBuffer().AsMemory(0, (int)copy.Length));
            return document.RootElement.ValueKind == JsonValueKind.Object ? (document.RootElement.Clone(), null) : (null, ConnectorAnswer.NotJson);
        }
        catch (JsonException)
        {
            return (null, ConnectorAnswer.NotJson);
        }
    }

    private static async Task WriteAsync(HttpContext http, ConnectorAnswer answer)
    {
        if (answer.Status == 0)
        {
            http.Abort();
            return;
        }

        http.Response.StatusCode = answer.Status;
        http.Response.Headers["MS-CV"] = http.TraceIdentifier;
        if (answer.RetryAfter is { } seconds) http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (answer is { Html: true, Body: string page })
        {
            http.Response.ContentType = "text/html; charset=utf-8";
            await http.Response.WriteAsync(page, http.RequestAborted);
        }
        else if (answer.Body is not null)
        {
            await http.Response.WriteAsJsonAsync(answer.Body, http.RequestAborted);
        }
    }
}

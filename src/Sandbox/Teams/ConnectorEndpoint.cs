using System.Globalization;
using System.Text.Json;
using OmoBroadcast.Sandbox.Platform;
using OmoBroadcast.Sandbox.Weather;

namespace OmoBroadcast.Sandbox.Teams;

/// <summary>What every call to the connector passes: size, token, pace, weather.</summary>
internal sealed class ConnectorEndpoint(TeamsBook book, BotTokens tokens, TeamsLimits limits, WeatherStation weather, SandboxClock clock)
{
    private const int MaxBody = 102_400;

    public bool RequireToken => weather.Teams.RequireToken ?? tokens.Declared;

    /// <param name="http">The call.</param>
    /// <param name="conversation">Whose pace it counts against.</param>
    /// <param name="act">Does what was asked, with the body; null if there is none to be read.</param>
    public async Task PassAsync(HttpContext http, string conversation, Func<JsonElement?, ConnectorAnswer> act)
    {
        var fate = HttpMethods.IsGet(http.Request.Method) ? default : weather.TeamsCall();
        var answer = Early(http, conversation, fate.What);
        if (answer is null)
        {
            var (body, refusal) = await ReadAsync(http);
            if (fate.Before > TimeSpan.Zero)
                await Task.Delay(fate.Before, clock.Time, CancellationToken.None);
            answer = refusal
                ?? (
                    fate.Fault is Fault.Status502Before ? ConnectorAnswer.BadGateway
                    : fate.Fault is Fault.ResetBefore ? ConnectorAnswer.Cut
                    : act(body)
                );
            if (answer.Status is >= 200 and < 300)
                answer =
                    fate.Fault is Fault.Status502After ? ConnectorAnswer.BadGateway
                    : fate.Fault is Fault.ResetAfter ? ConnectorAnswer.Cut
                    : answer;
        }

        book.Count(answer.Status);
        if (fate.After > TimeSpan.Zero)
            await Task.Delay(fate.After, clock.Time, http.RequestAborted);
        await WriteAsync(http, answer, fate.Fault);
    }

    private ConnectorAnswer? Early(HttpContext http, string conversation, Happening what)
    {
        var now = weather.Teams;
        if (what.Fault == Fault.Status401 || (RequireToken && !tokens.IsGood(http.Request.Headers.Authorization)))
            return ConnectorAnswer.BadToken;
        if (what.Fault == Fault.Status429)
            return ConnectorAnswer.Throttled(now.RetryAfter);
        if (what.Error is { } error)
            return ConnectorAnswer.Scripted(error, now.RetryAfter);
        var wait = now.Limits ? limits.TryTake(conversation, Ask(http.Request.Method, conversation), clock.Micros) : 0;
        if (wait > 0)
            return ConnectorAnswer.Throttled(now.RetryAfter is { } least ? Math.Max(least, wait) : null);
        return what.Fault == Fault.Status412 ? ConnectorAnswer.Precondition : null;
    }

    private static TeamsAsk Ask(string method, string conversation) =>
        HttpMethods.IsGet(method) ? TeamsAsk.Read
        : conversation.Length == 0 ? TeamsAsk.Create
        : TeamsAsk.Send;

    private static async Task<(JsonElement? Body, ConnectorAnswer? Refusal)> ReadAsync(HttpContext http)
    {
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsDelete(http.Request.Method))
            return (null, null);
        using var copy = new MemoryStream();
        var buffer = new byte[16_384];
        int read;
        while ((read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0)
        {
            copy.Write(buffer, 0, read);
            if (copy.Length > MaxBody)
                return (null, ConnectorAnswer.TooLarge);
        }

        try
        {
            using var document = JsonDocument.Parse(copy.GetBuffer().AsMemory(0, (int)copy.Length));
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? (document.RootElement.Clone(), null)
                : (null, ConnectorAnswer.NotJson);
        }
        catch (JsonException)
        {
            return (null, ConnectorAnswer.NotJson);
        }
    }

    private async Task WriteAsync(HttpContext http, ConnectorAnswer answer, Fault odd)
    {
        if (answer.Status == 0)
        {
            http.Abort();
            return;
        }

        http.Response.StatusCode = answer.Status;
        http.Response.Headers["MS-CV"] = http.TraceIdentifier;
        if (answer.RetryAfter is { } seconds)
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (answer is { Html: true, Body: string page })
        {
            http.Response.ContentType = "text/html; charset=utf-8";
            await http.Response.WriteAsync(page, http.RequestAborted);
        }
        else if (answer.Body is not null && answer.Status < 300 && OddAnswer.Is(odd))
        {
            http.Response.ContentType = "application/json; charset=utf-8";
            await OddAnswer.WriteAsync(http, JsonSerializer.SerializeToUtf8Bytes(answer.Body, JsonSerializerOptions.Web), odd, clock.Time);
        }
        else if (answer.Body is not null)
        {
            await http.Response.WriteAsJsonAsync(answer.Body, http.RequestAborted);
        }
    }
}

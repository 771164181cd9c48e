using System.Text.Json;
using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Ledger;

internal static class LedgerRoutes
{
    private const int FlushEvery = 500;

    public static WebApplicationBuilder AddLedger(this WebApplicationBuilder builder)
    {
        builder
            .Services.AddSingleton<Fetcher>()
            .AddSingleton<Addresses>()
            .AddSingleton<CallBook>()
            .AddSingleton<Violations>()
            .AddSingleton<Accountant>();
        builder.Services.AddSingleton<Stalls>().AddHostedService(services => services.GetRequiredService<Stalls>());
        return builder;
    }

    public static WebApplication MapLedger(this WebApplication app)
    {
        app.MapGet("/ledger", WriteCallsAsync);
        app.MapGet("/ledger/summary", (Accountant accountant, string? contains, string? channel) =>
            accountant.Summarise(contains, channel)
        );
        app.MapGet("/ledger/deliveries", (Accountant accountant, string? contains, string? channel) =>
            Results.Ok(new { Deliveries = accountant.Deliveries(contains, channel) })
        );
        app.MapGet(
            "/ledger/messages",
            (Accountant accountant, SandboxClock clock, string? contains, string? channel, string? to, long? since) =>
                Results.Ok(new { At = clock.Micros, Messages = accountant.Messages(contains, channel, to, since ?? 0) })
        );
        app.MapGet("/ledger/fetched", FetchedAsync);
        app.MapGet("/ledger/wait", WaitAsync);
        app.MapDelete("/ledger", (CallBook book, Violations violations, IEnumerable<IPlatformAccounts> platforms) =>
        {
            book.Clear();
            violations.Clear();
            foreach (var accounts in platforms)
                accounts.Forget();
            return Results.NoContent();
        });
        return app;
    }

    private static async Task<object> FetchedAsync(Fetcher fetcher, SandboxClock clock, int? timeoutMs, CancellationToken cancel)
    {
        var idle = await fetcher.Changed.UntilAsync(() => fetcher.Idle, TimeSpan.FromMilliseconds(timeoutMs ?? 10_000), clock.Time, cancel);
        return new
        {
            Idle = idle,
            Fetched = fetcher.Seen.Select(f => new
            {
                f.Url,
                f.At,
                f.Good,
                f.ContentType,
                Size = f.Bytes.Length,
                Sha256 = f.Good ? f.Sha256 : null,
            }),
        };
    }

    private static async Task<object> WaitAsync(CallBook book, SandboxClock clock, [AsParameters] WaitQuery query, CancellationToken cancel)
    {
        var reached = await book.Changed.UntilAsync(Enough, TimeSpan.FromMilliseconds(query.TimeoutMs ?? 10_000), clock.Time, cancel);
        var totals = book.Totals;
        return new
        {
            Reached = reached,
            totals.Calls,
            totals.Accepted,
            totals.Recipients,
        };

        bool Enough()
        {
            var now = book.Totals;
            return now.Calls >= (query.Calls ?? 0) && now.Accepted >= (query.Accepted ?? 0) && now.Recipients >= (query.Recipients ?? 0);
        }
    }

    private static async Task WriteCallsAsync(HttpContext http, Accountant accountant, Addresses addresses, [AsParameters] CallQuery query)
    {
        http.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        json.WriteStartArray();
        var written = 0;
        var calls = accountant
            .Calls(query.Contains, query.Channel)
            .Where(c => query.Endpoint is null || string.Equals(Name(c.Kind), query.Endpoint, StringComparison.OrdinalIgnoreCase));
        foreach (var call in calls.Skip(query.Skip ?? 0).Take(query.Take ?? int.MaxValue))
        {
            Write(json, addresses, call);
            if (++written % FlushEvery == 0)
            {
                await json.FlushAsync(http.RequestAborted);
                await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
            }
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Addresses addresses, in Call call)
    {
        json.WriteStartObject();
        json.WriteNumber("at", call.At);
        json.WriteString("channel", call.Channel.Name());
        json.WriteString("endpoint", Name(call.Kind));
        json.WriteString("account", call.Account);
        if (call.Key is { } key)
            json.WriteString("retryKey", key);
        json.WriteNumber("status", call.Status);
        json.WriteBoolean("accepted", call.Accepted);
        json.WriteBoolean("doubtful", call.Doubtful);
        json.WriteNumber("recipients", call.To.Count);
        if (call.To.Count == 1)
            json.WriteString("to", addresses.Format(call.Channel, call.To[0]));
        if (call.Content != 0)
            json.WriteString("content", call.Content.ToString("x16", System.Globalization.CultureInfo.InvariantCulture));
        if (call.Correlation is { } correlation)
            json.WriteString("correlation", correlation);
        if (call.MessageId is { } message)
            json.WriteString("messageId", message);
        if (call.Error is { Code: not 0 } error)
        {
            json.WriteNumber("code", error.Code);
            if (error.Subcode != 0)
                json.WriteNumber("subcode", error.Subcode);
        }

        json.WriteEndObject();
    }

    private static string Name(CallKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}

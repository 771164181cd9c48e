using System.Globalization;
using System.Text.Json;
using OmoBroadcast.Sandbox.Customers;
using OmoBroadcast.Sandbox.Ledger;
using OmoBroadcast.Sandbox.Platform;
using OmoBroadcast.Sandbox.Weather;

namespace OmoBroadcast.Sandbox.Line;

internal static class LineRoutes
{
    public static WebApplicationBuilder AddLine(this WebApplicationBuilder builder)
    {
        builder
            .Services.AddSingleton<LineAccounts>()
            .AddSingleton<IPlatformAccounts>(services => services.GetRequiredService<LineAccounts>())
            .AddSingleton<IVoice, LineVoice>()
            .AddSingleton<ReplyTokens>()
            .AddSingleton<ContentBook>()
            .AddSingleton<SendReader>()
            .AddSingleton<LineEndpoint>()
            .AddSingleton<Viewer>()
            .AddSingleton<SendDesk>();
        return builder;
    }

    public static WebApplication MapLine(this WebApplication app)
    {
        app.MapPut("/accounts/line", (AccountRequest wanted, LineAccounts accounts) =>
            Results.Ok(new { Destination = accounts.Declare(wanted).Id })
        );

        app.MapGet("/accounts/line", (LineAccounts accounts) => accounts.Declared.Select(a => new
            {
                Destination = a.Id,
                a.Name,
                WebhookUrl = a.Webhook,
                a.Usage,
            }));

        // Official clients know LINE's own paths only; with them all of its hosts are this one.
        foreach (var root in (string[])["/line", ""])
            MapApi(app, app.MapGroup($"{root}/v2/bot"), root);
        return app;
    }

    private static void MapApi(WebApplication app, RouteGroupBuilder line, string root)
    {
        var desk = app.Services.GetRequiredService<SendDesk>();
        line.MapPost("/message/push", http => desk.HandleAsync(http, CallKind.Push));
        line.MapPost("/message/multicast", http => desk.HandleAsync(http, CallKind.Multicast));
        line.MapPost("/message/reply", http => desk.HandleAsync(http, CallKind.Reply));
        line.MapPost("/message/validate/{kind:regex(^(push|multicast|reply|narrowcast|broadcast)$)}", http =>
            desk.HandleAsync(http, CallKind.Validate)
        );
        MapAccount(line);
        MapContent(line);
        app.Map($"{root}/v2/{{**rest}}", Unknown);
        if (root.Length > 0)
            app.Map($"{root}/{{**rest}}", Unknown);
    }

    private static void MapAccount(RouteGroupBuilder line)
    {
        Get(line, "/message/quota", CallKind.Quota, (_, _, weather) =>
            Answer.Json(
                200,
                weather.MonthlyQuota is { } value
                    ? string.Create(CultureInfo.InvariantCulture, $"{{\"type\":\"limited\",\"value\":{value}}}")
                    : "{\"type\":\"none\"}"
            )
        );
        Get(line, "/message/quota/consumption", CallKind.Consumption, (_, account, _) =>
            Answer.Json(200, string.Create(CultureInfo.InvariantCulture, $"{{\"totalUsage\":{account.Usage}}}"))
        );
        Get(line, "/info", CallKind.Info, (_, account, _) => Answer.Json(
                200,
                JsonSerializer.Serialize(
                    new
                    {
                        userId = account.Id,
                        basicId = "@sandbox",
                        displayName = account.Name,
                        chatMode = "bot",
                        markAsReadMode = "manual",
                    }
                )
            ));
        Get(line, "/profile/{userId}", CallKind.Profile, Profile);
    }

    private static void MapContent(RouteGroupBuilder line)
    {
        Get(line, "/message/{messageId}/content", CallKind.Content, (http, account, weather) =>
            Content(http, account, weather, preview: false)
        );
        Get(line, "/message/{messageId}/content/preview", CallKind.Content, (http, account, weather) =>
            Content(http, account, weather, preview: true)
        );
        Get(line, "/message/{messageId}/content/transcoding", CallKind.Content, Transcoding);
    }

    private static Task Unknown(HttpContext http)
    {
        var endpoint = http.RequestServices.GetRequiredService<LineEndpoint>();
        var visit = endpoint.Enter(http, CallKind.Other);
        return endpoint.AnswerAsync(http, visit, visit.Account is null ? Answer.BadToken : RefuseKey(endpoint, visit) ?? Answer.NotFound);
    }

    private static void Get(
        IEndpointRouteBuilder line,
        string path,
        CallKind kind,
        Func<HttpContext, LineAccount, LineWeather, Answer> answer
    ) => line.MapGet(path, http =>
        {
            var endpoint = http.RequestServices.GetRequiredService<LineEndpoint>();
            var weather = http.RequestServices.GetRequiredService<WeatherStation>().Line;
            var visit = endpoint.Enter(http, kind);
            return endpoint.AnswerAsync(
                http,
                visit,
                visit.Account is null ? Answer.BadToken : RefuseKey(endpoint, visit) ?? answer(http, visit.Account, weather)
            );
        });

    private static Answer? RefuseKey(LineEndpoint endpoint, Visit visit) =>
        visit.Key is null && !visit.RetryKey.IsBad ? null : endpoint.Violate(visit, "retryKey.unsupported", Answer.RetryKeyNotSupported);

    private static Answer Profile(HttpContext http, LineAccount account, LineWeather weather)
    {
        if (!LineId.TryParse((string?)http.GetRouteValue("userId"), out var id))
            return Answer.BadUserId;
        if (
            !account.Knows(id, weather)
            || http.RequestServices.GetRequiredService<CustomerBook>().Find(Channel.Line, id) is not { Blocked: false } customer
        )
            return Answer.NotFound;
        return Answer.Json(
            200,
            JsonSerializer.Serialize(
                new
                {
                    userId = LineId.Format(id),
                    displayName = customer.Name,
                    language = customer.Language,
                }
            )
        );
    }

    /// <summary>What a customer sent, as LINE's data host answers: 202 while it is being prepared, 410 once it was taken back.</summary>
    private static Answer Content(HttpContext http, LineAccount account, LineWeather weather, bool preview)
    {
        if (Sent(http, account) is not { } sent)
            return Answer.NotFound;
        if (sent.Unsent)
            return Answer.Gone;
        if (preview && !sent.HasPreview)
            return Answer.NoPreview;
        return IsPrepared(http, sent, weather)
            ? new Answer(200, sent.Bytes, null, preview ? "image/png" : sent.ContentType)
            : Answer.Preparing;
    }

    private static Answer Transcoding(HttpContext http, LineAccount account, LineWeather weather) =>
        Sent(http, account) switch
        {
            null => Answer.NotFound,
            { Kind: not ("video" or "audio") } => Answer.NoPreview,
            var sent => Answer.Json(200, $"{{\"status\":\"{(IsPrepared(http, sent, weather) ? "succeeded" : "processing")}\"}}"),
        };

    private static LineContent? Sent(HttpContext http, LineAccount account) =>
        http.RequestServices.GetRequiredService<ContentBook>().Find(account.Id, (string)http.GetRouteValue("messageId")!);

    private static bool IsPrepared(HttpContext http, LineContent sent, LineWeather weather) =>
        http.RequestServices.GetRequiredService<SandboxClock>().Micros - sent.At >= weather.PreparingMs * 1_000L;
}

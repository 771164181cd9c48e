using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Teams;

internal static class TeamsRoutes
{
    public static WebApplicationBuilder AddTeams(this WebApplicationBuilder builder)
    {
        builder
            .Services.AddSingleton<TeamsClient>()
            .AddSingleton<TeamsFiles>()
            .AddSingleton<TeamsBook>()
            .AddSingleton<TeamsLimits>()
            .AddSingleton<TeamsPeople>()
            .AddSingleton<BotTokens>()
            .AddSingleton<Issuer>()
            .AddSingleton<ConnectorEndpoint>()
            .AddSingleton<Connector>();
        return builder;
    }

    public static WebApplication MapTeams(this WebApplication app)
    {
        MapConnector(app);
        MapIssuer(app);
        app.MapPost("/teams/people", (TeamsPerson person, TeamsPeople people, string? bot) =>
        {
            if (bot is not null)
                people.Bot = new Uri(bot);
            return people.Introduce(person);
        });
        app.MapPost("/teams/say", SayAsync);
        app.MapPost("/teams/search", SearchAsync);
        MapFiles(app);
        MapLedger(app);
        return app;
    }

    private static void MapFiles(WebApplication app)
    {
        app.MapPost("/teams/files", (TeamsFile file, TeamsFiles files, HttpContext http) =>
            files.Attach(file, $"{http.Request.Scheme}://{http.Request.Host}/teams")
        );
        app.MapGet(
            "/teams/v3/attachments/{id}/views/original",
            (string id, HttpContext http, TeamsFiles files, BotTokens tokens, ConnectorEndpoint endpoint) =>
                endpoint.RequireToken && !tokens.IsGood(http.Request.Headers.Authorization)
                    ? Results.Unauthorized()
                    : files.Serve(id, pasted: true)
        );
        app.MapGet("/teams/files/{id}", (string id, TeamsFiles files) => files.Serve(id, pasted: false));
        app.MapGet("/teams/playground.yml", (TeamsPeople people) => Results.Text(Playground.Settings(people.Latest), "text/yaml"));
    }

    private static void MapLedger(WebApplication app)
    {
        app.MapGet("/teams/ledger", (TeamsBook book, string? conversation) => book.Read(conversation));
        app.MapDelete("/teams/ledger", (TeamsBook book, TeamsLimits limits) =>
        {
            book.Clear();
            limits.Clear();
            return Results.NoContent();
        });
        app.MapGet(
            "/teams/wait",
            async (TeamsBook book, SandboxClock clock, string? conversation, long? after, int? timeoutMs, CancellationToken cancel) =>
            {
                var most = TimeSpan.FromMilliseconds(timeoutMs ?? 10_000);
                await book.Changed.UntilAsync(() => book.After(conversation, after ?? 0).Events.Count > 0, most, clock.Time, cancel);
                var (sequence, events) = book.After(conversation, after ?? 0);
                return new { Sequence = sequence, Events = events };
            }
        );
    }

    private static async Task<IResult> SayAsync(TeamsSayRequest say, TeamsPeople people, TeamsClient client, HttpContext http)
    {
        return Introduce(people, say.Person, say.Bot) is { } person
            ? Results.Ok(
                await client.SayAsync(people.Bot!, person, $"{http.Request.Scheme}://{http.Request.Host}/teams", say, http.RequestAborted)
            )
            : Nobody();
    }

    private static async Task<IResult> SearchAsync(TeamsSearchRequest search, TeamsPeople people, TeamsClient client, HttpContext http) =>
        Introduce(people, search.Person, search.Bot) is { } person
            ? Results.Ok(
                await client.SearchAsync(
                    people.Bot!,
                    person,
                    $"{http.Request.Scheme}://{http.Request.Host}/teams",
                    search,
                    http.RequestAborted
                )
            )
            : Nobody();

    // Null until both are known.
    private static TeamsPerson? Introduce(TeamsPeople people, TeamsPerson? person, Uri? bot)
    {
        if (bot is not null)
            people.Bot = bot;
        var known = person is null ? people.Latest : people.Introduce(person);
        return people.Bot is null ? null : known;
    }

    private static IResult Nobody() => Results.BadRequest(new { Message = "say who (person) and to whom (bot) at least once" });

    private static void MapConnector(WebApplication app)
    {
        var endpoint = app.Services.GetRequiredService<ConnectorEndpoint>();
        var connector = app.Services.GetRequiredService<Connector>();
        var v3 = app.MapGroup("/teams/v3/conversations");
        v3.MapPost("/", http => endpoint.PassAsync(http, "", body => connector.Create(body!.Value)));
        v3.MapPost("/{conv}/activities", http =>
            endpoint.PassAsync(http, Part(http, "conv"), body => connector.Post(Part(http, "conv"), null, body!.Value))
        );
        v3.MapPost("/{conv}/activities/{id}", http =>
            endpoint.PassAsync(http, Part(http, "conv"), body => connector.Post(Part(http, "conv"), Part(http, "id"), body!.Value))
        );
        v3.MapPut("/{conv}/activities/{id}", http =>
            endpoint.PassAsync(http, Part(http, "conv"), body => connector.Update(Part(http, "conv"), Part(http, "id"), body!.Value))
        );
        v3.MapDelete("/{conv}/activities/{id}", http =>
            endpoint.PassAsync(http, Part(http, "conv"), _ => connector.Delete(Part(http, "conv"), Part(http, "id")))
        );
        Read(v3, "/{conv}/members", http => connector.Members(Part(http, "conv")));
        Read(v3, "/{conv}/pagedmembers", http => connector.PagedMembers(Part(http, "conv")));
        Read(v3, "/{conv}/members/{id}", http => connector.Member(Part(http, "conv"), Part(http, "id")));
        Read(v3, "/{conv}/activities/{id}/members", http => connector.Members(Part(http, "conv")));

        void Read(RouteGroupBuilder group, string path, Func<HttpContext, ConnectorAnswer> act) =>
            group.MapGet(path, http => endpoint.PassAsync(http, Part(http, "conv"), _ => act(http)));
    }

    private static void MapIssuer(WebApplication app)
    {
        foreach (var spelling in (string[])["/teams/.well-known/openidconfiguration", "/teams/.well-known/openid-configuration"])
            app.MapGet(spelling, (HttpContext http) => Issuer.Metadata($"{http.Request.Scheme}://{http.Request.Host}/teams"));
        app.MapGet("/teams/.well-known/keys", (Issuer issuer) => issuer.KeySet());
        app.MapPost("/teams/token", (TokenRequest wanted, Issuer issuer) => new { Token = issuer.Mint(wanted), wanted.ExpiresInSeconds });
        app.MapPost("/teams/oauth2/v2.0/token", (HttpContext http, BotTokens tokens) => tokens.IssueAsync(http)).DisableAntiforgery();
        app.MapPost("/teams/{tenant}/oauth2/v2.0/token", (HttpContext http, BotTokens tokens) => tokens.IssueAsync(http))
            .DisableAntiforgery();
        // As the login itself is addressed: the tenant is the first part of the path.
        app.MapPost("/{tenant}/oauth2/v2.0/token", (HttpContext http, BotTokens tokens) => tokens.IssueAsync(http)).DisableAntiforgery();
        app.MapDelete("/teams/tokens", (BotTokens tokens) => tokens.Revoke());
        app.MapPut("/accounts/teams", (TeamsAppRequest app, BotTokens tokens) =>
        {
            tokens.Declare(app.AppId, app.ClientSecret);
            return Results.NoContent();
        });
    }

    // Kestrel leaves %2F in the path as it is.
    private static string Part(HttpContext http, string name) =>
        ((string)http.GetRouteValue(name)!).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}

using System.Globalization;
using System.Text.Json.Nodes;
using OmoBroadcast.Sandbox.Customers;
using OmoBroadcast.Sandbox.Ledger;
using OmoBroadcast.Sandbox.Platform;
using OmoBroadcast.Sandbox.Weather;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>The Graph API, one address for each platform.</summary>
internal static class MetaRoutes
{
    public static WebApplicationBuilder AddMeta(this WebApplicationBuilder builder)
    {
        builder
            .Services.AddSingleton<Whereabouts>()
            .AddSingleton<Portfolio>()
            .AddSingleton<MetaAccounts>()
            .AddSingleton<IPlatformAccounts>(services => services.GetRequiredService<MetaAccounts>())
            .AddSingleton<UploadBook>()
            .AddSingleton<TemplateBook>()
            .AddSingleton<MetaBooks>()
            .AddSingleton<IVoice, PageVoice>()
            .AddSingleton<IVoice, WhatsAppVoice>()
            .AddSingleton<Outbox>()
            .AddSingleton<Aftermath>()
            .AddSingleton<GraphEndpoint>()
            .AddSingleton<UploadDesk>()
            .AddSingleton<TemplateDesk>()
            .AddSingleton<SendAdmission>()
            .AddSingleton<MessageDesk>()
            .AddSingleton<Registrar>();
        return builder;
    }

    public static WebApplication MapMeta(this WebApplication app)
    {
        var uploads = app.Services.GetRequiredService<UploadDesk>();
        app.MapGet("/whatsapp/media/{id}", http => uploads.DownloadAsync(http, Channel.WhatsApp));
        app.MapGet("/cdn/{id}", http => uploads.DownloadAsync(http, Channel.Messenger));
        foreach (var channel in ChannelNames.OfMeta)
            app.Map($"/{channel.Name()}/{{**rest}}", http => HandleAsync(http, channel));
        return app.MapMetaControls();
    }

    private static Task HandleAsync(HttpContext http, Channel channel)
    {
        var services = http.RequestServices;
        var endpoint = services.GetRequiredService<GraphEndpoint>();
        var (visit, refusal) = endpoint.Enter(
            http,
            channel,
            (string?)http.GetRouteValue("rest") ?? "",
            services.GetRequiredService<WeatherStation>().Meta(channel)
        );
        if (visit is null)
            return GraphEndpoint.WriteAsync(http, refusal!);
        var isWhatsApp = channel == Channel.WhatsApp;
        return (http.Request.Method, visit.Edge) switch
        {
            ("POST", "messages") => services.GetRequiredService<MessageDesk>().HandleAsync(http, visit),
            ("POST", "message_attachments") when !isWhatsApp => services.GetRequiredService<UploadDesk>().AttachAsync(http, visit),
            ("POST", "media") when isWhatsApp => services.GetRequiredService<UploadDesk>().StoreAsync(http, visit),
            ("GET", "message_templates") when isWhatsApp => services.GetRequiredService<TemplateDesk>().ListAsync(http, visit),
            ("POST" or "GET" or "DELETE", "subscribed_apps") => endpoint.AnswerAsync(http, visit, Subscribe(http, visit)),
            ("GET", null) when visit.Account is { } account => endpoint.AnswerAsync(http, visit, Describe(http, account)),
            ("GET" or "DELETE", null) when isWhatsApp => services.GetRequiredService<UploadDesk>().MediumAsync(http, visit),
            ("GET", null) => endpoint.AnswerAsync(http, visit, Profile(http, visit)),
            _ => endpoint.AnswerAsync(http, visit, GraphErrors.NoSuchObject.Answer()),
        };
    }

    private static GraphAnswer Subscribe(HttpContext http, GraphVisit visit)
    {
        visit.Kind = CallKind.Subscription;
        MetaAccount[] meant =
            visit.Channel == Channel.WhatsApp ? [.. visit.Accounts.Where(a => a.Waba == visit.Node)]
            : visit.Account is { } one ? [one]
            : [];
        if (meant.Length == 0)
            return GraphErrors.NoSuchObject.Answer();
        if (HttpMethods.IsGet(http.Request.Method))
        {
            return GraphAnswer.Json(
                new JsonObject
                {
                    ["data"] = new JsonArray([
                        .. meant.Where(a => a.Subscribed).Take(1).Select(a => new JsonObject { ["id"] = a.AppId, ["name"] = "Sandbox" }),
                    ]),
                }
            );
        }

        foreach (var account in meant)
            account.Subscribed = HttpMethods.IsPost(http.Request.Method);
        return GraphAnswer.Success;
    }

    private static GraphAnswer Describe(HttpContext http, MetaAccount account)
    {
        var about = new JsonObject { ["id"] = account.Id, ["name"] = account.Name };
        if (account.Channel == Channel.Instagram)
            (about["user_id"], about["username"]) = (account.Id, "sandbox");
        if (account.Channel == Channel.WhatsApp)
        {
            about["verified_name"] = account.Name;
            about["display_phone_number"] = account.Phone;
            about["quality_rating"] = "GREEN";
            about["status"] = "CONNECTED";
            about["throughput"] = new JsonObject { ["level"] = "STANDARD" };
            about["whatsapp_business_manager_messaging_limit"] = http
                .RequestServices.GetRequiredService<WeatherStation>()
                .Meta(Channel.WhatsApp)
                .Tier switch
            {
                0 => "TIER_UNLIMITED",
                >= 1_000 and var tier => string.Create(CultureInfo.InvariantCulture, $"TIER_{tier / 1_000}K"),
                var tier => string.Create(CultureInfo.InvariantCulture, $"TIER_{tier}"),
            };
        }

        return GraphAnswer.Json(Picked(http, about));
    }

    /// <summary>Of those who wrote to this account and have not blocked it.</summary>
    private static GraphAnswer Profile(HttpContext http, GraphVisit visit)
    {
        visit.Kind = CallKind.Profile;
        var customer = http.RequestServices.GetRequiredService<CustomerBook>().Find(visit.Channel, visit.Node);
        if (customer is null or { Blocked: true } || !visit.Accounts.Any(a => a.Id == customer.Account))
            return GraphErrors.NoSuchObject.Answer();
        var about = new JsonObject { ["id"] = customer.Address, ["name"] = customer.Name };
        if (visit.Channel == Channel.Instagram)
        {
            about["username"] = $"user_{customer.Index}";
        }
        else
        {
            var words = customer.Name.Split(' ', 2);
            (about["first_name"], about["last_name"]) = (words[0], words.ElementAtOrDefault(1) ?? "");
            about["locale"] = customer.Language.Replace('-', '_');
        }

        return GraphAnswer.Json(Picked(http, about));
    }

    private static JsonObject Picked(HttpContext http, JsonObject about)
    {
        if ((string?)http.Request.Query["fields"] is not { Length: > 0 } fields)
            return about;
        var wanted = fields.Split(',', StringSplitOptions.TrimEntries);
        foreach (var name in about.Select(f => f.Key).Where(f => f != "id" && !wanted.Contains(f)).ToArray())
            about.Remove(name);
        return about;
    }
}

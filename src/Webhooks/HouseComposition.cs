using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using OmoBroadcast.Storage.Settings;
using OmoBroadcast.Webhooks.Condition;
using OmoBroadcast.Webhooks.Reception;
using OmoBroadcast.Webhooks.Settings;
using OpenTelemetry.Metrics;

namespace OmoBroadcast.Webhooks;

/// <summary>What the process is before it does anything: settings, limits of the server, logs, metrics, health.</summary>
internal static class HouseComposition
{
    public static IHostApplicationBuilder AddHouse(this WebApplicationBuilder builder)
    {
        PastedSettings.Clean(builder.Configuration);
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        builder.AddSettings<OmoOptions, OmoValidation>("Omo");
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(25));
        builder.WebHost.ConfigureKestrel(Limit);

        // The category that announces each request also makes an activity for it; both cost more than an event does.
        builder
            .Logging.ClearProviders()
            .AddJsonConsole()
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
            .AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
        // After what the configuration says of the console, so that every form of it tells the time: UTC, and a record is a line.
        services
            .PostConfigure<JsonConsoleFormatterOptions>(Timed)
            .PostConfigure<SimpleConsoleFormatterOptions>(options => options.SingleLine = true);
        services.PostConfigure<SimpleConsoleFormatterOptions>(Timed).PostConfigure<ConsoleFormatterOptions>(Timed);
        services
            .AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddMeter("OmoBroadcast.*").AddRuntimeInstrumentation().AddPrometheusExporter());
        services.AddSingleton<EngineFaults>().AddSingleton<Backlog>().AddSingleton<Readiness>().AddSingleton<OpenConnections>();
        return builder;
    }

    public static WebApplication UseHouse(this WebApplication app)
    {
        // Before a route asks for the first of them: all that is wrong is said at once.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        var connections = app.Services.GetRequiredService<OpenConnections>();
        app.Use(
            async (context, next) =>
            {
                SecurityHeaders.Set(context.Response.Headers);
                await next(context);
                // Teams, by its token, and whoever had a link of ours; webhooks come by another way.
                if (HttpMethods.IsPost(context.Request.Method) && context.Response.StatusCode == StatusCodes.Status200OK)
                    connections.Believe(context);
            }
        );
        app.MapHealth();
        app.MapPrometheusScrapingEndpoint("/metrics");
        return app;
    }

    private static void Timed(ConsoleFormatterOptions options)
    {
        options.UseUtcTimestamp = true;
        options.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z '";
        if (options is JsonConsoleFormatterOptions json)
            (json.TimestampFormat, json.JsonWriterOptions) = (options.TimestampFormat.Replace(" ", "", StringComparison.Ordinal), default);
    }

    private static void Limit(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        var limits = options.Limits;
        // Ours is reached first, and there the one that matters least gives way; this one shuts out whoever comes next.
        limits.MaxConcurrentConnections = OpenConnections.Most * 6 / 5;
        options.ConfigureEndpointDefaults(listen =>
            listen.Use(next => connection => listen.ApplicationServices.GetRequiredService<OpenConnections>().ServeAsync(connection, next))
        );

        // For who needs more, it is raised where the body is read.
        limits.MaxRequestBodySize = (1024 * 1024) + Body.Framing;
        limits.MaxRequestHeadersTotalSize = 16 * 1024;
        limits.MaxRequestHeaderCount = 64;
        limits.MaxRequestLineSize = 4 * 1024;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
        limits.MaxRequestBufferSize = 128 * 1024;
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 4096, gracePeriod: TimeSpan.FromSeconds(2));
    }
}

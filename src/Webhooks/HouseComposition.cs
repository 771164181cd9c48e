using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OmoBroadcast.Webhooks.Condition;
using OmoBroadcast.Webhooks.Settings;
using OpenTelemetry.Metrics;

namespace OmoBroadcast.Webhooks;

/// <summary>What the process is before it does anything: settings, limits of the door, logs, metrics, health.</summary>
internal static class HouseComposition
{
    public static IHostApplicationBuilder AddHouse(this WebApplicationBuilder builder)
    {
        SecretFiles.Read(builder.Configuration);
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IValidateOptions<OmoOptions>, OmoValidation>();
        services.AddOptions<OmoOptions>().Bind(builder.Configuration.GetSection("Omo")).ValidateOnStart();
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(25));
        builder.WebHost.ConfigureKestrel(Door);

        // The category that announces each request also makes an activity for it; both cost more than an event does.
        builder.Logging.ClearProviders().AddJsonConsole(options => options.UseUtcTimestamp = true)
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
            .AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
        services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter("OmoBroadcast.*").AddRuntimeInstrumentation().AddPrometheusExporter());
        services.AddSingleton<EngineFaults>().AddSingleton<Backlog>().AddSingleton<Readiness>();
        return builder;
    }

    public static void UseHouse(this WebApplication app)
    {
        app.Use(static (context, next) =>
        {
            SecurityHeaders.Set(context.Response.Headers);
            return next(context);
        });
        app.MapHealth();
        app.MapPrometheusScrapingEndpoint("/metrics");
    }

    private static void Door(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        var limits = options.Limits;
        limits.MaxConcurrentConnections = 5000;

        // For who needs more, the door is opened wider where the body is read.
        limits.MaxRequestBodySize = (1024 * 1024) + Reception.Body.Framing;
        limits.MaxRequestHeadersTotalSize = 16 * 1024;
        limits.MaxRequestHeaderCount = 64;
        limits.MaxRequestLineSize = 4 * 1024;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 500, gracePeriod: TimeSpan.FromSeconds(5));
    }
}

using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Weather;

internal static class WeatherRoutes
{
    public static WebApplicationBuilder AddWeather(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<HoldRoom>().AddSingleton<WeatherStation>();
        return builder;
    }

    public static WebApplication MapWeather(this WebApplication app)
    {
        app.MapGet("/weather", (WeatherStation station) => station.Report);
        app.MapPut("/weather", (WeatherReport report, WeatherStation station) =>
        {
            station.Change(report);
            return station.Report;
        });
        app.MapPost("/weather/release", (HoldRoom room, bool? keepHolding) =>
        {
            var held = room.Held;
            room.Release(keepHolding ?? false);
            return new { Released = held };
        });
        app.MapGet("/weather/held", async (HoldRoom room, SandboxClock clock, int? atLeast, int? timeoutMs, CancellationToken cancel) =>
        {
            var most = TimeSpan.FromMilliseconds(timeoutMs ?? 10_000);
            var reached = await room.Changed.UntilAsync(() => room.Held >= (atLeast ?? 0), most, clock.Time, cancel);
            return new { Reached = reached, room.Held };
        });
        return app;
    }
}

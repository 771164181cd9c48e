namespace OmoBroadcast.Webhooks.Condition;

internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Json(new { status = "live" }));
        routes.MapGet("/health/ready", (Readiness readiness) =>
        {
            var report = readiness.Look();
            return Results.Json(
                report,
                statusCode: report.Away.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable
            );
        });
    }
}
